// Bundles the suite into one file that any host can load: the checks with all their data, and no import.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { given } from "./given.mjs";

export const here = dirname(fileURLToPath(import.meta.url));

/** The script that esbuild makes from an entry. By default it is a module for pages. */
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

/**
 * The suite as a script with `run({ api, inspect })`, and `runReady`, which calls `init` first. "esm" and "cjs" export
 * them; "iife" sets the global `suite`.
 */
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
 * Calls `run` with a new folder that has these files, then removes the folder. By default the installed package is
 * found there by its name. A file's text may be a promise.
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
