// Makes the npm package from pkg-template, the generated sources and what wasm-pack has built of the core and of the module
// for reports: `node scripts/pkg.mjs`.
// Leaves it unpacked in target/package and packed in pkg/, and prints sizes.

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const template = join(root, "pkg-template");
const target = join(root, "target", "package");
const dist = join(target, "dist");
const bin = (name) => join(root, "node_modules", ".bin", name);
/** Runs a tool; what it prints is of interest only where it fails. */
const run = (command, ...args) => {
	const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
	if (status !== 0) {
		console.error(`${basename(command)} failed:\n${error?.message ?? stdout + stderr}`);
		process.exit(1);
	}
};

const linked = (folder, name) => join(root, "target", folder, name);
const glue = linked("wasm-pack-inspect", "azeer_webhooks_inspect.js");

rmSync(target, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const core = module("core", linked("wasm-pack", "azeer_webhooks_wasm_bg.wasm"), {
	keep: [
		"memory",
		"reserve",
		"parse",
		"parse_wide",
		"parse_line",
		"is_doubtful",
		"instant",
		"essence",
		"hash",
		"slots",
		"head",
	],
});
const inspect = module("inspect", linked("wasm-pack-inspect", "azeer_webhooks_inspect_bg.wasm"), {});
declarations();
await scripts();
for (const name of ["package.json", "README.md"]) {
	cpSync(join(template, name), join(target, name));
}
cpSync(join(template, "src", "generated", "schema.json"), join(target, "schema.json"));
for (const name of ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"]) {
	cpSync(join(root, name), join(target, name));
}
const tarball = pack();
await sizes(tarball);

/**
 * Optimises a module and inlines it. With `keep`, it keeps only what is needed for these exports: no value but numbers crosses
 * there, and wasm-bindgen's table of JavaScript values and its import can go.
 */
function module(name, from, { keep }) {
	const to = join(dist, `${name}.wasm`);
	// Stripping removes the section in which a module says what it needs of the engine, so it is said here.
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
	run(bin("wasm-opt"), to, keep === undefined ? "-Oz" : "-O3", ...strip, ...enable, "-o", to);
	const bytes = readFileSync(to);
	const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
	if (keep !== undefined && imports.length > 0) {
		throw new Error(`${name}.wasm has imports, which the loader does not give: ${JSON.stringify(imports)}`);
	}
	writeFileSync(
		join(template, "src", "generated", `${name}-blob.ts`),
		`// Generated: ${name}.wasm as text.\n\nexport const ${name.toUpperCase()} = "${printable(bytes)}";\n`,
	);
	return bytes;
}

/** What `core/compile.ts` reads. */
function printable(bytes) {
	const character = (value) => String.fromCharCode(value + 0x23).replace("\\", "~");
	return Array.from(bytes, (byte) => ["", " ", "!"][Math.floor(byte / 91)] + character(byte % 91)).join("");
}

/** Checks the sources and writes the declarations that the entry reaches, for ESM and for CommonJS. */
function declarations() {
	const all = join(root, "target", "declarations");
	rmSync(all, { recursive: true, force: true });
	run(process.execPath, bin("tsc"), "--project", join(template, "tsconfig.json"), "--outDir", all);
	const pending = ["index.js", "inspect.js"];
	for (const name of pending) {
		const text = readFileSync(join(all, name.replace(/\.js$/, ".d.ts")), "utf8");
		for (const [, specifier] of text.matchAll(/from "(\..+?)"/g)) {
			const reached = join(dirname(name), specifier);
			if (!pending.includes(reached)) {
				pending.push(reached);
			}
		}
		const write = (suffix, content) => {
			const path = join(dist, name.replace(/\.js$/, suffix));
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, content);
		};
		write(".d.ts", text);
		write(".d.cts", text.replaceAll(/(from "\..+?)\.js"/g, '$1.cjs"'));
	}
}

async function scripts() {
	/** Entries share what they have in common by importing the main one. */
	const shared = (extension) => ({
		name: "shared",
		setup({ onResolve }) {
			onResolve({ filter: /^\.\/index\.js$/ }, () => ({ path: `./index${extension}`, external: true }));
		},
	});
	const common = {
		absWorkingDir: template,
		bundle: true,
		platform: "neutral",
		target: "es2022",
		external: ["#core", "#inspect-core", "*.wasm"],
		alias: { "inspect-glue": glue },
		outdir: dist,
		entryNames: "[name]",
		logLevel: "warning",
	};
	const everywhere = [
		"src/index.ts",
		"src/inspect.ts",
		"src/core/core-inline.ts",
		"src/core/inspect-inline.ts",
	];
	const workerd = ["src/core/core-workerd.ts", "src/core/inspect-workerd.ts"];
	await build({
		...common,
		format: "esm",
		entryPoints: [...everywhere, ...workerd],
		plugins: [shared(".js")],
	});
	const outExtension = { ".js": ".cjs" };
	await build({ ...common, format: "cjs", entryPoints: everywhere, outExtension, plugins: [shared(".cjs")] });
}

function pack() {
	const out = join(root, "pkg");
	rmSync(out, { recursive: true, force: true });
	mkdirSync(out);
	run("npm", "pack", target, "--pack-destination", out, "--loglevel", "error");
	const [name] = readdirSync(out);
	return resolve(out, name);
}

/** Prints what is downloaded: the core by itself, and the entry with all it needs, minified as bundlers do. */
async function sizes(tarball) {
	const bundled = await build({
		absWorkingDir: target,
		entryPoints: ["dist/index.js"],
		bundle: true,
		minify: true,
		format: "esm",
		write: false,
		logLevel: "warning",
	});
	const rows = {
		"core.wasm": core,
		"inspect.wasm": inspect,
		"entry, minified, core inlined": bundled.outputFiles[0].contents,
	};
	for (const [name, bytes] of Object.entries(rows)) {
		const [raw, gzip, brotli] = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)].map(
			(it) => it.length,
		);
		console.log(`${name.padEnd(30)} ${raw} B raw, ${gzip} B gzip, ${brotli} B brotli`);
	}
	console.log(`${basename(tarball)} is in pkg/`);
}
