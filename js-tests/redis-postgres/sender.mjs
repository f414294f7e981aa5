// Sends deliveries as Azeer's policy `retry` does: again until the answer is a success.

import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { Agent, request } from "node:http";
import { setTimeout } from "node:timers/promises";
import { TOKEN } from "./deployment.mjs";
import { sentBody, statusOf } from "./plan.mjs";

const AT_ONCE = 32;
const PAUSE = 100;
/** What says that a delivery may be taken later: a machine with much else to do can be too slow to read a body (408). */
const PASSING = new Set(["lost", 408, 500, 503]);
/** A delivery that is refused this often will never be taken. */
const MAX_ATTEMPTS = 2_000;

export class Sender {
	#agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
	#events = new EventEmitter();
	#receivers;
	#target;
	#turn = 0;
	/** How many were answered for good, and how many answers or lost connections there were, by status. */
	done = 0;
	statuses = {};
	bytes = 0;

	/** Each request goes to the next of the receivers. */
	constructor(receivers, target) {
		this.#receivers = receivers;
		this.#target = target;
	}

	/** Resolves once all have been answered for good. */
	async send(deliveries) {
		const left = deliveries.values();
		const line = async () => {
			for (const delivery of left) {
				await this.#sendUntilTaken(delivery);
				this.done++;
				this.#events.emit("sent");
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, line));
	}

	/** Resolves when so many have been answered for good. */
	async hasSent(number) {
		while (this.done < number) {
			await once(this.#events, "sent");
		}
	}

	close() {
		this.#agent.destroy();
	}

	async #sendUntilTaken(delivery) {
		const body = sentBody(delivery);
		const wanted = statusOf(delivery);
		for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
			const status = await this.#post(body, delivery, wanted === 401 ? "wrong" : TOKEN);
			this.statuses[status] = (this.statuses[status] ?? 0) + 1;
			if (status === wanted) {
				this.bytes += body.length;
				return;
			}
			assert.ok(PASSING.has(status), `${status} for ${JSON.stringify(delivery)}`);
			await setTimeout(PAUSE);
		}
		throw new Error(`never taken: ${JSON.stringify(delivery)}`);
	}

	#post(body, { isGzip }, token) {
		const { port } = this.#receivers[this.#turn++ % this.#receivers.length];
		const { header, path } = this.#target;
		const headers = {
			[header]: token,
			"content-type": "application/json",
			"content-length": body.length,
			...(isGzip && { "content-encoding": "gzip" }),
		};
		return new Promise((resolve) => {
			const outgoing = request({
				host: "127.0.0.1",
				port,
				path,
				method: "POST",
				headers,
				agent: this.#agent,
			});
			// A receiver that ends may close a connection without an answer: Azeer would not know either.
			outgoing.on("error", () => resolve("lost"));
			outgoing.on("response", (response) => {
				response.resume();
				response.on("end", () => resolve(response.statusCode)).on("error", () => resolve("lost"));
			});
			outgoing.end(body);
		});
	}
}
