// Deliveries through examples/redis-postgres, first undisturbed and measured, then with faults. `make load-redis` sends more.
//
//   DELIVERIES=20000 SEED=1 node load.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { deployed, request, STREAM } from "./deployment.mjs";
import { eventually } from "./eventually.mjs";
import {
	consumerIsKilled,
	failuresOf,
	makeUnreliable,
	postgresHangs,
	postgresIsStopped,
	redisHangs,
	redisIsKilled,
	serviceIsRestarted,
} from "./faults.mjs";
import { printFigures } from "./figures.mjs";
import { assertStored } from "./oracle.mjs";
import { planOf } from "./plan.mjs";
import { Sender } from "./sender.mjs";

const { DELIVERIES = "2000", SEED = `${Date.now() % 1_000_000}` } = process.env;
const count = Number(DELIVERIES);
const seed = Number(SEED);
const isLong = count >= 10_000;
const DRAINED_MS = 120_000;

const print = (...text) => console.log(...text);
print(`${count} deliveries, SEED=${seed}`);

/** Waits until every entry is acknowledged. */
const drained = ({ client }) =>
	eventually(async () => {
		const [group] = await client.xInfoGroups(STREAM);
		assert.deepEqual([group.lag, group.pending], [0, 0]);
	}, DRAINED_MS);

test("without faults: how fast, and at what cost", () =>
	deployed(async (it) => {
		// A number that four divides.
		const { contents, deliveries } = planOf(seed, count - (count % 4), { only: ["event"] });
		await printFigures(it, deliveries, drained);
		await assertStored(contents, it);
	}));

test("with faults, every delivery that is taken is in its place once", () =>
	deployed(
		async (it) => {
			const { contents, deliveries } = planOf(seed, count);
			const receivers = [await it.receiver(), await it.receiver()];
			const consumers = [await it.consumer(), await it.consumer()];
			await eventually(() => it.query("SELECT FROM azeer_bodies"));
			await makeUnreliable(it.query);
			const sender = new Sender(receivers, request());
			await sendDuring(sender, deliveries, [
				async () => {
					const left = await consumerIsKilled(it, consumers[0]);
					print(`a consumer was killed that had ${left} entries`);
					await consumers[0].start();
				},
				() => redisIsKilled(it),
				() => postgresIsStopped(it, isLong ? 10_000 : 2_000),
				() => serviceIsRestarted(receivers[0]),
				() => serviceIsRestarted(consumers[1]),
				...(isLong ? [() => redisHangs(it), () => postgresHangs(it)] : []),
			]);
			await drained(it);
			const places = await assertStored(contents, it);
			const failures = await failuresOf(it.query);
			print("answers:", sender.statuses);
			print("stored:", places, "failed before:", failures);
			// Rows may all have waited for longer, if the machine has much else to do.
			assert.ok(failures.transactions > 0);
			for (const service of [...receivers, ...consumers]) {
				assert.equal(await service.stop("SIGTERM"), 0, service.printed);
			}
		},
		{ env: isLong ? { TAKE_OVER_MS: "6000", QUERY_MS: "3000" } : { TAKE_OVER_MS: "1500", MAX_TRIES: "4" } },
	));

/** Sends a part of the deliveries for each fault. It strikes when some of its part has been taken and some has not. */
async function sendDuring(sender, deliveries, faults) {
	const size = Math.ceil(deliveries.length / faults.length);
	for (const [i, fault] of faults.entries()) {
		const strike = async () => {
			await sender.hasSent(i * size + size / 10);
			assert.ok(sender.done < (i + 1) * size, "the load has ended before the fault");
			await fault();
		};
		await Promise.all([sender.send(deliveries.slice(i * size, (i + 1) * size)), strike()]);
	}
	sender.close();
}
