// The entries of the package: their exports, their imports, and that importing them runs nothing.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import * as main from "azeer-webhooks";
import * as slim from "azeer-webhooks/slim";
import { build } from "esbuild";
import { cores, entries, program } from "../../scripts/entries.mjs";
import { oldScript, specifier } from "../../scripts/manifest.mjs";
import { fixtures } from "../suite.mjs";

const require = createRequire(import.meta.url);
const root = dirname(require.resolve("azeer-webhooks/package.json"));
const {
	exports,
	imports,
	unpkg,
	jsdelivr,
	main: fallback,
	types,
	bin,
	version,
	scripts,
	dependencies,
} = require("azeer-webhooks/package.json");
const names = entries.map(specifier);
const having = (format) => entries.filter(({ formats }) => formats.includes(format));

/** Every file that a map of conditions names. */
const files = (map) => (typeof map === "string" ? [map] : Object.values(map).flatMap(files));

test("every file named in package.json exists", () => {
	const named = [exports, imports, unpkg, jsdelivr, fallback, types, bin].flatMap(files);
	assert.ok(named.length > 20);
	for (const file of named.filter((it) => !it.includes("*"))) {
		assert.ok(existsSync(join(root, file)), file);
	}
	for (const [name, text] of fixtures) {
		assert.equal(readFileSync(require.resolve(`azeer-webhooks/fixtures/${name}.json`), "utf8"), text);
	}
});

test("package.json exports the entries of the table and the data files", () => {
	const paths = names.map((name) => name.replace("azeer-webhooks", "."));
	const dataFiles = ["./core.wasm", "./schema.json", "./openapi.json", "./fixtures/*", "./package.json"];
	assert.deepEqual(Object.keys(exports).sort(), [...paths, ...dataFiles].sort());
	assert.deepEqual(Object.keys(imports), Object.keys(cores));
});

test("the licence of everything that the package contains is in it", () => {
	const licences = readFileSync(join(root, "THIRD-PARTY-LICENSES"), "utf8");
	const scripts = readdirSync(join(root, "dist")).filter((name) => /\.c?js$/.test(name));
	const libraries = new Set();
	for (const script of scripts) {
		const text = readFileSync(join(root, "dist", script), "utf8");
		for (const [, library] of text.matchAll(/^\s*\/\/ .*node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)) {
			libraries.add(library);
		}
	}
	assert.deepEqual([...libraries].sort(), [
		"@noble/hashes",
		"ansi-regex",
		"canonicalize",
		"commander",
		"csv-stringify",
		"fflate",
		"get-east-asian-width",
		"string-width",
		"strip-ansi",
	]);
	for (const library of libraries) {
		assert.match(licences, new RegExp(`^${library} \\d+\\.\\d+\\.\\d+ \\(`, "m"));
	}
	for (const crate of ["memchr", "serde", "serde_json", "serde-wasm-bindgen", "sha2", "wasm-bindgen"]) {
		assert.match(licences, new RegExp(`^${crate} \\d+\\.\\d+\\.\\d+ \\(`, "m"));
	}
	// Compiled, but in no module.
	assert.doesNotMatch(licences, /^(syn|serde_derive|proptest|azeer)/m);
	for (const [, licence] of licences.matchAll(/^\S+ \d+\.\d+\.\d+\S* \((.*)\)$/gm)) {
		assert.match(licence, /MIT|Apache-2\.0/);
	}
	assert.match(licences, /^Copyright \(c\) 2022 Paul Miller/m);
	assert.match(licences, /Permission is hereby granted/);
	assert.match(licences, /Apache License\s+Version 2\.0/);
});

/** The specifiers that a script imports or requires. They are not followed. */
async function importsOf(script) {
	const found = new Set();
	const listing = {
		name: "listing",
		setup({ onResolve }) {
			onResolve({ filter: /.*/ }, ({ path, kind }) => {
				if (kind === "entry-point") {
					return undefined;
				}
				found.add(path);
				return { path, external: true };
			});
		},
	};
	const entryPoints = [join(root, "dist", script)];
	await build({ entryPoints, bundle: true, write: false, format: "esm", plugins: [listing] });
	return [...found].sort();
}

test("a script imports exactly what its row of the table lists", async () => {
	const names = new Map(entries.map((entry) => [entry.name, entry]));
	const scripts = entries.flatMap((entry) => {
		const own = entry.formats.map((format) => {
			const extension = format === "esm" ? "js" : "cjs";
			return [entry, `${entry.name}.${extension}`, ({ name }) => `${name}.${extension}`, (core) => core];
		});
		const old = [entry, oldScript(entry), oldScript, (core) => `./${cores[core]}-inline.cjs`];
		return entry.folder || entry.name === "index" ? [...own, old] : own;
	});
	for (const [{ imports, core }, script, scriptOf, coreOf] of scripts) {
		const listed = imports.map((name) => (names.has(name) ? `./${scriptOf(names.get(name))}` : name));
		const cores = core?.startsWith("#") ? [coreOf(core)] : [];
		assert.deepEqual(await importsOf(script), [...listed, ...cores].sort(), script);
	}
});

