// Every program of docs/migrating.md compiles, and prints what the page says of it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { transform } from "esbuild";
import { scratch } from "../hosts/made.mjs";
import { output } from "../hosts/row.mjs";
import { fixtures } from "../suite.mjs";
import { check, compilers } from "../types/check.mjs";

const text = readFileSync(new URL("../../docs/migrating.md", import.meta.url), "utf8");
const programs = new Map(
	[...text.matchAll(/^```ts run=(\S+)\n(.*?)^```/gms)].map(([, name, program]) => [name, program]),
);
const line = (name) => fixtures.get(name).replaceAll("\n", "");
const changed = (name, change) => JSON.stringify({ ...JSON.parse(fixtures.get(name)), ...change });
const message = "01-incoming-text";
const contact = "08-contact-insert";

/** What a program prints for a delivery. */
const printed = [
	["hand-written-before", fixtures.get(message), "a text of 5 characters\n"],
	["hand-written-before", changed(message, { contact_id: "101" }), "ignored\n"],
	["hand-written-after", fixtures.get(message), "a text of 5 characters\n"],
	["hand-written-after", changed(message, { contact_id: "101" }), "refused: wrong_type\n"],
	["hand-written-after", fixtures.get("13-unknown-event"), "unknown: event_type\n"],
	["hand-written-after", fixtures.get(contact), "ignored\n"],
	["zod-before", fixtures.get(contact), "693 1709893860333\n"],
	[
		"zod-before",
		changed(contact, { action: "merge", contact_name: null }),
		"refused: action, contact_name\n",
	],
	["zod-after", fixtures.get(contact), "693 1709893860333\n"],
	["zod-after", changed(contact, { action: "merge", contact_name: null }), "693 1709893860333\n"],
	["zod-after", changed(contact, { contact_id: "693" }), "refused: /contact_id\n"],
	["standard-schema", fixtures.get(contact), "200 contact 693\n"],
	["standard-schema", fixtures.get(message), "400 \n"],
	["both", changed(contact, { queue: { id: 1, name: "sales" } }), "sales\n"],
	["both", fixtures.get(contact), "no queue\n"],
	["compare", "{}", "2 false new_contact\n3 true wrong_type\n"],
];
const log = [
	line(message),
	line(contact),
	changed(message, { contact_id: "101" }),
	line("13-unknown-event"),
].join("\n");

test("every program of docs/migrating.md compiles", () => {
	const fences = text.match(/^```(?!$)/gm);
	assert.equal(programs.size, fences.length, "a program has no name");
	assert.deepEqual([...programs.keys()].sort(), [...new Set(printed.map(([name]) => name))].sort());
	const files = Object.fromEntries([...programs].map(([name, program]) => [`${name}.mts`, program]));
	const options = {
		module: "preserve",
		moduleResolution: "bundler",
		lib: ["es2022", "dom"],
		types: ["node"],
		skipLibCheck: true,
	};
	assert.deepEqual(check(import.meta.dirname, compilers[7], files, options), []);
});

for (const [name, delivery, wanted] of printed) {
	test(`docs/migrating.md, ${name}: ${wanted.trim()}`, async () => {
		const { code } = await transform(programs.get(name), { loader: "ts" });
		const files = { "program.mjs": code, "delivery.json": delivery, "deliveries.ndjson": log };
		const run = (cwd) => output(process.execPath, ["--no-warnings", "program.mjs"], { cwd });
		assert.equal(await scratch(files, run, import.meta.dirname), wanted);
	});
}
