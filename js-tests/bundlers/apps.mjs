// Applications that every bundler builds, and what is found in what it makes of them.

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

/** Sources of the file that each is built from, by what it shows. */
export const apps = {
	// The package in two modules, as in any application that is not small.
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
	// An application's own modules, and a dependency from before there were any.
	mixed: {
		"main.mjs": `import * as api from "azeer-webhooks";
import * as reports from "azeer-webhooks/inspect";
import * as slim from "azeer-webhooks/slim";
import * as required from "./dependency.cjs";
import { run } from "./suite.mjs";
const { inspect } = required;
const outcome = run({ api, inspect });
if (required.PayloadError !== api.PayloadError) outcome.failures.push("there are two of the package");
if (inspect !== reports.inspect) outcome.failures.push("there are two of inspect");
if (required.SlimError !== slim.PayloadError) outcome.failures.push("there are two of slim");
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
	/** With the core as a file beside the bundle, whose address is got by this statement. */
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

/** Runs with a folder that has an application, and the package where npm puts it. */
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
/** A part of an inlined module that no minifier writes in another way, and that the other one has not: they are of the same crate. */
const partOf = (name, other) =>
	inlined(name)
		.match(/[^'"`$\\\n]{60}/g)
		.find((part) => !inlined(other).includes(part));

/** Text that is in a bundle where this part of the package is. */
const marks = {
	parser: "the WebAssembly core has stopped",
	core: partOf("core", "inspect"),
	inspect: partOf("inspect", "core"),
	parseMany: "these are compressed by gzip",
	redact: "[redacted]",
	match: "match has no function for",
};

// A mark that is nowhere would be found in no bundle either.
for (const [name, mark] of Object.entries(marks)) {
	if (!["index.js", "core-inline.js", "inspect-inline.js"].some((file) => published(file).includes(mark))) {
		throw new Error(`nothing of the package has the mark of ${name}`);
	}
}

/** The scripts and modules in a folder, by name. */
export function filesIn(folder) {
	const names = readdirSync(folder, { recursive: true }).filter((name) => /\.([cm]?js|wasm)$/.test(name));
	return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}

/** How often each part of the package is in these files. */
export function parts(files) {
	const text = [...files.values()].map((it) => it.toString("latin1")).join("\n");
	return Object.fromEntries(Object.entries(marks).map(([name, mark]) => [name, text.split(mark).length - 1]));
}
