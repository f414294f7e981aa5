// Every program of docs/logs.md runs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { scratch } from "../hosts/made.mjs";
import { output } from "../hosts/row.mjs";
import { fixtures } from "../suite.mjs";

const text = readFileSync(new URL("../../docs/logs.md", import.meta.url), "utf8");
const programs = [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, program]) => program);
const [, worker] = /^```js worker\.mjs\n(.*?)^```/ms.exec(text);
const log = ["01-incoming-text", "12-named-event", "15-broken"]
	.map((name) => fixtures.get(name)?.replaceAll("\n", ""))
	.join("\n");

/** What each prints. */
const printed = [
	/^1 incoming_msg\n2 chat_assigned\nline 3: .*contact_id/,
	/^2026-01-01T00:00:00Z chat_closed\n$/,
	/^3 lines: 2 valid, 0 unknown, 1 invalid\n[\s\S]*incoming_msg[\s\S]*wrong_type/,
	/^1 true\n2 true\n3 false\n$/,
	/^$/,
	/^2 results\n1 results\n$/,
	/^1 true\n2 true\n3 false\n$/,
];

test("the programs of docs/logs.md", async () => {
	assert.equal(programs.length, printed.length);
	for (const [index, program] of programs.entries()) {
		const found = await scratch(
			{ "program.mjs": program, "worker.mjs": worker, "deliveries.ndjson": log },
			(cwd) => output(process.execPath, ["--no-warnings", "program.mjs"], { cwd }),
			import.meta.dirname,
		);
		assert.match(found, printed[index], program);
	}
});
