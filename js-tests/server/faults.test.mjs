// Clients as networks have them, over sockets: each has the documented answer, and the service goes on.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { framingNames, leave, overflow } from "../hosts/clients.mjs";
import { printed } from "../hosts/row.mjs";
import { good, TOKEN } from "./deliveries.mjs";

const MiB = 2 ** 20;
const program = fileURLToPath(new URL("service.mjs", import.meta.url));
const children = [];

/** A service in a process of its own. */
async function service(options) {
	const child = spawn(process.execPath, [program, JSON.stringify(options)], {
		stdio: ["pipe", "pipe", "pipe"],
	});
	let errors = "";
	child.stderr.on("data", (part) => {
		errors += part;
	});
	const port = Number(await printed(child, /listening at (\d+)/));
	const it = { child, port, errors: () => errors };
	children.push(it);
	return it;
}

let closed;
let open;
before(async () => {
	closed = await service({ token: TOKEN, deadline: 1000 });
	open = await service({ deadline: 60_000 });
});
after(() => {
	for (const { child } of children) {
		child.kill();
	}
});

async function state({ port }) {
	const response = await fetch(`http://127.0.0.1:${port}/state`);
	return response.json();
}

/** The service is alive, has said nothing, and takes a delivery. */
async function assertWell(it) {
	const response = await fetch(`http://127.0.0.1:${it.port}/`, {
		method: "POST",
		headers: { "x-token": TOKEN },
		body: good,
	});
	assert.equal(response.status, 202);
	assert.equal(it.child.exitCode, null);
	assert.equal(it.errors(), "");
}

/** Writes parts of a request, one at a time, with pauses; resolves to what comes until the server closes. */
function spoken({ port }, parts, pause = 0) {
	return new Promise((resolve, reject) => {
		let answer = "";
		const socket = connect(port, "127.0.0.1", async () => {
			for (const part of parts) {
				if (socket.destroyed || answer !== "") {
					break;
				}
				socket.write(part);
				await setTimeout(pause);
			}
		});
		socket.setTimeout(20_000, () => reject(new Error(`nothing has come but ${answer}`)));
		socket.on("error", () => {});
		socket.on("data", (part) => {
			answer += part;
		});
		socket.on("close", () => resolve(answer));
	});
}
const head = (size, ...lines) =>
	["POST / HTTP/1.1", "host: a", `x-token: ${TOKEN}`, `content-length: ${size}`, ...lines, "", ""].join(
		"\r\n",
	);

for (const framing of framingNames) {
	test(`a client that leaves in the middle of a body: no delivery (${framing})`, async () => {
		const before = await state(open);
		for (let at = 0; at < 10; at++) {
			await leave(open.port, framing);
		}
		await setTimeout(50);
		const found = await state(open);
		assert.equal(found.deliveries, before.deliveries);
		assert.equal(found.statuses[400] - (before.statuses[400] ?? 0), 10);
		await assertWell(open);
	});

	test(`100 MB are refused early, in flat memory (${framing})`, async () => {
		const before = await state(open);
		const results = await Promise.all(
			Array.from({ length: 4 }, () =>
				overflow(open.port, framing, { size: 100 * MiB, enough: framing === "chunked" ? MiB + 1 : 1 }),
			),
		);
		for (const { status, sent, isStalled } of results) {
			assert.deepEqual([status, isStalled], [413, false]);
			// Buffers of the system hold some megabytes.
			assert.ok(sent < 20 * MiB, `${sent} bytes were taken`);
		}
		const after = await state(open);
		assert.equal(after.deliveries, before.deliveries);
		assert.ok(after.maxRss - before.maxRss < 40 * MiB, `${(after.maxRss - before.maxRss) / MiB} MiB more`);
		await assertWell(open);
	});
}

