// Every program of docs/testing.md runs. The one in Rust is the example in src/testing/mod.rs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { scratch } from "../hosts/made.mjs";
import { output } from "../hosts/row.mjs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const text = read("docs/testing.md");
const programs = [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, program]) => program);

/** What each prints. */
const printed = [
	/^hi update \w+\n$/,
	/^true\n422 contact_id is missing; Azeer sends an integer\n$/,
	/^hi\n\[ 200, 200, 422, 401 \]\n$/,
	/^$/,
];

test("the programs of docs/testing.md", async () => {
	assert.equal(programs.length, printed.length);
	for (const [index, program] of programs.entries()) {
		const found = await scratch(
			{ "program.mjs": program },
			(cwd) => output(process.execPath, ["--no-warnings", "program.mjs"], { cwd }),
			import.meta.dirname,
		);
		assert.match(found, printed[index], program);
	}
});

test("the example in Rust is one that the crate tests", () => {
	const [, example] = /^```rust\n(.*?)^```/ms.exec(text);
	const documented = read("src/testing/mod.rs").replace(/^\/\/! ?/gm, "");
	assert.ok(documented.includes(`\`\`\`\n${example}\`\`\``), example);
});
