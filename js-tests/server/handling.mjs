// Starts handling-service.mjs, sends deliveries to it, and reads what it has noted.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { program } from "../hosts/programs.mjs";
import { printed } from "../hosts/row.mjs";
import { fixtures } from "../suite.mjs";

const script = fileURLToPath(new URL("handling-service.mjs", import.meta.url));
const message = JSON.parse(fixtures.get("01-incoming-text"));

/** How long a sender repeats a delivery, in milliseconds. */
const PATIENCE = 30_000;

/** A running service. */
class Service {
	constructor(child, port, closed) {
		this.child = child;
		this.port = port;
		this.closed = closed;
	}

	/** Sends a delivery once; resolves to its answer, without the body. */
	async post(message_id, text = "at once") {
		const response = await fetch(`http://127.0.0.1:${this.port}/`, {
			method: "POST",
			body: JSON.stringify({ ...message, message_id, text }),
		});
		await response.arrayBuffer();
		return { status: response.status, retryAfter: response.headers.get("retry-after") };
	}

	/** Sends a delivery until the answer is 2xx, as a sender does; resolves to all statuses. */
	async deliver(message_id, text) {
		const statuses = [];
		const end = performance.now() + PATIENCE;
		while (performance.now() < end) {
			const { status } = await this.post(message_id, text);
			statuses.push(status);
			if (status < 300) {
				return statuses;
			}
			await setTimeout(50);
		}
		throw new Error(`${message_id} was never taken: ${statuses}`);
	}

	/** Has the handlers that wait go on. */
	async go() {
		await fetch(`http://127.0.0.1:${this.port}/go`);
	}

	/** Resolves to the signal that has ended it, or to null. */
	async kill(signal) {
		this.child.kill(signal);
		const [, ended] = await this.closed;
		return ended;
	}
}

/** Runs with a function that starts a service, one that reads the log of all of them, and their folder. Ends the services. */
export async function withServices(run) {
	const dir = mkdtempSync(join(tmpdir(), "azeer-handling-"));
	const log = join(dir, "log");
	writeFileSync(log, "");
	const services = [];
	const start = async (options) => {
		// The drivers of SQLite need a later Node.js than the oldest that runs the tests.
		const node = options.client.includes("sqlite") ? program("node24") : process.execPath;
		const child = spawn(node, [script, JSON.stringify({ log, deadline: 10_000, ...options })], {
			stdio: ["pipe", "pipe", "pipe"],
		});
		const closed = once(child, "close");
		const service = new Service(child, Number(await printed(child, /listening at (\d+)/)), closed);
		services.push(service);
		return service;
	};
	try {
		return await run(start, () => new Log(readFileSync(log, "utf8")), dir);
	} finally {
		await Promise.all(services.map((service) => service.kill("SIGKILL")));
		rmSync(dir, { recursive: true, force: true });
	}
}

/** What services have noted. */
class Log {
	#lines;

	constructor(text) {
		this.#lines = text
			.trimEnd()
			.split("\n")
			.map((line) => line.split(" "));
	}

	/** How often that has happened to a delivery, or to any: `begun`, or an outcome. */
	count(what, id) {
		return this.#lines.filter(([of, it]) => it === what && (id === undefined || of === `${id}`)).length;
	}

	/** All that has happened to a delivery, in order. */
	of(id) {
		return this.#lines.filter(([of]) => of === `${id}`).map(([, what]) => what);
	}

	/** The ids of the services that have handled something. */
	handlers() {
		return new Set(this.#lines.filter(([, what]) => what === "handled").map(([, , pid]) => Number(pid)));
	}
}

/** Waits until it is so. */
export async function until(isSo) {
	const end = performance.now() + PATIENCE;
	while (!isSo()) {
		if (performance.now() > end) {
			throw new Error(`this has not come about: ${isSo}`);
		}
		await setTimeout(10);
	}
}
