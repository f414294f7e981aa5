// Bundles the TypeScript of pkg-template into the scripts of a package: for packing, and for the mutation tests.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/**
 * Writes the scripts into `target`/dist. `template` is the folder of the package's sources, `glue` wasm-bindgen's loader of the
 * module for reports.
 */
export async function bundleScripts({ template, target, glue }) {
	const dist = join(target, "dist");
	/** Has a bundle take a file for what is imported by that name. */
	const taking = (filter, path, external = false) => ({
		name: "taking",
		setup({ onResolve }) {
			onResolve({ filter }, () => ({ path, external }));
		},
	});
	const source = (name) => join(template, "src", "core", name);
	const bundle = (entryPoints, options) =>
		build({
			absWorkingDir: template,
			entryPoints,
			bundle: true,
			platform: "neutral",
			format: "esm",
			target: "es2022",
			external: ["#core", "#inspect-core", "*.wasm", "*.wasm?module"],
			outdir: dist,
			entryNames: "[name]",
			logLevel: "warning",
			...options,
			plugins: [mendedGlue(glue), ...(options.plugins ?? [])],
		});
	const cjs = { format: "cjs", outExtension: { ".js": ".cjs" } };
	const everywhere = ["index", "inspect", "core/core-inline", "core/inspect-inline"];
	const elsewhere = ["core", "inspect"].flatMap((name) => [
		`core/${name}-workerd`,
		`core/${name}-edge-light`,
	]);
	const files = (names) => names.map((name) => `src/${name}.ts`);

	// Entries share what they have in common by importing the main one.
	const main = (extension) => [taking(/^\.\.?\/index\.js$/, `./index${extension}`, true)];
	await bundle(files([...everywhere, ...elsewhere]), { plugins: main(".js") });
	await bundle(files(everywhere), { ...cjs, plugins: main(".cjs") });

	// The same for what knows neither exports nor imports of a package.json: by folders, and with no core but the inlined one.
	await bundle(files(["index", "inspect"]), {
		...cjs,
		entryNames: "old-[name]",
		plugins: [
			taking(/^\.\.?\/index\.js$/, "./old-index.cjs", true),
			taking(/^#core$/, "./core-inline.cjs", true),
			taking(/^#inspect-core$/, "./inspect-inline.cjs", true),
		],
	});
	for (const [name, file] of [
		["inspect", "old-inspect"],
		["slim", "slim"],
	]) {
		const types = `../dist/${name}.d.cts`;
		mkdirSync(join(target, name));
		writeFileSync(
			join(target, name, "package.json"),
			`${JSON.stringify({ main: `../dist/${file}.cjs`, types, sideEffects: false })}\n`,
		);
	}

	// This one has another core, and so another state: it shares nothing.
	const given = [taking(/^#core$/, source("core-given.ts"))];
	await bundle(files(["slim"]), { plugins: given });
	await bundle(files(["slim"]), { ...cjs, plugins: given });

	// For pages without a bundler, which know neither conditions nor `#core`: all of it in one file.
	const page = { minify: true, plugins: [taking(/^#core$/, source("core-inline.ts"))] };
	await bundle(files(["index"]), { ...page, entryNames: "browser" });
	await bundle(files(["index"]), {
		...page,
		entryNames: "browser.global",
		format: "iife",
		globalName: "azeerWebhooks",
	});
}

/**
 * wasm-bindgen's loader of the module for reports. It makes its decoder as it is imported, and here as it is used; and it compiles what is
 * no module of its own realm, which hosts at the edge give and do not let compile.
 */
function mendedGlue(glue) {
	return {
		name: "mended-glue",
		setup({ onResolve, onLoad }) {
			onResolve({ filter: /^inspect-glue$/ }, () => ({ path: glue, namespace: "glue" }));
			onLoad({ filter: /.*/, namespace: "glue" }, () => {
				let contents = readFileSync(glue, "utf8");
				for (const [found, mended] of [
					[/^(let cachedTextDecoder) = new TextDecoder\(.*\);\ncachedTextDecoder\.decode\(\);$/m, "$1;"],
					// It makes another one where so many bytes were decoded.
					[/^(let numBytesDecoded =) 0;$/m, "$1 MAX_SAFARI_DECODE_BYTES;"],
					[/^ *if \(!\(module instanceof WebAssembly\.Module\)\) \{\n.*\n *\}\n/m, ""],
				]) {
					if (!found.test(contents)) {
						throw new Error(`wasm-bindgen's loader has no more ${found}`);
					}
					contents = contents.replace(found, mended);
				}
				return { contents };
			});
		},
	};
}
