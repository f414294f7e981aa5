// Where the programs are that package.json here has npm install.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");

const { dependencies, devDependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));

/** Versions of Node.js by the name of their package: the oldest that is supported, and the lines that are maintained. */
export const nodes = Object.fromEntries(
	Object.entries({ ...dependencies, ...devDependencies })
		.filter(([name]) => /^node\d+$/.test(name))
		.sort()
		.map(([name, alias]) => [name, alias.replace("npm:node@", "")]),
);

/** The path of a file of the installed packages; throws what to do where it is not there. */
export function installed(...path) {
	const found = join(modules, ...path);
	if (!existsSync(found)) {
		throw new Error(`${found} is missing: npm ci in js-tests/hosts installs it, and so does make matrix`);
	}
	return found;
}

/** The program of a package: `node22`, `bun` and the like. */
export function program(name) {
	return name in nodes ? installed(name, "bin", "node") : installed(".bin", name);
}
