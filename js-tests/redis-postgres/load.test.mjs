// Deliveries through examples/redis-postgres, first undisturbed and measured, then with faults. `make load-redis` sends more.
//
//   DELIVERIES=20000 SEED=1 node load.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { deployed, request, STREAM } from "./deployment.mjs";
import { eventually } from "./eventually.mjs";
import {
	consumerIsKilled,
	failuresOf,
	makeUnreliable,
	postgresIsStopped,
	redisIsKilled,
	serviceIsStopped,
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
		// A number that three divides.
		const { contents, deliveries } = planOf(seed, count - (count % 3), { only: ["event"] });
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
			/** Sends a sixth. The fault strikes when some of it has been taken and some has not. */
			const share = Math.ceil(deliveries.length / 6);
			const during = async (fault) => {
				const part = deliveries.splice(0, share);
				const before = sender.done;
				const sending = sender.send(part);
				await eventually(() => assert.ok(sender.done > before + share / 10));
				assert.ok(sender.done < before + share, "the load has ended before the fault");
				await fault();
				await sending;
			};
			await during(async () => {
				const [left] = [await consumerIsKilled(it, consumers[0])];
				print(`a consumer was killed with ${left} entries that it had not acknowledged`);
				await consumers[0].start();
			});
			await during(() => redisIsKilled(it));
			await during(() => postgresIsStopped(it, isLong ? 10_000 : 2_000));
			await during(async () => {
				await serviceIsStopped(receivers[0]);
				await receivers[0].start();
			});
			await during(async () => {
				await serviceIsStopped(consumers[1]);
				await consumers[1].start();
			});
			await sender.send(deliveries);
			sender.close();
			await drained(it);
			const places = await assertStored(contents, it);
			print("answers:", sender.statuses);
			print("stored:", places, "failures at random:", await failuresOf(it.query));
			assert.ok((await failuresOf(it.query)) > 0);
			for (const service of [...receivers, ...consumers]) {
				await serviceIsStopped(service);
			}
		},
		{ env: { TAKE_OVER_MS: "1000", MAX_TRIES: "4" } },
	));
