// A row of the matrix: a host, and a way of loading the package there.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { createServer } from "node:net";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";

/** Whether all rows are run, or one of each family of hosts. */
export const isFull = process.env.MATRIX !== undefined;

/** A file to which each row is added as it is done. */
const { MATRIX: rows } = process.env;

/** What is in the suite's `agent` where it was run in these hosts. */
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
 * Declares a row: `run` resolves to what the suite came to, `{ checks, failures }`, with the `agent` that it was run by. Rows that are
 * `only` in the matrix take too long, or too much room, for every run of the tests. With `agent`, that is more than the host's name says.
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
			// That it was not run elsewhere.
			if (agent !== undefined) {
				assert.ok(!host.startsWith("Node.js") || agent.includes(host), agent);
				assert.match(agent, agents[host] ?? /./);
				assert.match(agent, wanted ?? /./);
			}
			// A suite that ran nothing has no failures either.
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
const PATIENCE = 300_000;

/** Runs a program to its end and resolves to all that it has printed; throws that where it fails. */
export function output(program, args, { env = {}, ...options } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, {
			stdio: ["ignore", "pipe", "pipe"],
			timeout: PATIENCE,
			// Without colours, and without what this runner tells the programs that it starts.
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

/** What a running program prints that is looked for; throws where it ends or takes too long instead. */
export function printed(child, pattern) {
	return new Promise((resolve, reject) => {
		let text = "";
		setTimeout(PATIENCE, undefined, { ref: false }).then(() =>
			reject(new Error(`it has not printed ${pattern}`)),
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
		child.on("close", () => reject(new Error(`it ended without ${pattern}:\n${text}`)));
	});
}

/** Runs with a program that goes on until it is ended, with all that it has started; an error has what it has printed. */
export async function running(program, args, options, run) {
	const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, ...options });
	// It may end before anybody waits for that.
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

/** A port that nothing listens at. */
export async function freePort() {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address();
	server.close();
	return port;
}

/** What asking a program comes to that has just been started, and may not listen yet; throws where it has ended instead. */
export async function listening(child, ask) {
	for (let patience = 200; child.exitCode === null; patience--) {
		try {
			return await ask();
		} catch (error) {
			if (patience === 0) {
				throw error;
			}
			await setTimeout(50);
		}
	}
	throw new Error(`it has ended with ${child.exitCode}`);
}

/** Statement that has a program report what the suite came to. */
export const report = 'console.log("outcome " + JSON.stringify(outcome));';

/** What a program has reported so. */
export async function reported(program, args, options) {
	const text = await output(program, args, options);
	const [, outcome] = /outcome (\{.*\})/.exec(text) ?? [];
	if (outcome === undefined) {
		throw new Error(`${program} ${args.join(" ")} has reported nothing:\n${text}`);
	}
	return JSON.parse(outcome);
}
