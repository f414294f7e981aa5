// The deployment under load: all is kept once, and read once while more is written.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { assertKept, settled } from "./compare.mjs";
import { makeDeliveries } from "./deliveries.mjs";
import { Service } from "./deployment.mjs";
import { FIRST, fill } from "./fill.mjs";
import { assertRead, readBackward, readForward } from "./paging.mjs";
import { sendAll } from "./send.mjs";

const plain = { vars: { FAULT: "none", SEED: 1 } };

/** Sends deliveries, compares what is kept, and prints how fast that was, and what it took. */
export async function keepsAll(folder, { count, seed }) {
	const made = makeDeliveries(count, seed);
	const service = await Service.start(folder, "load", plain);
	try {
		const before = runtimeSeconds(service);
		const start = Date.now();
		const statuses = await sendAll(service, made.bodies);
		const sent = Date.now() - start;
		await settled(service, made);
		const cpu = runtimeSeconds(service) - before;
		const counts = await service.counts();
		const kept = await assertKept(service, made);
		assert.equal(kept.dead, 0);
		assert.equal(counts.reading, 1, "large bodies of a batch are in memory at once");
		assert.deepEqual(Object.keys(counts.attempts), ["1"], "something was tried again");
		console.log(`answers: ${JSON.stringify(statuses)}; kept: ${JSON.stringify(kept)}`);
		print(count, kept, { sent, total: counts.lastEnd - start, cpu, ...counts });
	} finally {
		await service.stop();
	}
}

function print(count, kept, { sent, total, cpu, ...counts }) {
	const { consumeMs, writeMs, batches, written, queries, rowsWritten, rowsRead } = counts;
	const perSecond = (milliseconds) => `${Math.round((1000 * count) / milliseconds)}/s`;
	const share = (part, whole) => `${Math.round((100 * part) / whole)} %`;
	console.log(
		`accepted ${perSecond(sent)}, stored ${perSecond(total)}; one consumer alone would do ${perSecond(consumeMs)}`,
	);
	console.log(
		`the consumer waits for D1 for ${share(writeMs, consumeMs)} of its time: ${(writeMs / written).toFixed(1)} ms for a transaction of ${Math.round(count / written)} deliveries`,
	);
	console.log(`${batches} batches, ${queries} queries in an invocation at most`);
	console.log(
		`D1 for each event: ${(rowsWritten / kept.stored).toFixed(2)} rows written, ${(rowsRead / kept.stored).toFixed(2)} read`,
	);
	console.log(
		`CPU of workerd, with all it emulates: ${((1000 * cpu) / count).toFixed(2)} ms for each delivery`,
	);
}

/** Seconds of processor time that workerd has taken. wrangler starts two; the one that only passes requests on takes less. */
function runtimeSeconds({ group }) {
	const { stdout } = spawnSync("ps", ["-A", "-o", "pgid=,time=,comm="], { encoding: "utf8" });
	const seconds = stdout
		.split("\n")
		.map((line) => line.trim().split(/\s+/))
		.filter(([pgid, , command]) => Number(pgid) === group && /workerd/.test(command))
		.map(([, time]) => time.split(":").reduce((sum, part) => 60 * sum + Number(part), 0));
	assert.ok(seconds.length > 0, "there is no workerd");
	return Math.max(...seconds);
}

/** Pages through `events` while a tenth as many are written: forwards until all are there, and backwards from what was the newest. */
export async function pagesWhileWriting(folder, { events, seed }) {
	const service = await Service.start(folder, "paging", plain);
	try {
		const size = await fill(service, events);
		console.log(`D1 takes ${Math.round(size)} bytes for a short message`);
		const made = makeDeliveries(Math.ceil(events / 10), seed);
		const limit = Math.min(Math.ceil(events / 50), 1000);
		let isOver = false;
		const searches = [
			[{}, "true"],
			[{ type: "incoming_msg" }, "type = 'incoming_msg'"],
			[{ phone: "9665000042" }, "phone = '9665000042'"],
			[{ phone: "9665000042", type: "incoming_msg" }, "phone = '9665000042' AND type = 'incoming_msg'"],
			[{ from: FIRST + 100, to: FIRST + events / 2 }, "seq > 100 AND seq <= ?", events / 2],
		];
		const forward = Promise.all(
			searches.map(([filters]) => readForward(service, filters, limit, () => isOver)),
		);
		const backward = readBackward(service, {}, limit);
		await sendAll(service, made.bodies, { connections: 8 });
		const again = await readBackward(service, { type: "incoming_msg" }, limit);
		await settled(service, made, { others: events });
		isOver = true;
		let read = 0;
		for (const [i, numbers] of (await forward).entries()) {
			const [, condition, ...parameters] = searches[i];
			read += await assertRead(service, numbers, condition, parameters);
		}
		for (const [numbers, condition] of [
			[await backward, "true"],
			[again, "type = 'incoming_msg'"],
		]) {
			// All that was there when it began.
			await assertRead(service, numbers.reverse(), `${condition} AND seq <= ?`, [numbers.at(-1)]);
		}
		console.log(
			`read ${read} events forwards in pages of ${limit}, while ${made.bodies.length} deliveries came`,
		);
	} finally {
		await service.stop();
	}
}
