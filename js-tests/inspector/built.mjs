// The inspector as its README says: installed from the packed package, and built. It is served with the headers of a plain file server.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { dependencies, install } from "../../scripts/install.mjs";
import { output } from "../hosts/row.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const example = join(root, "examples", "inspector");
const project = join(root, "target", "inspector");

/** Installs and builds a copy of the example in target/inspector. Returns the folder of the page. */
export async function build(...args) {
	mkdirSync(project, { recursive: true });
	rmSync(join(project, "src"), { recursive: true, force: true });
	cpSync(example, project, { recursive: true, filter: (it) => !/[/\\](node_modules|dist)$/.test(it) });
	cpSync(join(root, ".npmrc"), join(project, ".npmrc"));
	dependencies(project, { all: true });
	install(project);
	await output("npm", ["run", "build", "--", ...args], { cwd: project });
	return join(project, "dist");
}

/** Returns the content of a path of the page. */
export function pageFiles(folder) {
	return (path) => {
		const file = join(folder, path === "/" ? "index.html" : path);
		return existsSync(file) && extname(file) !== "" ? readFileSync(file) : undefined;
	};
}
