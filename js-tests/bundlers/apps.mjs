// Applications that every bundler builds, and the parts of the package that are found in a bundle.

import { cpSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { scratch, suite } from "../hosts/made.mjs";
import { report } from "../hosts/row.mjs";
import { required, worker } from "../hosts/sources.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(createRequire(import.meta.url).resolve("azeer-webhooks/package.json"));

const ended = `globalThis.outcome = outcome;\n${report}\n`;

/** Sources of the applications, by name. The first file of each is its entry. */
export const apps = {
	// Two modules import the package, as in most applications.
	suite: {
		"main.mjs": `import { api } from "./other.mjs";
import { parse } from "azeer-webhooks";
import { inspect } from "azeer-webhooks/inspect";
import { run } from "./suite.mjs";
const outcome = run({ api: { ...api, parse }, inspect });
${ended}`,
		"other.mjs": 'export * as api from "azeer-webhooks";\n',
	},
	required: {
		"main.cjs": `${required}
const outcome = run({ api, inspect });
${ended}`,
	},
	// ES modules with a CommonJS dependency.
	mixed: {
		"main.mjs": `import * as api from "azeer-webhooks";
import * as reports from "azeer-webhooks/inspect";
import * as slim from "azeer-webhooks/slim";
import * as required from "./dependency.cjs";
import { run } from "./suite.mjs";
const { inspect } = required;
const outcome = run({ api, inspect });
if (required.PayloadError !== api.PayloadError) outcome.failures.push("there are two copies of the package");
if (inspect !== reports.inspect) outcome.failures.push("there are two copies of inspect");
if (required.SlimError !== slim.PayloadError) outcome.failures.push("there are two copies of slim");
${ended}`,
		"dependency.cjs": `exports.inspect = require("azeer-webhooks/inspect").inspect;
exports.PayloadError = require("azeer-webhooks").PayloadError;
exports.SlimError = require("azeer-webhooks/slim").PayloadError;
`,
	},
	parse: {
		"main.mjs": `import { parse } from "azeer-webhooks";
const { webhook_event_type } = parse('{"webhook_event_type":"chat_closed"}');
const outcome = { checks: 1, failures: webhook_event_type === "chat_closed" ? [] : [webhook_event_type] };
${ended}`,
	},
	worker: { "main.mjs": worker() },
	/** slim, with the core as a separate file. `statement` sets `url` to its address. */
	slim: (statement) => ({
		"main.mjs": `${statement}
import * as api from "azeer-webhooks/slim";
import { run } from "./suite.mjs";
api.init(fetch(url)).then(() => {
	const outcome = run({ api });
	${ended}});
`,
	}),
};

/** Calls `run` with a folder that has an application, with the package in its node_modules. */
export function application(sources, run) {
	const files = {
		"package.json": JSON.stringify({ private: true }),
		"index.html": '<!doctype html><meta charset="utf-8"><script type="module" src="./main.mjs"></script>\n',
		"suite.mjs": suite("esm"),
		"suite.cjs": suite("cjs"),
		...sources,
	};
	return scratch(
		files,
		(folder) => {
			cpSync(root, join(folder, "node_modules", "azeer-webhooks"), { recursive: true });
			return run(folder);
		},
		here,
	);
}

const published = (file) => readFileSync(join(root, "dist", file), "utf8");
const inlined = (name) => published(`${name}-inline.js`);
/**
 * A part of an inlined module that no minifier rewrites, and that the other module lacks. Both modules contain the same
 * crate.
 */
const partOf = (name, other) =>
	inlined(name)
		.match(/[^'"`$\\\n]{60}/g)
		.find((part) => !inlined(other).includes(part));

/** Texts that a bundle contains if it contains that part of the package. */
const marks = {
	parser: "the WebAssembly core has stopped",
	core: partOf("core", "inspect"),
	inspect: partOf("inspect", "core"),
	parseMany: "these are compressed by gzip",
	redact: "[redacted]",
	match: "match has no function for",
};

// A mark that the package lacks would never be found, so no test with it could fail.
for (const [name, mark] of Object.entries(marks)) {
	if (!["index.js", "core-inline.js", "inspect-inline.js"].some((file) => published(file).includes(mark))) {
		throw new Error(`no file of the package has the mark of ${name}`);
	}
}

/** The scripts and modules in a folder, by name. */
export function filesIn(folder) {
	const names = readdirSync(folder, { recursive: true }).filter((name) => /\.([cm]?js|wasm)$/.test(name));
	return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}

/** How many times each part of the package is in these files. */
export function parts(files) {
	const text = [...files.values()].map((it) => it.toString("latin1")).join("\n");
	return Object.fromEntries(Object.entries(marks).map(([name, mark]) => [name, text.split(mark).length - 1]));
}
