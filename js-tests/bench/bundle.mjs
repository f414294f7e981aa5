// Bundles the benchmark, the fixtures and the package into one script that any host can run.

import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { fixtures } from "../suite.mjs";
import { compile } from "./contestants/typia.mjs";
import { files, OURS } from "./contestants.mjs";
import { shapesOf } from "./shapes.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const schema = createRequire(import.meta.url)("azeer-webhooks/schema.json");
const shapes = shapesOf(schema);

/** An empty module. */
const NONE = "export {};";
let compiled;
/** The JavaScript of typia's checks, or an empty module if typia is not installed. */
function typia() {
	compiled ??= compile(shapes) ?? NONE;
	return compiled;
}

/** A plugin for modules that are made here, which are imported as `made:NAME`. */
const made = {
	name: "made",
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^made:/ }, ({ path }) => ({ path, namespace: "made" }));
		onLoad({ filter: /^made:typia$/, namespace: "made" }, () => ({ contents: typia(), resolveDir: here }));
		onLoad({ filter: /^made:given$/, namespace: "made" }, () => ({
			contents: `import * as typia from "made:typia";
import schema from "azeer-webhooks/schema.json";
const fixtures = ${JSON.stringify(Object.fromEntries(fixtures))};
export const given = { fixtures, schema, typia: "create" in typia ? typia : undefined };`,
			resolveDir: here,
		}));
	},
};

async function bundle(contents, options) {
	const { outputFiles } = await build({
		stdin: { contents, resolveDir: here },
		bundle: true,
		format: "esm",
		target: "es2022",
		write: false,
		platform: "browser",
		logLevel: "error",
		plugins: [made],
		...options,
	});
	return outputFiles[0].contents;
}

/** A script that measures and passes the result, a text, to the function whose code is `report`. */
export function script(report) {
	return bundle(`import { measure } from "./measure.mjs";
import { given } from "made:given";
(${report})(JSON.stringify(measure(given)));`);
}

/** The worker, which imports `./core.wasm`. */
export function worker() {
	return bundle('export { default } from "./worker.mjs";', {
		conditions: ["workerd", "worker"],
		external: ["*.wasm"],
	});
}

const measured = (minified) => ({ minified: minified.length, brotli: brotliCompressSync(minified).length });

/** How many bytes a page downloads for each contestant with its schemas: minified, and compressed by brotli. */
export async function sizes() {
	const entries = {
		[OURS]: 'export { parse } from "azeer-webhooks";',
		...Object.fromEntries(
			Object.entries(files).map(([name, file]) => [
				name,
				`import { create } from "${file === "typia.mjs" ? "made:typia" : `./contestants/${file}`}";
export const parse = create(${JSON.stringify(shapes)});`,
			]),
		),
	};
	const all = await bundle('export * from "azeer-webhooks";', { minify: true });
	if (typia() === NONE) {
		delete entries.typia;
	}
	const rows = [{ contestant: `${OURS}, every export`, ...measured(all) }];
	for (const [contestant, contents] of Object.entries(entries)) {
		const minified = await bundle(contents, { minify: true });
		rows.push({ contestant, ...measured(minified) });
	}
	return rows;
}
