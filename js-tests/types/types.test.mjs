// Type-checks use.ts as ESM and as CommonJS, and compares the diagnostics with those that its comments name.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { entries } from "../../scripts/entries.mjs";
import { specifier } from "../../scripts/manifest.mjs";
import { row } from "../hosts/row.mjs";
import { assertDiagnostics, check, compilers, expectedIn } from "./check.mjs";
import { examplesOf } from "./examples.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const source = readFileSync(join(here, "use.ts"), "utf8");
const expected = expectedIn(source);

/** Files that must compile without diagnostics. */
const correct = {
	// Only an ES module can import WebAssembly.
	"core.mts": `import core from "azeer-webhooks/core.wasm";
import { init } from "azeer-webhooks/slim";
await init(core);
`,
	// A type is the same in ESM and CommonJS: an ES module passes values to a CommonJS one.
	"taker.cts": `import { type AzeerEvent, PayloadError } from "azeer-webhooks";
export function take(given: AzeerEvent | PayloadError): string {
	return given instanceof PayloadError ? given.message : given.webhook_event_type;
}
`,
	"giver.mts": `import { safeParse } from "azeer-webhooks";
import { take } from "./taker.cjs";
const result = safeParse("{}");
take(result.ok ? result.event : result.error);
`,
};

for (const [version, compiler] of Object.entries(compilers)) {
	for (const exactOptionalPropertyTypes of [true, false]) {
		for (const [module, moduleResolution] of [
			["nodenext", "nodenext"],
			["node16", "node16"],
			["preserve", "bundler"],
		]) {
			const exact = exactOptionalPropertyTypes ? ", exact optional properties" : "";
			row(`TypeScript ${version}`, `ESM and CommonJS, ${moduleResolution}${exact}`, () => {
				const names = ["use.mts", "use.cts"];
				const files = { ...Object.fromEntries(names.map((name) => [name, source])), ...correct };
				const found = check(here, compiler, files, { module, moduleResolution, exactOptionalPropertyTypes });
				for (const name of names) {
					assertDiagnostics(
						found.filter(({ file }) => file === name),
						expected,
						name,
					);
				}
				assert.deepEqual(
					found.filter(({ file }) => !names.includes(file)),
					[],
				);
				return { checks: Object.keys(files).length, failures: [] };
			});
		}
	}
}

test("the examples in the READMEs and doc comments compile", async () => {
	const root = join(here, "..", "..");
	const files = {};
	for (const name of ["README.md", "pkg-template/README.md"]) {
		const blocks = readFileSync(join(root, name), "utf8").matchAll(/^```ts\n(.*?)^```/gms);
		for (const [, block] of blocks) {
			files[`readme${Object.keys(files).length}.ts`] = `${block}\ndeclare const body: string;\n`;
		}
	}
	assert.ok(Object.keys(files).length >= 3);
	const folder = join(root, "pkg-template", "src");
	const loaded = await Promise.all(entries.map((entry) => import(specifier(entry))));
	// If several entries export a name, an example imports it from the entry that exports the example's own file.
	const exported = entries.map((entry, i) => {
		const text = readFileSync(join(folder, `${entry.name}.ts`), "utf8");
		const sources = [...text.matchAll(/ from "\.\/(.+)\.js"/g)].map(([, path]) => `${path}.ts`);
		// The declarations leave out `internals`, which is for other entries.
		const names = Object.keys(loaded[i]).filter((it) => it !== "internals");
		return { entry: specifier(entry), sources, names };
	});
	for (const { file, code } of examplesOf(folder)) {
		const own = exported.find(({ sources }) => sources.includes(file));
		assert.ok(own, `no entry exports what has an example in ${file}`);
		const taken = new Set();
		const imports = [own, ...exported].map(({ entry, names }) => {
			const untaken = names.filter((it) => !taken.has(it));
			for (const it of untaken) {
				taken.add(it);
			}
			return `import { ${untaken.join(", ")} } from "${entry}";\n`;
		});
		files[`comment${Object.keys(files).length}.ts`] =
			`${imports.join("")}import type { AzeerEvent } from "azeer-webhooks";\n` +
			`export async function example(body: string, ndjson: string, event: AzeerEvent, file: File, response: Response) {\n{${code}}}\n`;
	}
	// Requests and consoles need the types of a host.
	const found = check(here, compilers[7], files, {
		module: "esnext",
		moduleResolution: "bundler",
		lib: ["es2022", "dom"],
	});
	assert.deepEqual(found, []);
});
