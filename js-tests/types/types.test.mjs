// Type-checks use.ts, from ESM and from CommonJS, and compares the diagnostics with those it names.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { row } from "../hosts/row.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const modules = join(here, "..", "..", "node_modules");
const compilers = { 5.9: "typescript-5.9/bin/tsc", 7: "typescript/bin/tsc" };
const source = readFileSync(join(here, "use.ts"), "utf8");

/** `line: diagnostic` for every comment that names one. */
const expected = source.split("\n").flatMap((line, index) => {
	const [, diagnostic] = /^\s*\/\/ (error TS\d+: .*)$/.exec(line) ?? [];
	return diagnostic === undefined ? [] : [`${index + 2}: ${diagnostic}`];
});

/** Files in which nothing is wrong. */
const right = {
	// What nothing but an ES module can import.
	"core.mts": `import core from "azeer-webhooks/core.wasm";
import { init } from "azeer-webhooks/slim";
await init(core);
`,
	// A type is the same in ESM and in CommonJS: one hands to the other what it has.
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

/** Type-checks files from where the installed package is found; gives the diagnostics as file, line, text. */
function check(compiler, files, options) {
	const compilerOptions = {
		strict: true,
		target: "es2022",
		// Without the DOM: the declarations may need nothing of it.
		lib: ["es2022"],
		types: [],
		skipLibCheck: false,
		noEmit: true,
		...options,
	};
	const project = mkdtempSync(join(here, "tmp-"));
	try {
		for (const [name, text] of Object.entries(files)) {
			writeFileSync(join(project, name), text);
		}
		writeFileSync(
			join(project, "tsconfig.json"),
			JSON.stringify({ compilerOptions, files: Object.keys(files) }),
		);
		const args = [join(modules, compiler), "--project", project, "--pretty", "false"];
		const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: project });
		return [...stdout.matchAll(/^(\S+)\((\d+),\d+\): (error TS\d+: .*)$/gm)].map(([, file, line, text]) => ({
			file: basename(file),
			line: Number(line),
			text,
		}));
	} finally {
		rmSync(project, { recursive: true, force: true });
	}
}

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
				const files = { ...Object.fromEntries(names.map((name) => [name, source])), ...right };
				const found = check(compiler, files, { module, moduleResolution, exactOptionalPropertyTypes });
				for (const name of names) {
					const diagnostics = found
						.filter(({ file }) => file === name)
						.map(({ line, text }) => `${line}: ${text}`);
					const compared = diagnostics.map((it, i) =>
						expected[i] && it.startsWith(expected[i]) ? expected[i] : it,
					);
					assert.deepEqual(compared, expected, name);
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

test("the examples of the READMEs and of the doc comments compile", () => {
	const root = join(here, "..", "..");
	const files = {};
	for (const name of ["README.md", "pkg-template/README.md"]) {
		const blocks = readFileSync(join(root, name), "utf8").matchAll(/^```ts\n(.*?)^```/gms);
		for (const [, block] of blocks) {
			files[`readme${Object.keys(files).length}.ts`] = `${block}\ndeclare const body: string;\n`;
		}
	}
	const inReadmes = Object.keys(files).length;
	const folder = join(root, "pkg-template", "src");
	for (const name of readdirSync(folder, { recursive: true }).filter((it) => it.endsWith(".ts"))) {
		const examples = readFileSync(join(folder, name), "utf8").matchAll(/@example\n((?:[\t ]*\* .*\n)+)/g);
		for (const [, lines] of examples) {
			const code = lines.replace(/^[\t ]*\* ?/gm, "");
			files[`comment${Object.keys(files).length}.ts`] =
				'import { customerPhone, deliveryKey, extra, init, isMedia, isMessage, isReply, match, mediaType, PayloadError, parse, parseMany, redact, safeParse, sentAt, sentAtNanoseconds, toWire, validate, type AzeerEvent } from "azeer-webhooks' +
				`${name === join("slim", "init.ts") ? "/slim" : ""}";\n` +
				'import { inspect } from "azeer-webhooks/inspect";\n' +
				`export async function example(body: string, ndjson: string, event: AzeerEvent) {\n{${code}}}\n`;
		}
	}
	assert.ok(inReadmes >= 3);
	assert.ok(Object.keys(files).length - inReadmes >= 6);
	// Requests and consoles are the host's.
	const found = check(compilers[7], files, {
		module: "esnext",
		moduleResolution: "bundler",
		lib: ["es2022", "dom"],
	});
	assert.deepEqual(found, []);
});
