// Makes the npm package from pkg-template, the generated sources, and the core and the module for reports, which
// wasm-pack has built: node scripts/pkg.mjs
//
// The package is unpacked in target/package and packed in pkg/. Prints its sizes.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { bundleScripts } from "./bundle.mjs";
import { declarations } from "./declarations.mjs";
import { assembled, decoderSource } from "./decoder.mjs";
import { entries } from "./entries.mjs";
import { licences } from "./licences.mjs";
import { completed, specifier } from "./manifest.mjs";
import { bin, run } from "./run.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const template = join(root, "pkg-template");
const target = join(root, "target", "package");
const dist = join(target, "dist");
const linked = (folder, name) => join(root, "target", folder, name);
const glue = linked("wasm-pack-inspect", "azeer_webhooks_inspect.js");

rmSync(target, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const decoder = assembled();
writeFileSync(join(template, "src", "generated", "decoder-blob.ts"), decoderSource(decoder));
const abi = JSON.parse(readFileSync(join(template, "src", "generated", "abi.json"), "utf8"));
const core = module("core", linked("wasm-pack", "azeer_webhooks_wasm_bg.wasm"), {
	isNamed: true,
	keep: abi.exports,
});
const inspect = module("inspect", linked("wasm-pack-inspect", "azeer_webhooks_inspect_bg.wasm"), {});
declarations({ template, target });
const libraries = await bundleScripts({ template, target, glue });
const modules = ["azeer-webhooks-wasm", "azeer-webhooks-inspect"];
writeFileSync(join(target, "THIRD-PARTY-LICENSES"), licences({ libraries, modules }));
const manifest = JSON.parse(readFileSync(join(template, "package.json"), "utf8"));
writeFileSync(join(target, "package.json"), `${JSON.stringify(completed(manifest), null, "\t")}\n`);
cpSync(join(template, "README.md"), join(target, "README.md"));
for (const name of ["schema.json", "openapi.json"]) {
	cpSync(join(template, "src", "generated", name), join(target, name));
}
const fixtures = join(root, "tests", "fixtures");
for (const name of readdirSync(fixtures)) {
	cpSync(join(fixtures, name), join(target, "fixtures", name));
}
for (const name of ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"]) {
	cpSync(join(root, name), join(target, name));
}
const tarball = pack();
await sizes(tarball);

/**
 * Optimises a module and writes it as a file and as inlined text. With `keep`, drops everything that these exports do
 * not need: they pass only numbers, so wasm-bindgen's table of JavaScript values and its import go. With `isNamed`,
 * the file gets a section with its hash.
 */
function module(name, from, { keep, isNamed = false }) {
	const to = join(dist, `${name}.wasm`);
	// Stripping removes the section that lists the features a module needs, so they are listed here.
	const features = [
		"simd",
		"bulk-memory",
		"nontrapping-float-to-int",
		"sign-ext",
		"mutable-globals",
		"reference-types",
	];
	const enable = features.map((feature) => `--enable-${feature}`);
	const strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
	cpSync(from, to);
	if (keep !== undefined) {
		const graph = [{ name, reaches: keep, root: true }, ...keep.map((it) => ({ name: it, export: it }))];
		const graphFile = join(root, "target", `${name}-exports.json`);
		writeFileSync(graphFile, JSON.stringify(graph));
		run(bin("wasm-metadce"), to, "--graph-file", graphFile, ...enable, "-o", to);
	}
	const optimize = keep === undefined ? ["-Oz"] : ["-O3", "--gufa", "--converge", "-O3"];
	// Sorted by name, functions of one source file are neighbours. Similar code compresses better when it is close
	// together.
	const passes = [...optimize, "--reorder-functions-by-name", ...strip];
	run(bin("wasm-opt"), to, ...passes, ...enable, "-o", to);
	const bytes = readFileSync(to);
	const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
	if (keep !== undefined && imports.length > 0) {
		throw new Error(
			`${name}.wasm has imports, which the loader does not provide: ${JSON.stringify(imports)}`,
		);
	}
	const text = printable(bytes);
	if (!decoded(text).equals(bytes)) {
		throw new Error(`wasm/decode.wat does not decode ${name}.wasm: is its memory too small?`);
	}
	writeFileSync(
		join(template, "src", "generated", `${name}-blob.ts`),
		`// Generated: ${name}.wasm as text.\n\nexport const ${name.toUpperCase()} = "${text}";\n`,
	);
	if (!isNamed) {
		return bytes;
	}
	const id = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
	writeFileSync(
		join(template, "src", "generated", `${name}-id.ts`),
		`// Generated: the hash of ${name}.wasm, which the file has in a custom section.\n\nexport const ${name.toUpperCase()}_ID = "${id}";\n`,
	);
	const named = Buffer.concat([bytes, customSection("azeer-webhooks", id)]);
	writeFileSync(to, named);
	return named;
}

/**
 * A custom section (WebAssembly core specification, 5.5.3). It has fewer than 128 bytes, so that each length is one
 * byte.
 */
function customSection(name, content) {
	return Buffer.from([0, name.length + content.length + 1, name.length, ...Buffer.from(name + content)]);
}

/** Bytes as printable text, which `wasm/decode.wat` decodes. */
function printable(bytes) {
	const character = (value) => String.fromCharCode(value + 0x23).replace("\\", "~");
	return Array.from(bytes, (byte) => ["", " ", "!"][Math.floor(byte / 91)] + character(byte % 91)).join("");
}

/** What the package makes of such text: see core/decode.ts. */
function decoded(text) {
	const { memory, decode } = new WebAssembly.Instance(new WebAssembly.Module(decoder)).exports;
	const input = Buffer.from(memory.buffer);
	return input.subarray(0, decode(input.write(text.replaceAll("~", "\\"))));
}

function pack() {
	const out = join(root, "pkg");
	rmSync(out, { recursive: true, force: true });
	mkdirSync(out);
	run("npm", "pack", target, "--pack-destination", out, "--loglevel", "error");
	const [name] = readdirSync(out);
	return resolve(out, name);
}

/** Prints download sizes: each module alone, and each entry with all it imports, bundled and minified. */
async function sizes(tarball) {
	const rows = { "core.wasm": core, "inspect.wasm": inspect };
	for (const entry of entries) {
		const { name, imports, formats } = entry;
		const bundled = await build({
			absWorkingDir: target,
			entryPoints: [`dist/${name}.${formats.includes("esm") ? "js" : "cjs"}`],
			bundle: true,
			minify: true,
			format: "esm",
			external: imports.filter((it) => entries.every((other) => other.name !== it)),
			write: false,
			logLevel: "warning",
		});
		rows[specifier(entry)] = bundled.outputFiles[0].contents;
	}
	const width = Math.max(...Object.keys(rows).map((name) => name.length));
	for (const [name, bytes] of Object.entries(rows)) {
		const [raw, gzip, brotli] = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)].map(
			(it) => it.length,
		);
		console.log(`${name.padEnd(width)} ${raw} B raw, ${gzip} B gzip, ${brotli} B brotli`);
	}
	console.log(`${basename(tarball)} is in pkg/`);
}
