// A sender that sends again until it is told that a delivery is done, over connections that are kept.

import { Agent, request as httpRequest } from "node:http";
import { setTimeout } from "node:timers/promises";
import { TOKEN } from "./settings.mjs";

/** Milliseconds of this sender for a second of a real one. */
const SECOND = 1;

/** After so many times it gives up: a delivery that comes again for ever is a fault. */
const ATTEMPTS = 300;

/** Sends requests to a port, over at most `connections` connections. */
export class Sender {
	#port;
	#agent;

	constructor(port, connections) {
		this.#port = port;
		this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
	}

	/** One request. Resolves to its answer: `{ status, headers, text }`. */
	post({ path, body, method = "POST", headers = {}, isChunked = false }) {
		return new Promise((resolve, reject) => {
			const framing = isChunked ? { "transfer-encoding": "chunked" } : { "content-length": body.length };
			const outgoing = httpRequest(
				{
					agent: this.#agent,
					host: "127.0.0.1",
					port: this.#port,
					path,
					method,
					headers: { "content-type": "application/json", "x-token": TOKEN, ...framing, ...headers },
				},
				(response) => {
					const { statusCode: status, headers } = response;
					let text = "";
					response.setEncoding("utf8").on("data", (part) => {
						text += part;
					});
					response.on("error", reject).on("end", () => resolve({ status, headers, text }));
				},
			);
			outgoing.on("error", reject).end(body);
		});
	}

	/** A request that is sent again after each 5xx. Resolves to all answers. */
	async delivered(request) {
		const answers = [];
		for (let wait = SECOND; ; wait = Math.min(2 * wait, 60 * SECOND)) {
			const answer = await this.post(request);
			answers.push(answer);
			if (answer.status < 500) {
				return answers;
			}
			if (answers.length === ATTEMPTS) {
				throw new Error(`given up after ${ATTEMPTS} answers, the last one ${answer.status}: ${answer.text}`);
			}
			const after = answer.headers["retry-after"];
			await setTimeout(after === undefined ? wait : Number(after) * SECOND);
		}
	}

	/** What the service says of itself. */
	async asked(path) {
		const { text } = await this.post({ path, method: "GET", body: "" });
		return JSON.parse(text);
	}

	close() {
		this.#agent.destroy();
	}
}
