// What the parts of the deployment take, without faults. Printed, never asserted: the machine may be busy with something else.

import { request, STREAM } from "./deployment.mjs";
import { Sender } from "./sender.mjs";
import { secondsOf } from "./usage.mjs";

/** The parts of the deployment, and how to ask for the seconds of CPU time that each has taken. */
const partsOf = ({ redisServer, postgresServer }, receivers, consumers) => {
	const all = (services) => () => services.map(({ pid }) => secondsOf(pid)).reduce((sum, it) => sum + it);
	return {
		"two receivers": all(receivers),
		Redis: all([redisServer]),
		"two consumers": all(consumers),
		PostgreSQL: all([postgresServer]),
		"the sender, which is no part of it": () => {
			const { user, system } = process.cpuUsage();
			return (user + system) / 1e6;
		},
	};
};

/** Runs, and prints how many deliveries a second that was and what each part has taken. */
async function measured(name, count, parts, run) {
	const seconds = () => Object.values(parts).map((ask) => ask());
	const before = seconds();
	const start = performance.now();
	await run();
	const wall = (performance.now() - start) / 1000;
	const after = seconds();
	console.log(`${name}: ${Math.round(count / wall)} deliveries/s`);
	for (const [i, part] of Object.keys(parts).entries()) {
		const taken = after[i] - before[i];
		console.log(
			`  ${Math.round((taken / count) * 1e6)} µs each, ${Math.round((taken / wall) * 100)} %: ${part}`,
		);
	}
}

/**
 * Sends a quarter that nobody measures, a quarter to everything at once, and two quarters to receivers alone, which are then consumed. Percent
 * are of one core. A process of Node.js and Redis use one core each: the part that is nearest to the cores that it can use is the bottleneck.
 */
export async function printFigures(it, deliveries, drained) {
	const { client, query } = it;
	const receivers = [await it.receiver(), await it.receiver()];
	const consumers = [await it.consumer(), await it.consumer()];
	const sender = new Sender(receivers, request());
	const parts = partsOf(it, receivers, consumers);
	const size = Math.floor(deliveries.length / 4);
	const quarters = [0, 1, 2, 3].map((i) => deliveries.slice(i * size, (i + 1) * size));
	const signal = (name) => {
		for (const consumer of consumers) {
			consumer.signal(name);
		}
	};
	const logged = async () => Number(/aof_current_size:(\d+)/.exec(await client.info("persistence"))[1]);
	const wal = async () => Number((await query("SELECT pg_current_wal_lsn() - '0/0' AS bytes"))[0].bytes);

	await sender.send(quarters[0]);
	await drained(it);
	await measured("all at once", size, parts, async () => {
		await sender.send(quarters[1]);
		await drained(it);
	});
	signal("SIGSTOP");
	const loggedBefore = await logged();
	const sentBefore = sender.bytes;
	for (const [i, fsync] of ["always", "everysec"].entries()) {
		await client.configSet("appendfsync", fsync);
		await measured(`receiving, appendfsync ${fsync}`, size, parts, () => sender.send(quarters[i + 2]));
	}
	sender.close();
	await client.configSet("appendfsync", "always");
	const waiting = {
		body: (sender.bytes - sentBefore) / (2 * size),
		"append-only file": ((await logged()) - loggedBefore) / (2 * size),
		"Redis's memory": (await client.memoryUsage(STREAM, { SAMPLES: 0 })) / (await client.xLen(STREAM)),
	};
	const walBefore = await wal();
	signal("SIGCONT");
	await measured("consuming", 2 * size, parts, () => drained(it));
	const [{ rows, ledger, bodies }] = await query(`SELECT (SELECT count(*) FROM azeer_ledger)::int AS rows,
		pg_total_relation_size('azeer_ledger')::int AS ledger,
		(SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('azeer_bodies'))::int AS bodies`);
	const bytes = {
		...waiting,
		"write-ahead log": ((await wal()) - walBefore) / (2 * size),
		ledger: ledger / rows,
		bodies: bodies / rows,
	};
	for (const [what, size] of Object.entries(bytes)) {
		console.log(`  ${what}: ${Math.round(size)} bytes each`);
	}
}
