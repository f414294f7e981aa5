// Declares rows of the matrix, and runs their programs. A row is a host and a way of loading the package there.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { createServer } from "node:net";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";

/** Whether all rows run, or only one of each family of hosts. */
export const isFull = process.env.MATRIX !== undefined;

/** The file to which each finished row is added. */
const { MATRIX: rows } = process.env;

/** The `agent` of the suite in these hosts contains these. */
const agents = {
	Bun: /Bun\//,
	Deno: /Deno\//,
	workerd: /Cloudflare-Workers/,
	"edge-runtime": /edge-runtime/,
	Chromium: /HeadlessChrome\//,
	Firefox: /Firefox\//,
	WebKit: /AppleWebKit\/(?!.*Chrome)/,
};

/**
 * Declares a row. `run` resolves to the outcome of the suite: `{ checks, failures, agent }`. Rows with `only: "matrix"`
 * take too long or too much disk space for every run of the tests. The option `agent` is a pattern for the outcome's
 * `agent`, for rows whose host name is not enough.
 */
export function row(host, way, run, { only = "", agent: wanted } = {}) {
	if (only === "matrix" && !isFull) {
		return;
	}
	test(`${host}: ${way}`, async (t) => {
		const start = performance.now();
		const outcome = { host, way, ok: false };
		try {
			const { checks, failures, agent } = await run(t);
			assert.deepEqual(failures, []);
			// The suite must have run in this host.
			if (agent !== undefined) {
				assert.ok(!host.startsWith("Node.js") || agent.includes(host), agent);
				assert.match(agent, agents[host] ?? /./);
				assert.match(agent, wanted ?? /./);
			}
			// A suite without checks has no failures either.
			assert.ok(checks > 0, "nothing was checked");
			outcome.ok = true;
			outcome.checks = checks;
		} finally {
			outcome.seconds = (performance.now() - start) / 1000;
			if (rows !== undefined) {
				appendFileSync(rows, `${JSON.stringify(outcome)}\n`);
			}
		}
	});
}

/** How long a program may take, in milliseconds. */
const PROGRAM_TIMEOUT = 300_000;

/** Runs a program to its end and resolves to everything that it printed. If the program fails, throws that. */
export function output(program, args, { env = {}, ...options } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, {
			stdio: ["ignore", "pipe", "pipe"],
			timeout: PROGRAM_TIMEOUT,
			// No colours. Without this variable, a started test runner does not report to this one.
			env: { ...process.env, NO_COLOR: "1", NODE_TEST_CONTEXT: undefined, ...env },
			...options,
		});
		let text = "";
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding("utf8").on("data", (part) => {
				text += part;
			});
		}
		child.on("error", reject);
		child.on("close", (code, signal) => {
			if (code === 0) {
				resolve(text);
			} else {
				reject(new Error(`${program} ${args.join(" ")} ended with ${code ?? signal}:\n${text}`));
			}
		});
	});
}

/**
 * The first match of a pattern in the output of a running program. Throws if the program ends or takes too long before.
 */
export function printed(child, pattern) {
	return new Promise((resolve, reject) => {
		let text = "";
		setTimeout(PROGRAM_TIMEOUT, undefined, { ref: false }).then(() =>
			reject(new Error(`the program has not printed ${pattern}`)),
		);
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding("utf8").on("data", (part) => {
				text += part;
				const [, found] = pattern.exec(text) ?? [];
				if (found !== undefined) {
					resolve(found);
				}
			});
		}
		child.on("close", () => reject(new Error(`the program ended without ${pattern}:\n${text}`)));
	});
}

/** Calls `run` with a running program, then ends it and all programs that it started. An error includes its output. */
export async function running(program, args, options, run) {
	const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, ...options });
	// The program may end before this is awaited.
	const closed = once(child, "close");
	let text = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8").on("data", (part) => {
			text += part;
		});
	}
	try {
		return await run(child);
	} catch (error) {
		throw new Error(`${error.message}\n${program} has printed:\n${text}`, { cause: error });
	} finally {
		if (child.exitCode === null && child.signalCode === null) {
			process.kill(-child.pid);
		}
		await closed;
	}
}

/** A port at which nothing listens. */
export async function freePort() {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address();
	server.close();
	return port;
}

/** Asks a program that was just started until it answers. Throws if the program ends. */
export async function listening(child, ask) {
	for (let tries = 1200; child.exitCode === null; tries--) {
		try {
			return await ask();
		} catch (error) {
			if (tries === 0) {
				throw error;
			}
			await setTimeout(50);
		}
	}
	throw new Error(`the program ended with ${child.exitCode}`);
}

/** A statement with which a program reports the outcome of the suite. */
export const report = 'console.log("outcome " + JSON.stringify(outcome));';

/** The outcome that a program reports. */
export async function reported(program, args, options) {
	const text = await output(program, args, options);
	const [, outcome] = /outcome (\{.*\})/.exec(text) ?? [];
	if (outcome === undefined) {
		throw new Error(`${program} ${args.join(" ")} has reported nothing:\n${text}`);
	}
	return JSON.parse(outcome);
}
