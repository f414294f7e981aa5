// Makes the suite into one file that any host can load: the checks with all their data, and no import.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { given } from "./given.mjs";

export const here = dirname(fileURLToPath(import.meta.url));

/** The script that esbuild makes of an entry: a module for pages, unless the options say otherwise. */
export async function bundled(options) {
	const { outputFiles } = await build({
		bundle: true,
		format: "esm",
		write: false,
		logLevel: "error",
		...options,
	});
	return outputFiles[0].text;
}

/** The suite as a script that has `run({ api, inspect })`, and `runReady` which calls `init` before: "esm" or "cjs" exports it, "iife" is the global `suite`. */
export function suite(format) {
	return bundled({
		stdin: {
			contents: `import { run as checked } from "./shared.mjs";
const given = ${JSON.stringify(given)};
export const run = (loaded) => checked({ ...loaded, given });
export const runReady = async (loaded) => {
	await loaded.api.init();
	return run(loaded);
};`,
			resolveDir: here,
		},
		format,
		globalName: "suite",
		target: "es2022",
		platform: "neutral",
	});
}

/**
 * Runs with a folder that has these files, and where the installed package is found by its name; removes the folder. A file may be
 * the promise of its text.
 */
export async function scratch(files, run, parent = here) {
	const folder = mkdtempSync(join(parent, "tmp-"));
	try {
		for (const [name, text] of Object.entries(files)) {
			const path = join(folder, name);
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, await text);
		}
		return await run(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}