test("a client that resets the connection in the middle of a body: no delivery", async () => {
	const before = await state(open);
	for (const count of [0, 1, 50]) {
		const socket = connect(open.port, "127.0.0.1");
		socket.on("error", () => {});
		await new Promise((resolve) => socket.write(head(100) + "x".repeat(count), resolve));
		await setTimeout(50);
		socket.resetAndDestroy();
	}
	await setTimeout(50);
	assert.equal((await state(open)).deliveries, before.deliveries);
	await assertWell(open);
});

test("a gzip bomb is refused early, in flat memory", async () => {
	const bomb = gzipSync(Buffer.alloc(256 * MiB));
	const before = await state(open);
	const answers = await Promise.all(
		Array.from({ length: 8 }, async () => {
			const response = await fetch(`http://127.0.0.1:${open.port}/`, {
				method: "POST",
				headers: { "content-encoding": "gzip" },
				body: bomb,
			});
			return response.status;
		}),
	);
	assert.deepEqual(answers, Array(8).fill(413));
	const after = await state(open);
	assert.ok(after.maxRss - before.maxRss < 80 * MiB, `${(after.maxRss - before.maxRss) / MiB} MiB more`);
	await assertWell(open);
});

test("a body that trickles in has until the deadline: 408, and the connection is closed", async () => {
	const start = performance.now();
	const answers = await Promise.all(
		Array.from({ length: 50 }, () => spoken(closed, [head(100_000), ...Array(200).fill("x")], 50)),
	);
	for (const answer of answers) {
		assert.match(answer, /^HTTP\/1\.1 408 /);
		assert.match(answer, /\r\nconnection: close\r\n/i);
	}
	const took = performance.now() - start;
	assert.ok(took > 900 && took < 15_000, `${took} ms`);
	await assertWell(closed);
});

/** Sends a body by `node:http`, which fails if it cannot write: what it has seen before that counts. */
async function requested({ port }, headers, body) {
	const request = httpRequest({ port, host: "127.0.0.1", method: "POST", headers });
	request.on("error", () => {});
	request.end(body);
	const [response] = await once(request, "response");
	return [response.statusCode, JSON.parse((await response.toArray()).join("")).status];
}

async function fetched({ port }, headers, body) {
	const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body });
	return [response.status, (await response.json()).status];
}

for (const size of [2 * MiB, 10 * MiB]) {
	test(`whoever is refused sees the answer, though ${size / MiB} MiB are to be sent`, async () => {
		for (const [token, status] of [
			["wrong", 401],
			[TOKEN, 413],
		]) {
			const answers = await Promise.all(
				Array.from({ length: 10 }, (_, at) =>
					(at % 2 === 0 ? requested : fetched)(closed, { "x-token": token }, Buffer.alloc(size)),
				),
			);
			assert.deepEqual(answers, Array(10).fill([status, status]));
		}
		await assertWell(closed);
	});
}

test("1,000 connections at once", async () => {
	const before = await state(open);
	const answers = await Promise.all(
		Array.from({ length: 1000 }, (_, at) => {
			const [left, right] = [good.slice(0, at % good.length), good.slice(at % good.length)];
			return spoken(open, [head(Buffer.byteLength(good), "connection: close") + left, right], 20);
		}),
	);
	assert.ok(answers.every((answer) => answer.startsWith("HTTP/1.1 202 ")));
	assert.equal((await state(open)).deliveries - before.deliveries, 1000);
	await assertWell(open);
});

test("wrong tokens over one connection and over many", async () => {
	const before = await state(closed);
	const count = Number(process.env.WRONG_TOKENS ?? 5000);
	const worker = async (from) => {
		for (let at = from; at < count; at += 20) {
			const response = await fetch(`http://127.0.0.1:${closed.port}/`, {
				method: "POST",
				headers: { "x-token": `wrong-${at}` },
				body: good,
			});
			assert.equal(response.status, 401);
			await response.arrayBuffer();
		}
	};
	await Promise.all(Array.from({ length: 20 }, (_, at) => worker(at)));
	const after = await state(closed);
	assert.equal(after.deliveries, before.deliveries);
	assert.equal(after.statuses[401] - (before.statuses[401] ?? 0), count);
	await assertWell(closed);
});
