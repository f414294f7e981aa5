// What the parts of the deployment take, without faults. Printed, never asserted: the machine may be busy with something else.

import { request, STREAM } from "./deployment.mjs";
import { Sender } from "./sender.mjs";
import { secondsOf } from "./usage.mjs";

/** Runs, and prints how many deliveries a second that was and what the processes of each part have taken. */
async function measured(name, count, parts, run) {
	const seconds = () => Object.values(parts).map((pids) => pids.map(secondsOf).reduce((sum, it) => sum + it));
	const before = seconds();
	const start = performance.now();
	await run();
	const wall = (performance.now() - start) / 1000;
	const taken = seconds().map((after, i) => after - before[i]);
	console.log(`${name}: ${Math.round(count / wall)} deliveries/s`);
	for (const [i, part] of Object.keys(parts).entries()) {
		const share = Math.round((taken[i] / wall) * 100);
		const most = taken[i] === Math.max(...taken) ? ", the most" : "";
		console.log(
			`  ${part}: ${Math.round((taken[i] / count) * 1e6)} µs of CPU each, ${share} % of a core${most}`,
		);
	}
}

/** Sends a third to everything at once, two thirds to receivers alone, and has these consumed. */
export async function printFigures(it, deliveries, drained) {
	const { client, query, redisServer, postgresServer } = it;
	const receivers = [await it.receiver(), await it.receiver()];
	const consumers = [await it.consumer(), await it.consumer()];
	const sender = new Sender(receivers, request());
	const pids = (services) => services.map(({ pid }) => pid);
	const front = { "two receivers": pids(receivers), Redis: [redisServer.pid], "the sender": [process.pid] };
	const back = {
		"two consumers": pids(consumers),
		Redis: [redisServer.pid],
		PostgreSQL: [postgresServer.pid],
	};
	const third = Math.floor(deliveries.length / 3);
	const parts = [0, 1, 2].map((i) => deliveries.slice(i * third, (i + 1) * third));
	const signal = (name) => {
		for (const consumer of consumers) {
			consumer.signal(name);
		}
	};
	const logged = async () => Number(/aof_current_size:(\d+)/.exec(await client.info("persistence"))[1]);
	const wal = async () => Number((await query("SELECT pg_current_wal_lsn() - '0/0' AS bytes"))[0].bytes);

	await measured("all at once", third, { ...front, ...back }, async () => {
		await sender.send(parts[0]);
		await drained(it);
	});
	signal("SIGSTOP");
	const loggedBefore = await logged();
	const sentBefore = sender.bytes;
	for (const [i, fsync] of ["always", "everysec"].entries()) {
		await client.configSet("appendfsync", fsync);
		await measured(`receiving, appendfsync ${fsync}`, third, front, () => sender.send(parts[i + 1]));
	}
	sender.close();
	await client.configSet("appendfsync", "always");
	const waiting = {
		body: (sender.bytes - sentBefore) / (2 * third),
		"append-only file": ((await logged()) - loggedBefore) / (2 * third),
		"Redis's memory": (await client.memoryUsage(STREAM, { SAMPLES: 0 })) / (await client.xLen(STREAM)),
	};
	const walBefore = await wal();
	signal("SIGCONT");
	await measured("consuming", 2 * third, back, () => drained(it));
	const [{ rows, ledger, bodies }] = await query(`SELECT (SELECT count(*) FROM azeer_ledger)::int AS rows,
		pg_total_relation_size('azeer_ledger')::int AS ledger,
		(SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('azeer_bodies'))::int AS bodies`);
	const bytes = {
		...waiting,
		"write-ahead log": ((await wal()) - walBefore) / (2 * third),
		ledger: ledger / rows,
		bodies: bodies / rows,
	};
	for (const [what, size] of Object.entries(bytes)) {
		console.log(`  ${what}: ${Math.round(size)} bytes each`);
	}
}
