// Installs the packed package into a new project in target/demo and runs demo.mjs there.

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "../../scripts/install.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const project = join(root, "target", "demo");

rmSync(project, { recursive: true, force: true });
mkdirSync(project, { recursive: true });
writeFileSync(join(project, "package.json"), `${JSON.stringify({ private: true, type: "module" })}\n`);
install(project);
cpSync(join(here, "demo.mjs"), join(project, "demo.mjs"));
const { status } = spawnSync(process.execPath, ["demo.mjs", join(root, "tests", "fixtures")], {
	cwd: project,
	stdio: "inherit",
});
process.exit(status ?? 1);
