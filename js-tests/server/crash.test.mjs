// Consumers that are killed between a claim and the end of a handler. What they had begun is handled by the next.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { program } from "../hosts/programs.mjs";
import { printed, reported } from "../hosts/row.mjs";
import { randomOf } from "./conformance.mjs";

const script = fileURLToPath(new URL("crash.mjs", import.meta.url));

/** Starts a consumer, waits until it has printed something, and kills it. */
async function killed(args, pattern) {
	const child = spawn(program("node24"), [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
	const closed = once(child, "close");
	try {
		await printed(child, pattern);
	} finally {
		child.kill("SIGKILL");
	}
	const [, signal] = await closed;
	assert.equal(signal, "SIGKILL");
}

async function inFile(run) {
	const dir = mkdtempSync(join(tmpdir(), "azeer-crash-"));
	try {
		const file = join(dir, "deliveries.db");
		const tried = async (lease) =>
			(await reported(program("node24"), [script, file, "once", `${lease}`])).outcome;
		return await run(file, tried);
	} finally {
		rmSync(dir, { recursive: true, force: true });
	}
}

test("the claim of a killed consumer holds for its lease, and is then taken over", async () => {
	await inFile(async (file, tried) => {
		await killed([file, "hang", "600000"], /claimed: (yes)/);
		assert.equal(await tried(1), "busy");
	});
	await inFile(async (file, tried) => {
		await killed([file, "hang", "1"], /claimed: (yes)/);
		assert.deepEqual([await tried(600_000), await tried(600_000)], ["handled", "duplicate"]);
	});
});

test("a consumer that is killed again and again loses nothing, and repeats at most one delivery each time", () =>
	inFile(async (file) => {
		const random = randomOf(3);
		const kills = 4;
		const total = 400;
		for (let i = 0; i < kills; i++) {
			// Each is killed at a later delivery, at some moment of it.
			await killed([file, "all", `${total}`], new RegExp(`done: (${40 * (i + 1) + random(40)})\\n`));
		}
		const { runs } = await reported(program("node24"), [script, file, "all", `${total}`]);
		assert.deepEqual(
			runs.map(({ id }) => id),
			Array.from({ length: total }, (_, i) => i + 1),
		);
		const repeated = runs.reduce((sum, { times }) => sum + times - 1, 0);
		assert.ok(repeated <= kills, `${repeated} were handled again`);
	}));