test("the command line imports entries, and modules of Node.js", async () => {
	const others = (await importsOf(`${program.name}.js`)).filter((it) => !it.startsWith("node:"));
	const listed = program.imports.filter((it) => !it.startsWith("node:"));
	assert.deepEqual(others, listed.map((name) => `./${name}.js`).sort());
});

test("the package contains both licences, the changelog and the READMEs", () => {
	for (const file of ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md", "README.md", "fixtures/README.md"]) {
		assert.ok(existsSync(join(root, file)), file);
	}
});

test("package.json agrees with Cargo.toml and the READMEs", () => {
	assert.deepEqual([scripts, dependencies], [undefined, undefined]);
	assert.deepEqual([unpkg, jsdelivr], ["./dist/browser.global.js", "./dist/browser.global.js"]);
	const cargo = readFileSync(join(import.meta.dirname, "..", "..", "Cargo.toml"), "utf8");
	assert.match(cargo, new RegExp(`^version = "${version}"$`, "m"));
	assert.equal(require("azeer-webhooks/schema.json").$schema, "https://json-schema.org/draft/2020-12/schema");
	for (const folder of [root, join(import.meta.dirname, "..", "..")]) {
		const readme = readFileSync(join(folder, "README.md"), "utf8");
		assert.ok(readme.includes(`npm install ./pkg/azeer-webhooks-${version}.tgz`), folder);
	}
});

test("the files for pages export all of the main entry, and are ASCII", async () => {
	const dist = (name) => join(root, "dist", name);
	assert.deepEqual(Object.keys(await import(dist("browser.js"))).sort(), Object.keys(main).sort());
	for (const name of ["browser.js", "browser.global.js"]) {
		// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them
		assert.match(readFileSync(dist(name), "latin1"), /^[\x00-\x7f]*$/, name);
	}
});

test("ESM and CommonJS export the same names, and slim those of the main entry", async () => {
	for (const entry of having("esm").filter((it) => having("cjs").includes(it))) {
		const name = specifier(entry);
		assert.deepEqual(Object.keys(require(name)).sort(), Object.keys(await import(name)).sort());
	}
	assert.deepEqual(Object.keys(slim), Object.keys(main));
});

test("every export is used in a test of its entry", async () => {
	const folders = [".", "../server/", "../logs/", "../testing/", "../contract/"].map(
		(path) => new URL(path, import.meta.url),
	);
	const sources = folders
		.flatMap((folder) => readdirSync(folder).map((name) => new URL(name, folder)))
		.filter(({ pathname }) => pathname.endsWith(".test.mjs"))
		.map((file) => readFileSync(file, "utf8"))
		.join();
	for (const entry of names) {
		// `internals` is for other entries.
		for (const [name, value] of Object.entries(await import(entry)).filter(([it]) => it !== "internals")) {
			// Called, or used with instanceof; of an object, something is read.
			const used =
				typeof value === "function" ? `\\b${name}\\(|instanceof (\\w+\\.)?${name}\\b` : `\\b${name}[.[]`;
			assert.match(sources, new RegExp(used), name);
		}
	}
});

test("tools that do not know exports find the entries by their folders", () => {
	// For a path, Node.js uses main of package.json and not exports.
	const old = require(root);
	assert.notEqual(old, require("azeer-webhooks"));
	assert.deepEqual(Object.keys(old).sort(), Object.keys(main).sort());
	const body = fixtures.get("15-broken");
	assert.deepEqual(old.safeParse(body).error.issues, main.safeParse(body).error.issues);
	for (const entry of entries.filter(({ folder }) => folder)) {
		const own = require(specifier(entry));
		const found = require(join(root, entry.name));
		assert.deepEqual(Object.keys(found).sort(), Object.keys(own).sort());
		assert.equal(found === own, entry.core === "given", entry.name);
		const { types } = require(join(root, entry.name, "package.json"));
		assert.ok(existsSync(join(root, entry.name, types)), types);
	}
	const { inspect } = require(join(root, "inspect"));
	assert.deepEqual(inspect(body).issues, main.safeParse(body).error.issues);
});

