// Asks a receiver in another host, by a function like `fetch`; the receiver is the one of `source`.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { good, TOKEN } from "./deliveries.mjs";

/** A module whose `receive` is a receiver: `late` in the address has it take longer than its deadline. */
export const source = `import { createReceiver, header } from "azeer-webhooks/server";
const counts = { deliveries: 0, finished: 0, read: 0 };
const receiver = createReceiver({
	authenticate: header("x-token", ${JSON.stringify(TOKEN)}),
	deadline: 1000,
	observe: ({ bytes }) => {
		counts.read = Math.max(counts.read, bytes);
	},
	deliver: async ({ body }) => {
		counts.deliveries++;
		counts.body = body;
		if (body === "late") {
			await new Promise((resolve) => setTimeout(resolve, 2000));
		}
		counts.finished++;
	},
});
export const receive = (request, ...others) =>
	request.url.endsWith("/counts") ? Response.json(counts) : receiver(request, ...others);
`;

const MiB = 2 ** 20;

/** A body that comes in chunks, without a length. */
function chunked(size) {
	let left = size / 65536;
	return new ReadableStream({
		pull(controller) {
			if (left-- > 0) {
				controller.enqueue(new Uint8Array(65536));
			} else {
				controller.close();
			}
		},
	});
}

/** Asks for each of the answers that a host can have a hand in. */
export async function assertReceives(ask) {
	const post = (body, headers = {}) =>
		ask("/", { method: "POST", body, headers: { "x-token": TOKEN, ...headers }, duplex: "half" });
	const gzip = { "content-encoding": "gzip" };
	for (const [send, status] of [
		[() => post(good), 202],
		[() => post(chunked(MiB)), 202],
		[() => post(gzipSync(good), gzip), 202],
		[() => post(good, { "x-token": "wrong" }), 401],
		[() => post("x".repeat(MiB + 1)), 413],
		// workerd closes the connection of a sender that goes on.
		[() => post(chunked(MiB + 65536)), 413],
		[() => post(gzipSync(Buffer.alloc(64 * MiB)), gzip), 413],
		[() => post(good, gzip), 400],
		[() => post(gzipSync(good).subarray(0, 50), gzip), 400],
		[() => post(good, { "content-encoding": "br" }), 415],
		[() => ask("/", {}), 405],
		[() => post("late"), 503],
		[() => post(good), 202],
	]) {
		const response = await send().catch((error) => {
			throw new Error(String(send), { cause: error });
		});
		assert.equal(response.status, status, String(send));
		await response.arrayBuffer();
	}
	const counts = async () => (await ask("/counts", {})).json();
	const { deliveries, body, read } = await counts();
	assert.deepEqual([deliveries, body], [5, good]);
	// What a piece of a bomb comes to at the most: some hosts inflate a chunk of the network at once.
	assert.ok(read <= MiB + 1032 * 4096, `${read} bytes were inflated`);
	// The late one goes on.
	for (let patience = 50; (await counts()).finished < 5; patience--) {
		assert.ok(patience > 0, "the work has ended with the answer");
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}
