// Installs the packed package here, builds the page and serves it: `make inspector`.

import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { dependencies, install } from "../../scripts/install.mjs";

const cwd = dirname(fileURLToPath(import.meta.url));
dependencies(cwd, { all: true });
install(cwd);
for (const script of ["build", "preview"]) {
	const { status } = spawnSync("npm", ["run", script, "--silent"], { cwd, stdio: "inherit" });
	if (status !== 0) {
		process.exit(status ?? 1);
	}
}
