// Sends a plan to the service, and checks what becomes of it and of the service's memory.

import assert from "node:assert/strict";
import { started } from "./child.mjs";
import { Oracle } from "./oracle.mjs";
import { plan } from "./plan.mjs";
import { Sender } from "./sender.mjs";

/** How many steps are under way at once, and the connections for them. */
const WIDTH = 32;
const CONNECTIONS = 64;

/** The memory is looked at after each part. The first parts fill the store, and code is compiled in them. */
const PARTS = 10;
const WARM_PARTS = 4;

/** How many bytes more may be in use in the end. One body of each delivery would be more. */
const MAX_GROWTH = 1 << 20;

/**
 * Sends `count` requests. Resolves to the number of answers by row of the table in docs/receiving.md, and to the memory after each part.
 * With `leaks`, the service keeps the body of each delivery.
 */
export async function load({ seed, count, leaks = false }) {
	const oracle = new Oracle();
	const service = await started("service.mjs", { seed, leaks }, (line) => oracle.printed(line));
	const sender = new Sender(service.port, CONNECTIONS);
	try {
		const steps = plan(seed, count);
		const memory = [];
		const start = performance.now();
		for (let part = 1; part <= PARTS; part++) {
			await sent(steps, Math.ceil(count / PARTS), sender, oracle);
			memory.push(await sender.asked("/memory"));
		}
		const seconds = (performance.now() - start) / 1000;
		const counted = await sender.asked("/counts");
		await service.end();
		return { answers: oracle.finished(counted), memory, seconds };
	} catch (error) {
		throw new Error(`seed ${seed}, ${count} requests: ${error.message}`, { cause: error });
	} finally {
		sender.close();
		await service.end();
	}
}

/** Sends steps until that are `count` requests. */
async function sent(steps, count, sender, oracle) {
	const send = async (request) => {
		const { row, path, headers, body } = request;
		try {
			oracle.answered(request, await sender.delivered(request));
		} catch (error) {
			const what = JSON.stringify({ row, path, headers, body: body.toString().slice(0, 2000) });
			throw new Error(`${error.message}\nof ${what}`, { cause: error });
		}
	};
	let left = count;
	const worker = async () => {
		while (left > 0) {
			const { value: requests, done } = steps.next();
			if (done) {
				return;
			}
			left -= requests.length;
			const [{ content, isRepeated }] = requests;
			if (isRepeated) {
				await content?.isDone;
			}
			const sending = Promise.all(requests.map(send));
			if (content !== undefined && !isRepeated) {
				content.isDone = sending;
			}
			await sending;
		}
	};
	await Promise.all(Array.from({ length: WIDTH }, worker));
}

/** How many bytes are in use, on the heap and beside it. */
const used = ({ heapUsed, external }) => heapUsed + external;

/** The bytes in use when the service had warmed up, and in the end. */
export function memoryOf(memory) {
	return { warm: used(memory[WARM_PARTS - 1]), end: used(memory.at(-1)) };
}

export function assertFlat(memory) {
	const { warm, end } = memoryOf(memory);
	assert.ok(end - warm < MAX_GROWTH, `${end - warm} bytes more are in use: ${memory.map(used).join(", ")}`);
}
