// Runs the suite in programs of Node.js, Bun and Deno, with the package that npm installed.

import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { scratch, suite } from "./made.mjs";
import { nodes, program } from "./programs.mjs";
import { withRegistry } from "./registry.mjs";
import { output, report, reported, row } from "./row.mjs";
import { imported, reporting, required } from "./sources.mjs";

/** A program for each way of loading. */
const ways = {
	"ESM import": {
		file: "program.mjs",
		text: imported + reporting,
	},
	"CommonJS require": {
		file: "program.cjs",
		text: required + reporting,
	},
	"slim, bytes of core.wasm": {
		file: "program.mjs",
		text: `import { readFileSync } from "node:fs";
import * as api from "azeer-webhooks/slim";
import { run } from "./suite.mjs";
await api.init(readFileSync(new URL(import.meta.resolve("azeer-webhooks/core.wasm"))));
const outcome = run({ api });
${report}`,
	},
	TypeScript: {
		file: "program.ts",
		text: `import * as api from "azeer-webhooks";
import { inspect, type Report } from "azeer-webhooks/inspect";
import { run } from "./suite.mjs";
const tier = (report: Report): string => report.tier;
if (tier(inspect("{}")) !== "invalid") throw new Error("more than the types was stripped");
${reporting}`,
	},
};

/** Rows of a host for some ways of loading. `command` returns the program and its arguments. */
function rows(host, named, command, options) {
	for (const way of named) {
		const { file, text } = ways[way];
		const files = { "suite.mjs": suite("esm"), "suite.cjs": suite("cjs"), [file]: text };
		row(
			host,
			way,
			() =>
				scratch(files, (folder) => {
					const [name, ...args] = command();
					return reported(name, [...args, file], { cwd: folder });
				}),
			options,
		);
	}
}

const behaviour = join(dirname(fileURLToPath(import.meta.url)), "..", "behaviour");
const tests = readdirSync(behaviour).map((name) => join(behaviour, name));
/** With this flag, nothing can be compiled from strings, as in hosts that forbid `eval`. */
const NO_EVAL = "--disallow-code-generation-from-strings";

/** A row of all behaviour tests in a version of Node.js. */
function behaviourRow(host, way, command, options) {
	row(
		host,
		way,
		async () => {
			const [name, ...args] = command();
			const report = await output(name, [...args, "--test", "--test-reporter=tap", ...tests]);
			const [, checks] = /^# pass (\d+)$/m.exec(report);
			return { checks: Number(checks), failures: report.match(/^not ok .*$/gm) ?? [] };
		},
		options,
	);
}

const [esm, cjs, slim, typed] = Object.keys(ways);
const matrix = { only: "matrix" };

const here = `Node.js ${process.versions.node}`;
rows(here, [esm, cjs, slim], () => [process.execPath]);
behaviourRow(here, `node --test, ${NO_EVAL}`, () => [process.execPath, NO_EVAL]);
for (const [name, version] of Object.entries(nodes)) {
	const host = `Node.js ${version}`;
	rows(host, [esm, cjs, slim], () => [program(name)], matrix);
	behaviourRow(host, "node --test", () => [program(name)], matrix);
	behaviourRow(host, `node --test, ${NO_EVAL}`, () => [program(name), NO_EVAL], matrix);
	if (name !== "node20") {
		// Node.js 20 does not strip types by itself.
		rows(host, [typed], () => [program(name)], matrix);
	}
}
rows("Bun", [esm, cjs, slim, typed], () => [program("bun"), "run"]);
// The package needs no permission to be imported. Programs that read files themselves are below.
rows("Deno", [esm], () => [program("deno"), "run", "--no-prompt"]);
// Deno's own compiler finds the types by its own resolution.
rows("Deno", [typed], () => [program("deno"), "run", "--no-prompt", "--check"]);
row("Deno", "npm: and a registry", () =>
	withRegistry((registry) =>
		scratch(
			{
				"suite.mjs": suite("esm"),
				"program.mjs": ways[esm].text.replaceAll('"azeer-webhooks', '"npm:azeer-webhooks'),
			},
			(cwd) =>
				reported(program("deno"), ["run", "--no-prompt", "--no-config", "program.mjs"], {
					cwd,
					env: { NPM_CONFIG_REGISTRY: registry, DENO_DIR: join(cwd, "cache") },
				}),
			// Outside the project, so that no node_modules is found.
			tmpdir(),
		),
	),
);
rows("Deno", [cjs, slim], () => [program("deno"), "run", "--no-prompt", "--allow-read"]);
