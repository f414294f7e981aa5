// The deployment with faults: consumers that fail or die, a message that cannot be written, and a runtime that is killed.

import assert from "node:assert/strict";
import { fixtures } from "../suite.mjs";
import { assertKept, countKept, keptBodies, settled, storedEvents } from "./compare.mjs";
import { identity, makeDeliveries } from "./deliveries.mjs";
import { Service } from "./deployment.mjs";
import { quiet, sendAll, until } from "./send.mjs";

/** Seconds of the first retry, and how many there are: the last one comes after 1 + 2 + 4 seconds. */
const RETRIES = { vars: { RETRY_SECONDS: 1 }, consumer: { max_retries: 3 } };
const LONGEST_DELAY = 4000;

const settings = (fault, seed) => ({ ...RETRIES, vars: { ...RETRIES.vars, FAULT: fault, SEED: seed } });

/** The queue refuses deliveries, and half of the batches fail, before or after they have written. What fails every time is a dead letter. */
export async function survivesFailures(folder, { count, seed }) {
	const made = makeDeliveries(count, seed);
	const service = await Service.start(folder, "half", settings("half", seed));
	try {
		const statuses = await sendAll(service, made.bodies);
		await settled(service, made, { pause: LONGEST_DELAY + 2000 });
		const { failed, refused, batches, attempts } = await service.counts();
		assert.ok(refused > 0);
		assert.equal(statuses[500], refused, "what the queue refuses is not accepted");
		assert.ok(failed >= Math.floor(batches / 2) && failed > 0, `${failed} of ${batches} batches have failed`);
		const kept = await assertKept(service, made);
		for (const { reason } of (await keptBodies(service, "dead")).values()) {
			assert.equal(reason, "Error: Network connection lost.");
		}
		console.log(`${failed} of ${batches} batches failed; messages by attempt: ${JSON.stringify(attempts)}`);
		console.log(`kept: ${JSON.stringify(kept)}`);
	} finally {
		await service.stop();
	}
}

/** A third of the consumers die when they have written, before they acknowledge. */
export async function survivesDeaths(folder, { count, seed }) {
	const made = makeDeliveries(count, seed);
	const { consumer, ...others } = settings("dies", seed);
	const service = await Service.start(folder, "dies", {
		...others,
		consumer: { ...consumer, max_retries: 20 },
	});
	try {
		await sendAll(service, made.bodies);
		await settled(service, made, { pause: LONGEST_DELAY + 2000 });
		const { died, batches, begun } = await service.counts();
		assert.ok(died >= Math.floor(batches / 3) && begun > count, `${died} of ${batches} have died`);
		const kept = await assertKept(service, made);
		assert.equal(kept.dead, 0);
		console.log(`${died} of ${batches} consumers died, ${begun - count} messages came again`);
		console.log(`kept: ${JSON.stringify(kept)}`);
	} finally {
		await service.stop();
	}
}

/**
 * One message cannot be written. It does not hold up its neighbours, is tried after growing delays, and becomes a dead letter that can be handled
 * again once the fault is gone.
 */
export async function buriesPoison(folder) {
	const good = fixtures.get("01-incoming-text");
	const bodies = Array.from({ length: 20 }, (_, i) => good.replace("12345", `${i + 1}`));
	const poison = good.replace("hello", "unwritable words");
	let service = await Service.start(folder, "poison", settings("poison", 1));
	try {
		await sendAll(service, [...bodies, poison]);
		const kept = () => countKept(service);
		await until(async () => (await kept()).dead === 1, kept, "it is not buried");
		await quiet(service, 1000);
		assert.deepEqual(await kept(), { events: bodies.length, invalid: 0, dead: 1 });
		const [[body, { key, reason }]] = await keptBodies(service, "dead");
		assert.equal(body, identity(poison));
		assert.match(reason, /^Error: these rows cannot be written/);
		// Three times with its neighbours, once alone, and once as a dead letter.
		const { times, attempts } = await service.counts();
		const delays = times.slice(1).map((time, i) => time - times[i]);
		assert.equal(times.length, 5);
		assert.equal(attempts[1], bodies.length + 2, "neighbours are dead letters too");
		assert.ok(delays[0] >= 1000 && delays[1] >= 2000 && delays[2] >= 4000, `${delays}`);
		// What an error quotes is only where the body is.
		assert.doesNotMatch(service.text, /unwritable words/);

		await service.stop();
		service = await Service.start(folder, "poison", settings("none", 1));
		assert.equal((await service.api(`kept/${key}`, { method: "POST" })).status, 202);
		await until(async () => (await kept()).events === bodies.length + 1, kept, "it is not handled again");
	} finally {
		await service.stop();
	}
}

/**
 * wrangler and the runtime are killed when half is accepted, and started again. What was in D1 and R2 is there. Queues keeps its messages on disk,
 * but its emulation keeps them in memory: what it had accepted and not delivered is lost, and is sent again here.
 */
export async function survivesKill(folder, { count, seed }) {
	const made = makeDeliveries(count, seed);
	const service = await Service.start(folder, "killed", settings("none", seed));
	try {
		let before;
		let restarted;
		const kill = async () => {
			before = await countKept(service);
			await service.stop("SIGKILL");
			await service.restart();
		};
		const statuses = await sendAll(service, made.bodies, {
			onAccepted: (accepted) => {
				if (accepted === Math.ceil(count / 2)) {
					restarted = kill();
				}
			},
		});
		await restarted;
		assert.ok(statuses[0] > 0, "nothing was sent while the service was down");
		await quiet(service, LONGEST_DELAY);
		const after = await countKept(service);
		assert.ok(
			after.events >= before.events && after.invalid >= before.invalid,
			JSON.stringify({ before, after }),
		);

		const stored = await storedEvents(service, made);
		const invalid = await keptBodies(service, "invalid");
		const lost = made.bodies.filter((body) => {
			const event = made.events.get(body);
			return event === undefined ? !invalid.has(identity(body)) : !stored.has(event);
		});
		console.log(
			`killed after ${JSON.stringify(before)}; the emulated queue has lost ${lost.length} accepted deliveries`,
		);
		await sendAll(service, lost);
		await settled(service, made, { pause: LONGEST_DELAY + 2000 });
		const kept = await assertKept(service, made);
		assert.equal(kept.dead, 0);
		console.log(`kept: ${JSON.stringify(kept)}`);
	} finally {
		await service.stop();
	}
}
