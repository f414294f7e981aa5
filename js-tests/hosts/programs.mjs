// Paths of the programs that npm installs from this folder's package.json.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");

const { dependencies, devDependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));

/** Versions of Node.js by the name of their package: the oldest supported one, and one of each maintained line. */
export const nodes = Object.fromEntries(
	Object.entries({ ...dependencies, ...devDependencies })
		.filter(([name]) => /^node\d+$/.test(name))
		.sort()
		.map(([name, alias]) => [name, alias.replace("npm:node@", "")]),
);

/** The path of an installed file. If it is missing, throws an error that tells how to install it. */
export function installed(...path) {
	const found = join(modules, ...path);
	if (!existsSync(found)) {
		throw new Error(`${found} is missing: npm ci in js-tests/hosts installs it, and so does make matrix`);
	}
	return found;
}

/** The path of a package's program, such as `node22` or `bun`. */
export function program(name) {
	return name in nodes ? installed(name, "bin", "node") : installed(".bin", name);
}

/** The version that a program prints. */
export const programVersion = (path) =>
	/\d+(\.\d+)+/.exec(execFileSync(path, ["--version"], { encoding: "utf8" }))[0];
