// Random sequences of calls in this version of Node.js. js-tests/hosts/sequences.test.mjs runs them in other hosts.
//
//   SOAK=25000000 node --test js-tests/sequences/sequences.test.mjs    more calls
//   SEED=7 …                                                           other calls

import assert from "node:assert/strict";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

const STEPS = Number(process.env.SOAK ?? 200_000);
const SEED = Number(process.env.SEED ?? 1);
/** The length of one sequence. It is short, so that a fault can be found again with few calls. */
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
	// Each result must be frequent enough for the comparison to mean something.
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
