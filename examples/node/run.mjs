// Installs the packed package into a new project in target/demo, and runs demo.mjs and circle.mjs there.

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
for (const [program, ...args] of [["demo.mjs", join(root, "tests", "fixtures")], ["circle.mjs"]]) {
	cpSync(join(here, program), join(project, program));
	const { status } = spawnSync(process.execPath, [program, ...args], { cwd: project, stdio: "inherit" });
	if (status !== 0) {
		process.exit(status ?? 1);
	}
}
console.log("\nmake inspector builds and serves a page that shows bodies and logs of them");
