// Measures the published sizes that budgets.json limits, in bytes.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

/** Sizes of the package that is installed where `directory` is. */
export async function entrySizes(directory) {
	const dist = dirname(createRequire(join(directory, "from-here.js")).resolve("azeer-webhooks/core.wasm"));
	const declarations = readdirSync(dist, { recursive: true }).filter((name) => /\.d\.c?ts$/.test(name));
	const { outputFiles } = await build({
		stdin: { contents: 'export * from "azeer-webhooks";', resolveDir: directory },
		bundle: true,
		minify: true,
		format: "esm",
		target: "es2022",
		platform: "browser",
		write: false,
		logLevel: "error",
	});
	return {
		"core.wasm raw": statSync(join(dist, "core.wasm")).size,
		"entry brotli": brotliCompressSync(outputFiles[0].contents).length,
		"command line brotli": brotliCompressSync(readFileSync(join(dist, "cli.js"))).length,
		declarations: declarations.reduce((sum, name) => sum + statSync(join(dist, name)).size, 0),
	};
}
