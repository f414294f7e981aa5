// Makes the npm package from pkg-template, the generated sources and the core: `node scripts/pkg.mjs CORE.wasm`.
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

const [linked] = process.argv.slice(2);
if (linked === undefined) {
	throw new Error("usage: node scripts/pkg.mjs CORE.wasm");
}

rmSync(target, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
optimise(linked, join(dist, "core.wasm"));
const core = readFileSync(join(dist, "core.wasm"));
writeFileSync(
	join(template, "src", "generated", "blob.ts"),
	`// Generated: core.wasm in base64.\n\nexport const CORE = "${core.toString("base64")}";\n`,
);
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

/** Leaves of the module what the package calls, and makes that small and fast. */
function optimise(from, to) {
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
	// wasm-bindgen's table of JavaScript values and its import go: no value but numbers crosses.
	const exported = ["memory", "reserve", "parse", "instant", "essence", "tape", "paths"];
	const graph = [
		{ name: "package", reaches: exported, root: true },
		...exported.map((name) => ({ name, export: name })),
	];
	const graphFile = join(root, "target", "core-exports.json");
	writeFileSync(graphFile, JSON.stringify(graph));
	run(bin("wasm-metadce"), from, "--graph-file", graphFile, ...enable, "-o", to);
	run(
		bin("wasm-opt"),
		to,
		"-O3",
		"--strip-debug",
		"--strip-producers",
		"--strip-target-features",
		...enable,
		"-o",
		to,
	);
	const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(to)));
	if (imports.length > 0) {
		throw new Error(`the core has imports, which the loader does not give: ${JSON.stringify(imports)}`);
	}
}

/** Checks the sources and writes the declarations that the entry reaches, for ESM and for CommonJS. */
function declarations() {
	const all = join(root, "target", "declarations");
	rmSync(all, { recursive: true, force: true });
	run(process.execPath, bin("tsc"), "--project", join(template, "tsconfig.json"), "--outDir", all);
	const pending = ["index.js"];
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
	const common = {
		absWorkingDir: template,
		bundle: true,
		platform: "neutral",
		target: "es2022",
		external: ["#core", "*.wasm"],
		outdir: dist,
		entryNames: "[name]",
		logLevel: "warning",
	};
	const index = { index: "src/index.ts", "core-inline": "src/core/inline.ts" };
	await build({ ...common, format: "esm", entryPoints: { ...index, "core-workerd": "src/core/workerd.ts" } });
	await build({ ...common, format: "cjs", entryPoints: index, outExtension: { ".js": ".cjs" } });
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
