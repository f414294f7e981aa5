// The inspector as its README says: installed from the packed package, and built. It is served with the headers of a plain file server.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { dependencies, install } from "../../scripts/install.mjs";
import { output } from "../hosts/row.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const example = join(root, "examples", "inspector");
const project = join(root, "target", "inspector");

/** Installs a copy of the example in target/inspector and builds it. Returns the folder of the page. */
export async function build() {
	mkdirSync(project, { recursive: true });
	rmSync(join(project, "src"), { recursive: true, force: true });
	cpSync(example, project, { recursive: true, filter: (it) => !/[/\\](node_modules|dist)$/.test(it) });
	cpSync(join(root, ".npmrc"), join(project, ".npmrc"));
	dependencies(project, { all: true });
	install(project);
	await output("npm", ["run", "build"], { cwd: project });
	return join(project, "dist");
}

/** Builds the copy again, with other modules in place of those it imports. */
export async function buildWith(alias) {
	const config = `import { mergeConfig } from "vite";
import page from "./vite.config.ts";
export default mergeConfig(page, { resolve: { alias: ${JSON.stringify(alias)} }, build: { outDir: "dist-other" } });
`;
	writeFileSync(join(project, "vite.other.config.ts"), config);
	await output("npx", ["vite", "build", "--config", "vite.other.config.ts"], { cwd: project });
	return join(project, "dist-other");
}

/** Returns the content of a path of the page. */
export function pageFiles(folder) {
	return (path) => {
		const file = join(folder, path === "/" ? "index.html" : path);
		return existsSync(file) && extname(file) !== "" ? readFileSync(file) : undefined;
	};
}
