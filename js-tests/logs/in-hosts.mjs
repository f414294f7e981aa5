// Reads logs in any host. It imports no module of a host, and gets its data: `lines` of a log, and it as gzip of two members.

import { countEvents, EventLogStream, readEvents } from "azeer-webhooks/logs";
import { same } from "../same.mjs";
import { runAll } from "./run-all.mjs";

const stream = (bytes, size) => {
	let at = 0;
	return new ReadableStream({
		pull(controller) {
			if (at < bytes.length) {
				controller.enqueue(bytes.slice(at, at + size));
				at += size;
			} else {
				controller.close();
			}
		},
	});
};

async function oks(events) {
	const found = [];
	for await (const { ok, line } of events) {
		found.push([line, ok]);
	}
	return found;
}

/** An asynchronous iterable of a stream: not all browsers have one. */
async function* each(readable) {
	const reader = readable.getReader();
	for (let it = await reader.read(); !it.done; it = await reader.read()) {
		yield it.value;
	}
}

const checks = {
	async "a Blob, a Response, a stream and an EventLogStream"({ lines, wanted }) {
		const bytes = new TextEncoder().encode(lines);
		same(await oks(readEvents(new Blob([lines]))), wanted, "a Blob");
		same(await oks(readEvents(new Response(lines))), wanted, "a Response");
		same(await oks(readEvents(stream(bytes, 7))), wanted, "a stream");
		same(await oks(each(stream(bytes, 100).pipeThrough(new EventLogStream()))), wanted, "EventLogStream");
	},
	async "gzip of two members"({ lines, gzip, wanted }) {
		const bytes = Uint8Array.from(atob(gzip), (it) => it.charCodeAt(0));
		const twice = [...wanted, ...wanted.map(([line, ok]) => [line + wanted.length, ok])];
		for (const size of [1, 50, 100_000]) {
			same(await oks(readEvents(stream(bytes, size))), twice, `gzip in chunks of ${size}`);
		}
		const counts = await countEvents(new Blob([bytes]));
		same([counts.lines, counts.bytes], [twice.length, 2 * new TextEncoder().encode(lines).length]);
		let error;
		await countEvents(bytes.slice(0, -9)).catch((it) => {
			error = it;
		});
		same(error?.message, "the log is truncated: its gzip data ends too early");
	},
	async "cancelling and aborting"({ lines }) {
		let isCancelled = false;
		const endless = new ReadableStream({
			pull: (controller) => controller.enqueue(new TextEncoder().encode(lines)),
			cancel: () => {
				isCancelled = true;
			},
		});
		for await (const { line } of readEvents(endless)) {
			same(line, 1);
			break;
		}
		same(isCancelled, true);
		const controller = new AbortController();
		const events = readEvents(stream(new Uint8Array(), 1), { signal: controller.signal });
		controller.abort(new Error("enough"));
		let error;
		await events.next().catch((it) => {
			error = it;
		});
		same(error?.message, "enough");
	},
};

export const run = (given) => runAll(checks, given);