test("importing an entry needs no global that a host may lack", () => {
	const program = `for (const name of ["WebAssembly", "TextEncoder", "TextDecoder", "Buffer", "fetch", "process"]) delete globalThis[name];
for (const name of ${JSON.stringify(having("esm").map(specifier))}) await import(name);
for (const name of ${JSON.stringify(having("cjs").map(specifier))}) (await import("node:module")).createRequire(${JSON.stringify(import.meta.url)})(name);
const { parse } = await import("azeer-webhooks");
try { parse("{}"); } catch (error) { console.log(error.message); }`;
	const args = ["--input-type=module", "--eval", program];
	const { stdout, stderr } = spawnSync(process.execPath, args, {
		encoding: "utf8",
		cwd: import.meta.dirname,
	});
	assert.equal(stderr, "");
	assert.match(stdout, /not defined/);
});

test("init may be called at any time, and more than once", async () => {
	await Promise.all([main.init(), main.init()]);
	assert.equal(main.parse('{"webhook_event_type":"chat_closed"}').webhook_event_type, "chat_closed");
	await main.init();
	assert.equal(main.safeParse("{").ok, false);
});

// This test comes first among those of slim, because the module keeps its instance.
test("slim: init refuses anything but the core, and calls before init throw", async () => {
	assert.throws(() => slim.parse("{}"), {
		message: "azeer-webhooks/slim: call init with the module azeer-webhooks/core.wasm first, and await it",
	});
	const other = readFileSync(join(root, "dist", "inspect.wasm"));
	// The core of another version differs in the name of its build, which ends the file.
	const older = readFileSync(require.resolve("azeer-webhooks/core.wasm"));
	older[older.length - 1] ^= 1;
	for (const [given, name, message] of [
		[
			undefined,
			"TypeError",
			/^azeer-webhooks\/slim: init takes a WebAssembly\.Module, its bytes, a Response, or/,
		],
		["core.wasm", "TypeError", /init takes/],
		[{}, "TypeError", /init takes/],
		[new Response("", { status: 404 }), "Error", /^azeer-webhooks\/slim: core\.wasm was answered with 404$/],
		[
			new Response("<!doctype html>"),
			"Error",
			/^azeer-webhooks\/slim: this is no WebAssembly, as it begins with "<!do": is it the address of core\.wasm\?$/,
		],
		[new Uint8Array(0), "Error", /it begins with ""/],
		[
			other.subarray(0, 100),
			"Error",
			/^azeer-webhooks: the WebAssembly core could not be started \(CompileError: /,
		],
		[older, "Error", /^azeer-webhooks\/slim: this is not the core\.wasm of this version of the package$/],
		[other, "Error", /^azeer-webhooks\/slim: this is not the core\.wasm of this version of the package$/],
		[new WebAssembly.Module(other), "Error", /not the core\.wasm of this version/],
	]) {
		await assert.rejects(slim.init(given), { name, message });
	}
	await assert.rejects(slim.init(Promise.reject(new Error("no network"))), /^Error: no network$/);
	assert.throws(() => slim.safeParse("{}"), /call init/);
});

test("slim: init does nothing once the core is ready", async () => {
	const program = `import { readFileSync } from "node:fs";
import { init, parse } from "azeer-webhooks/slim";
await init(readFileSync(${JSON.stringify(require.resolve("azeer-webhooks/core.wasm"))}));
await init(Promise.reject(new Error("no network")));
await init();
console.log(parse('{"webhook_event_type":"chat_closed"}').webhook_event_type);`;
	const args = ["--input-type=module", "--eval", program];
	const { stdout, stderr } = spawnSync(process.execPath, args, {
		encoding: "utf8",
		cwd: import.meta.dirname,
	});
	assert.deepEqual([stdout, stderr], ["chat_closed\n", ""]);
});

test("slim: init takes a module, bytes, a buffer, a response, and promises of these", async () => {
	const body = fixtures.get("11-incoming-text-arabic");
	for (const form of ["new WebAssembly.Module(core)", "core", "core.buffer", "new Response(core)"]) {
		for (const given of [form, `Promise.resolve(${form})`]) {
			const program = `import { readFileSync } from "node:fs";
import { init, parse } from "azeer-webhooks/slim";
const core = new Uint8Array(readFileSync(${JSON.stringify(require.resolve("azeer-webhooks/core.wasm"))}));
await Promise.all([init(${given}), init(core)]);
console.log(JSON.stringify(parse(${JSON.stringify(body)})));`;
			const args = ["--input-type=module", "--eval", program];
			const { stdout, stderr } = spawnSync(process.execPath, args, {
				encoding: "utf8",
				cwd: import.meta.dirname,
			});
			assert.equal(stderr, "", given);
			assert.deepEqual(JSON.parse(stdout), JSON.parse(body));
		}
	}
});
