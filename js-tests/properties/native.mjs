// What the crate answers.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A copy of the sources that has mutants has no crate. */
const crate = process.env.MUTANTS_OF ?? fileURLToPath(new URL("../..", import.meta.url));

/** What an example program of the crate prints for bodies: a JSON value for each. */
export function native(example, bodies) {
	const args = ["run", "--quiet", "--locked", "--example", example];
	const { status, stdout, stderr } = spawnSync("cargo", args, {
		cwd: crate,
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
