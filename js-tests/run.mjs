// Installs the packed package here and runs all JavaScript tests against it, or the one program that is named.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "../scripts/install.mjs";

const here = dirname(fileURLToPath(import.meta.url));
install(here);
const [program] = process.argv.slice(2);
const files = ["hosts", "types", "properties", "bench"].flatMap((folder) =>
	readdirSync(join(here, folder))
		.filter((name) => /\.test\.[cm]js$/.test(name))
		.map((name) => join(here, folder, name)),
);
const args = program === undefined ? ["--test", ...files] : [join(here, program)];
const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
process.exit(status ?? 1);
