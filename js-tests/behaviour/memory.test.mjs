// A short run of memory.mjs, which checks ten million parses by default.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const program = join(dirname(fileURLToPath(import.meta.url)), "..", "memory.mjs");

test("memory does not grow, and a kept string does not keep its body in memory", () => {
	const env = { ...process.env, PARSES: "200000" };
	const { status, stdout, stderr } = spawnSync(process.execPath, [program], { env, encoding: "utf8" });
	assert.equal(status, 0, stdout + stderr);
	assert.match(stdout, /200000 parses/);
});
