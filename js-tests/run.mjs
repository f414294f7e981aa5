// Installs the packed package here and runs all JavaScript tests against it.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "../scripts/install.mjs";

const here = dirname(fileURLToPath(import.meta.url));
install(here);
const files = ["hosts", "types", "properties"].flatMap((folder) =>
	readdirSync(join(here, folder))
		.filter((name) => /\.test\.[cm]js$/.test(name))
		.map((name) => join(here, folder, name)),
);
const { status } = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" });
process.exit(status ?? 1);
