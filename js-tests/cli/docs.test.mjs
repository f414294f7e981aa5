// docs/cli.md says what the commands print.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { run } from "./run.mjs";
import { page, toured } from "./tour.mjs";

const text = readFileSync(page, "utf8");

test("the tour of docs/cli.md; make docs updates it", async () => {
	assert.equal(await toured(), text);
});

test("docs/cli.md lists every command", async () => {
	const { stdout } = await run(["--help"]);
	const [, list] = /^Commands:\n([\s\S]*?)\n\n/m.exec(stdout);
	const commands = [...list.matchAll(/^ {2}(\w+)/gm)]
		.map(([, name]) => name)
		.filter((name) => name !== "help");
	assert.ok(commands.length > 2);
	for (const name of commands) {
		assert.match(text, new RegExp(`^\\| \`${name}\\b`, "m"));
	}
});
