// Random sequences of calls, in this version of Node.js. The same in other hosts: js-tests/hosts/sequences.test.mjs
//
//   SOAK=25000000 node --test js-tests/sequences/sequences.test.mjs    more calls
//   SEED=7 …                                                           others

import assert from "node:assert/strict";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

const STEPS = Number(process.env.SOAK ?? 200_000);
const SEED = Number(process.env.SEED ?? 1);
/** Calls of one sequence, so that a fault is found again without all that came before. */
const LENGTH = 20_000;

test(`${STEPS} calls, seeds from ${SEED} on`, async (t) => {
	const counts = {};
	let seed = SEED;
	let left = STEPS;
	async function work() {
		while (left > 0) {
			const workerData = { seed: seed++, steps: Math.min(left, LENGTH) };
			left -= LENGTH;
			const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData });
			const [found] = await once(worker, "message");
			for (const [name, count] of Object.entries(found)) {
				counts[name] = (counts[name] ?? 0) + count;
			}
		}
	}
	await Promise.all(Array.from({ length: availableParallelism() }, work));
	t.diagnostic(JSON.stringify(counts));
	// Each of them often enough for the comparison to mean something.
	for (const name of [
		"event",
		"unknown",
		"repeated_member",
		"lone_surrogate",
		"line",
		"validate",
		"trap",
		"foreign",
	]) {
		assert.ok(counts[name] > STEPS / 1000, name);
	}
});
