// Refused bodies over sockets: the sender sees the answer, up to 1 MiB of the rest is dropped, and after two seconds the connection is
// closed.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect as connectHttp2, createServer as createHttp2 } from "node:http2";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { toNodeListener } from "azeer-webhooks/server";
import { good, kept, TOKEN } from "./deliveries.mjs";

const MiB = 2 ** 20;
/** What the system hands over at once. */
const CHUNK = 64 * 1024;

/** Runs with the port of a receiver, and a function that resolves to how the next connection ends: when, and after how many bytes. */
async function receiving(run) {
	const server = createServer(toNodeListener(kept().receiver)).listen(0, "127.0.0.1");
	await once(server, "listening");
	const closed = () =>
		new Promise((resolve) =>
			server.once("connection", (socket) => {
				const start = performance.now();
				socket.on("close", () => resolve({ ms: performance.now() - start, bytes: socket.bytesRead }));
			}),
		);
	try {
		await run(server.address().port, closed);
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

const head = (size, token = "wrong") =>
	`POST / HTTP/1.1\r\nhost: a\r\nx-token: ${token}\r\ncontent-length: ${size}\r\n\r\n`;

/** Connects, writes, and gives the socket and all that has come. */
async function spoken(port, ...parts) {
	const it = { socket: connect(port, "127.0.0.1"), answer: "" };
	it.socket.on("error", () => {});
	it.socket.on("data", (part) => {
		it.answer += part;
	});
	await once(it.socket, "connect");
	for (const part of parts) {
		it.socket.write(part);
	}
	return it;
}

test("up to 1 MiB is dropped, and the connection is closed with its end", () =>
	receiving(async (port, closed) => {
		const end = closed();
		const size = MiB - CHUNK;
		const it = await spoken(port, head(size), Buffer.alloc(size));
		const { ms, bytes } = await end;
		assert.equal(bytes, head(size).length + size);
		assert.ok(ms < 1900, `${ms} ms`);
		assert.match(it.answer, /^HTTP\/1\.1 401 /);
		assert.match(it.answer, /\r\nconnection: close\r\n/i);
	}));

describe("a refused body", { concurrency: true, timeout: 60_000 }, () => {
	test("of more, no more than 1 MiB is read, and the connection is closed after two seconds", () =>
		receiving(async (port, closed) => {
			const end = closed();
			const size = 50 * MiB;
			const it = await spoken(port, head(size), Buffer.alloc(size));
			const { ms, bytes } = await end;
			assert.ok(bytes > MiB && bytes < MiB + 2 * CHUNK + head(size).length, `${bytes} bytes`);
			assert.ok(ms > 1900 && ms < 10_000, `${ms} ms`);
			assert.match(it.answer, /^HTTP\/1\.1 401 /);
		}));

	for (const [size, connection] of [
		[50_000, "keep-alive"],
		[70_000, "close"],
	]) {
		test(`the rest of ${size} bytes has two seconds to arrive`, () =>
			receiving(async (port, closed) => {
				const end = closed();
				const it = await spoken(port, head(size), "x");
				const { ms } = await end;
				assert.ok(ms > 1900 && ms < 10_000, `${ms} ms`);
				assert.match(it.answer, new RegExp(`^HTTP/1\\.1 401 [^]*\\r\\nconnection: ${connection}\\r\\n`, "i"));
			}));
	}

	test("a small body that arrives late, but in time, costs no connection", () =>
		receiving(async (port) => {
			const it = await spoken(port, head(50_000), "x");
			await setTimeout(1000);
			it.socket.write(Buffer.alloc(49_999));
			// Longer than two seconds after the first.
			await setTimeout(1500);
			it.socket.write(head(good.length, TOKEN) + good);
			await setTimeout(500);
			assert.deepEqual(it.answer.match(/HTTP\/1\.1 \d+/g), ["HTTP/1.1 401", "HTTP/1.1 202"]);
			it.socket.destroy();
		}));

	test("HTTP/2: up to 1 MiB is dropped, and the stream is closed after two seconds, but not its connection", async () => {
		const server = createHttp2(toNodeListener(kept().receiver));
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		const client = connectHttp2(`http://127.0.0.1:${server.address().port}`);
		const post = (token) => client.request({ ":method": "POST", ":path": "/", "x-token": token });
		try {
			const start = performance.now();
			const stream = post("wrong");
			stream.on("error", () => {});
			stream.write(Buffer.alloc(4 * MiB));
			const [headers] = await once(stream, "response");
			assert.equal(headers[":status"], 401);
			stream.resume();
			await once(stream, "close");
			const took = performance.now() - start;
			assert.ok(took > 1900 && took < 10_000, `${took} ms`);
			const next = post(TOKEN);
			next.end(good);
			assert.equal((await once(next, "response"))[0][":status"], 202);
		} finally {
			client.destroy();
			server.close();
		}
	});
});
