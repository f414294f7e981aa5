// Sends deliveries as a service would that sends again what is not answered with 2xx.

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

const CONNECTIONS = 32;
/** Milliseconds until a delivery is sent again, and for how long that is tried. */
const PAUSE = 200;
const PATIENCE = 300_000;

/**
 * Sends all bodies, each until it is accepted. `onAccepted` hears how many are. Resolves to how often which status was answered, 0 if there was
 * no answer.
 */
export async function sendAll(service, bodies, { onAccepted = () => {}, connections = CONNECTIONS } = {}) {
	const statuses = {};
	let next = 0;
	let accepted = 0;
	const sender = async () => {
		while (next < bodies.length) {
			const body = bodies[next++];
			const start = performance.now();
			for (;;) {
				const status = await service.post(body).catch(() => 0);
				statuses[status] = (statuses[status] ?? 0) + 1;
				if (status === 202) {
					break;
				}
				assert.ok(performance.now() - start < PATIENCE, `not accepted: ${status}`);
				await setTimeout(PAUSE);
			}
			onAccepted(++accepted);
		}
	};
	await Promise.all(Array.from({ length: connections }, sender));
	return statuses;
}

/** Waits until `isSo`, as long as `progress` changes now and then. */
export async function until(isSo, progress, what, patience = 120_000) {
	let last;
	let since = performance.now();
	while (!(await isSo())) {
		const now = JSON.stringify(await progress());
		if (now !== last) {
			last = now;
			since = performance.now();
		}
		assert.ok(performance.now() - since < patience, `${what}: ${now}`);
		await setTimeout(100);
	}
}

/** Waits until no consumer has been called for a while, longer than the longest delay of a retry. */
export async function quiet(service, milliseconds) {
	let since = performance.now();
	let last = 0;
	while (performance.now() - since < milliseconds) {
		const { batches, begun, ended } = await service.counts();
		if (batches !== last || begun !== ended) {
			last = batches;
			since = performance.now();
		}
		await setTimeout(200);
	}
}
