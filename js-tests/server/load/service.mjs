// The service under load: node --expose-gc service.mjs '{ "seed": …, "leaks": … }'. It prints a line of JSON for each delivery that a handler
// has handled, `onInvalid` has kept or a queue has stored. GET /memory collects garbage and tells what memory is left.

import { createServer } from "node:http";
import { setImmediate, setTimeout } from "node:timers/promises";
import { createProcessor, createReceiver, header, memoryStore, toNodeListener } from "azeer-webhooks/server";
import { digestOf, digestOfBody, luckOf } from "./content.mjs";
import { DEADLINE, EVENTS, MAX_BYTES, REMEMBERED, TOKEN, TYPES } from "./settings.mjs";

const { seed, leaks } = JSON.parse(process.argv[2]);
const print = (line) => console.log(JSON.stringify(line));

const SLOW = 5;
const LATE = 1.5 * DEADLINE;
const NO_LUCK = new Error("no luck");
let unlucky = 0;
const onError = (error) => {
	if (error === NO_LUCK) {
		unlucky++;
	} else {
		print({ wrong: error?.stack ?? String(error) });
	}
};

/** How often what will succeed has failed. */
const failed = new Map();
const running = new Set();

/** Does as `luckOf` says, then prints a line. */
function tried(digest, line, canBeLate = false) {
	if (running.has(digest)) {
		print({ wrong: `two at once: ${digest}` });
	}
	const { failures, throwsAtOnce, isSlow, isLate } = luckOf(seed, digest);
	const before = failed.get(digest) ?? 0;
	const fails = before < failures;
	if (fails) {
		failed.set(digest, before + 1);
		if (throwsAtOnce) {
			throw NO_LUCK;
		}
	}
	running.add(digest);
	return (async () => {
		await (isLate && canBeLate && !fails ? setTimeout(LATE) : isSlow ? setTimeout(SLOW) : setImmediate());
		running.delete(digest);
		if (fails) {
			throw NO_LUCK;
		}
		failed.delete(digest);
		print({ ...line, digest });
	})();
}

const handler = (taker) => (event) =>
	tried(digestOf(event.webhook_event_type === "unknown" ? event.payload : event), { handled: taker }, true);
const store = memoryStore({ maxKeys: REMEMBERED });
const on = {
	incoming_msg: Object.fromEntries(TYPES.map((type) => [type, handler(`incoming_msg.${type}`)])),
	...Object.fromEntries(EVENTS.map((name) => [name, handler(name)])),
};

const counts = {};
/** Bodies that a leak would keep. */
const leaked = [];
const listenerFor = (deliver, deadline) =>
	toNodeListener(
		createReceiver({
			authenticate: header("x-token", TOKEN),
			deliver: (delivery) => {
				if (leaks) {
					leaked.push(delivery.body);
				}
				return deliver(delivery);
			},
			maxBytes: MAX_BYTES,
			deadline,
			observe: ({ status, outcome }) => {
				const name = `${status} ${outcome ?? "none"}`;
				counts[name] = (counts[name] ?? 0) + 1;
			},
			onError,
		}),
	);
const processor = createProcessor({
	store,
	on,
	onInvalid: (error, { body }) => {
		const issues = error.issues.map(({ code, path }) => ({ code, path }));
		return tried(digestOfBody(body), { kept: issues });
	},
});
const listeners = {
	"/azeer": listenerFor(processor),
	"/late": listenerFor(processor, DEADLINE),
	"/bare": listenerFor(createProcessor({ store, on })),
	"/queue": listenerFor(({ body }) => tried(digestOfBody(body), { queued: true })),
};

const server = createServer(async (request, response) => {
	if (request.url === "/memory") {
		globalThis.gc();
		await setImmediate();
		globalThis.gc();
		response.end(JSON.stringify(process.memoryUsage()));
	} else if (request.url === "/counts") {
		response.end(JSON.stringify({ counts, unlucky }));
	} else {
		listeners[request.url](request, response);
	}
});
server.listen({ port: 0, host: "127.0.0.1" }, () => console.log(`listening at ${server.address().port}`));
// It ends with the test.
process.stdin.resume().on("end", () => process.exit());
