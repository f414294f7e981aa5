// Installs the packed package, as a user would, into a folder that has a package.json: node scripts/install.mjs FOLDER

import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Replaces what is installed there by the tarball in `pkg`; throws where `make pkg` has left none. */
export function install(directory, pkg = join(root, "pkg")) {
	const [tarball] = readdirSync(pkg).filter((name) => name.endsWith(".tgz"));
	if (tarball === undefined) {
		throw new Error(`there is no tarball in ${pkg}: run make pkg`);
	}
	// npm takes a tarball of the same name for one that it has installed already.
	rmSync(join(directory, "node_modules"), { recursive: true, force: true });
	const args = ["install", "--no-save", "--no-package-lock", "--loglevel", "error", join(pkg, tarball)];
	const { status } = spawnSync("npm", args, { cwd: directory, stdio: ["ignore", "ignore", "inherit"] });
	if (status !== 0) {
		throw new Error(`npm could not install ${tarball}`);
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	install(process.argv[2]);
}
