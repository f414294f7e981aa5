// Bundles the TypeScript of pkg-template into the scripts of a package. Packing and the mutation tests use it.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { cores, hosts, program, entries as table } from "./entries.mjs";
import { folderManifest, oldScript } from "./manifest.mjs";

/**
 * Writes the scripts into `target`/dist. `template` is the folder of the package's sources, `glue` the file with
 * wasm-bindgen's loader of the module for reports. Returns the folders of the libraries that the scripts contain.
 */
export async function bundleScripts({ template, target, glue, entries = table }) {
	const dist = join(target, "dist");
	const source = (name) => join(template, "src", `${name}.ts`);
	const libraries = new Set();
	const bundle = async (names, options) => {
		const built = await build({
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
			plugins: [correctedGlue(glue), ...(options.plugins ?? [])],
		});
		for (const [path, { bytesInOutput }] of Object.values(built.metafile.outputs).flatMap(({ inputs }) =>
			Object.entries(inputs),
		)) {
			const [library] = /.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? [];
			if (library !== undefined && bytesInOutput > 0) {
				libraries.add(resolve(template, library));
			}
		}
		return built;
	};
	const cjs = { format: "cjs", outExtension: { ".js": ".cjs" } };

	// An ES module (.js) has to load an ES module, and CommonJS (.cjs) has to load CommonJS.
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

	/**
	 * Bundles an entry. `scriptOf` names the script of an entry that it imports, `coreOf` the import that loads its
	 * core. Throws if the script imports anything else than its row in scripts/entries.mjs lists.
	 */
	const bundleEntry = async (entry, scriptOf, coreOf, options) => {
		const others = new Map(
			entries.filter(({ name }) => entry.imports.includes(name)).map((it) => [it.name, `./${scriptOf(it)}`]),
		);
		const modules = entry.imports.filter((name) => !others.has(name));
		const { metafile } = await bundle([entry.source ?? entry.name], {
			...options,
			external: [...modules, "*.wasm"],
			plugins: [
				resolving(/^\.\.?\//, ({ path, resolveDir }) => {
					const wanted = resolve(resolveDir, path).replace(/\.js$/, ".ts");
					const [name] = [...others.keys()].filter((it) => source(it) === wanted);
					return name && { path: others.get(name), external: true };
				}),
				resolving(/^#/, ({ path }) =>
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
		const [actual, expected] = [imported, listed].map(
			(all) => [...new Set(all)].sort().join(", ") || "nothing",
		);
		if (actual !== expected) {
			throw new Error(
				`the script of the entry ${entry.name} imports ${actual}; its row in scripts/entries.mjs lists ${expected}`,
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
		// Tools that ignore exports and imports of a package.json get a script with the inlined core.
		if ((entry.folder || entry.name === "index") && oldScript(entry) !== `${entry.name}.cjs`) {
			const inlined = (specifier) => `./${cores[specifier]}-inline.cjs`;
			await bundleEntry(entry, oldScript, inlined, { ...cjs, entryNames: "old-[name]" });
		}
		if (entry.folder) {
			mkdirSync(join(target, entry.name));
			writeFileSync(join(target, entry.name, "package.json"), `${JSON.stringify(folderManifest(entry))}\n`);
		}
	}
	// A library of the command line is CommonJS, and requires modules of Node.js.
	const banner = {
		js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
	};
	await bundleEntry(
		program,
		({ name }) => `${name}.js`,
		(specifier) => specifier,
		{ entryNames: program.name, banner },
	);

	// Pages without a bundler cannot resolve conditions and `#core`, so they get everything in one file.
	const page = {
		minify: true,
		plugins: [resolving(/^#core$/, () => ({ path: source("core/core-inline") }))],
	};
	await bundle(["index"], { ...page, entryNames: "browser" });
	await bundle(["index"], {
		...page,
		entryNames: "browser.global",
		format: "iife",
		globalName: "azeerWebhooks",
	});
	return [...libraries].sort();
}

/** A plugin that resolves imports by a function. If that returns undefined, esbuild resolves the import itself. */
function resolving(filter, resolveImport) {
	return {
		name: "resolving",
		setup({ onResolve }) {
			onResolve({ filter }, resolveImport);
		},
	};
}

/**
 * Corrects wasm-bindgen's loader of the module for reports. The decoder is made at the first call, not at import. A
 * module from another realm is taken as it is: the loader would compile it again, which edge hosts do not allow.
 */
function correctedGlue(glue) {
	return {
		name: "corrected-glue",
		setup({ onResolve, onLoad }) {
			onResolve({ filter: /^inspect-glue$/ }, () => ({ path: glue, namespace: "glue" }));
			onLoad({ filter: /.*/, namespace: "glue" }, () => {
				let contents = readFileSync(glue, "utf8");
				for (const [pattern, replacement] of [
					[/^(let cachedTextDecoder) = new TextDecoder\(.*\);\ncachedTextDecoder\.decode\(\);$/m, "$1;"],
					// The loader makes a decoder once this many bytes were decoded, so at the first call.
					[/^(let numBytesDecoded =) 0;$/m, "$1 MAX_SAFARI_DECODE_BYTES;"],
					[/^ *if \(!\(module instanceof WebAssembly\.Module\)\) \{\n.*\n *\}\n/m, ""],
				]) {
					if (!pattern.test(contents)) {
						throw new Error(`wasm-bindgen's loader has changed; it does not match ${pattern}`);
					}
					contents = contents.replace(pattern, replacement);
				}
				return { contents };
			});
		},
	};
}
