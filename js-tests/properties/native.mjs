// What the crate answers.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What an example program of the crate prints for bodies: a JSON value for each. */
export function native(example, bodies) {
	const args = ["run", "--quiet", "--locked", "--example", example];
	const { status, stdout, stderr } = spawnSync("cargo", args, {
		cwd: fileURLToPath(new URL("../..", import.meta.url)),
		input: bodies.map((body) => `${body}\n`).join(""),
		encoding: "utf8",
		maxBuffer: 2 ** 30,
	});
	assert.equal(status, 0, stderr);
	return stdout
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
}
