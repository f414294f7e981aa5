// Bundles the TypeScript of pkg-template into the scripts of a package: for packing, and for the mutation tests.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { cores, hosts, entries as table } from "./entries.mjs";
import { folderManifest, oldScript } from "./manifest.mjs";

/**
 * Writes the scripts into `target`/dist. `template` is the folder of the package's sources, `glue` wasm-bindgen's loader of the
 * module for reports.
 */
export async function bundleScripts({ template, target, glue, entries = table }) {
	const dist = join(target, "dist");
	const source = (name) => join(template, "src", `${name}.ts`);
	const bundle = (names, options) =>
		build({
			absWorkingDir: template,
			entryPoints: names.map(source),
			bundle: true,
			platform: "neutral",
			format: "esm",
			target: "es2022",
			external: ["*.wasm", "*.wasm?module"],
			outdir: dist,
			entryNames: "[name]",
			logLevel: "warning",
			metafile: true,
			...options,
			plugins: [mendedGlue(glue), ...(options.plugins ?? [])],
		});
	const cjs = { format: "cjs", outExtension: { ".js": ".cjs" } };

	// The files of a host end as the scripts do that it takes.
	for (const [extension, format] of [
		[".js", {}],
		[".cjs", cjs],
	]) {
		const files = [...new Set(Object.values(hosts))].filter((file) => file.endsWith(extension));
		const names = Object.values(cores).flatMap((core) =>
			files.map((file) => `core/${core}-${file.slice(0, -extension.length)}`),
		);
		await bundle(names, format);
	}

	/** Bundles an entry, of which others import the script `scriptOf` and which imports its core by `coreOf`; holds it to its row. */
	const bundleEntry = async (entry, scriptOf, coreOf, options) => {
		const others = new Map(
			entries.filter(({ name }) => entry.imports.includes(name)).map((it) => [it.name, `./${scriptOf(it)}`]),
		);
		const modules = entry.imports.filter((name) => !others.has(name));
		const { metafile } = await bundle([entry.name], {
			...options,
			external: [...modules, "*.wasm"],
			plugins: [
				taking(/^\.\.?\//, ({ path, resolveDir }) => {
					const wanted = resolve(resolveDir, path).replace(/\.js$/, ".ts");
					const [name] = [...others.keys()].filter((it) => source(it) === wanted);
					return name && { path: others.get(name), external: true };
				}),
				taking(/^#/, ({ path }) =>
					entry.core === "given"
						? { path: source("core/core-given") }
						: { path: coreOf(path), external: true },
				),
			],
		});
		const imported = Object.values(metafile.outputs).flatMap(({ imports }) =>
			imports.map(({ path }) => path),
		);
		const listed = [...others.values(), ...modules];
		if (entry.core?.startsWith("#")) {
			listed.push(coreOf(entry.core));
		}
		const [are, said] = [imported, listed].map((all) => [...new Set(all)].sort().join(", ") || "nothing");
		if (are !== said) {
			throw new Error(
				`the script of the entry ${entry.name} imports ${are}; by its row in scripts/entries.mjs it is to import ${said}`,
			);
		}
	};
	for (const entry of entries) {
		const itself = (specifier) => specifier;
		if (entry.formats.includes("esm")) {
			await bundleEntry(entry, ({ name }) => `${name}.js`, itself, {});
		}
		if (entry.formats.includes("cjs")) {
			await bundleEntry(entry, ({ name }) => `${name}.cjs`, itself, cjs);
		}
		// For what knows neither exports nor imports of a package.json there is no core but the inlined one.
		if ((entry.folder || entry.name === "index") && oldScript(entry) !== `${entry.name}.cjs`) {
			const inlined = (specifier) => `./${cores[specifier]}-inline.cjs`;
			await bundleEntry(entry, oldScript, inlined, { ...cjs, entryNames: "old-[name]" });
		}
		if (entry.folder) {
			mkdirSync(join(target, entry.name));
			writeFileSync(join(target, entry.name, "package.json"), `${JSON.stringify(folderManifest(entry))}\n`);
		}
	}

	// For pages without a bundler, which know neither conditions nor `#core`: all of it in one file.
	const page = {
		minify: true,
		plugins: [taking(/^#core$/, () => ({ path: source("core/core-inline") }))],
	};
	await bundle(["index"], { ...page, entryNames: "browser" });
	await bundle(["index"], {
		...page,
		entryNames: "browser.global",
		format: "iife",
		globalName: "azeerWebhooks",
	});
}

/** Has a bundle take for an import what a function says, if it says anything. */
function taking(filter, which) {
	return {
		name: "taking",
		setup({ onResolve }) {
			onResolve({ filter }, which);
		},
	};
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
