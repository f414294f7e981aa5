// toNodeListener: requests and applications as they rarely are.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectHttp2, createServer as createHttp2 } from "node:http2";
import { connect } from "node:net";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { toNodeListener } from "azeer-webhooks/server";
import { good, kept, post, TOKEN } from "./deliveries.mjs";
import * as servers from "./servers.mjs";
import { head, spoken } from "./spoken.mjs";

const raw = servers.raw["node:http"];
const line = `x-token: ${TOKEN}`;
const written = JSON.stringify(JSON.parse(good));
/** A way to authenticate that gets a Request. */
const own = ({ headers }) => headers.get("x-token") === TOKEN;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A listener for node:http that changes the request before `listener` gets it. */
const after = (change) => (listener) =>
	raw(async (request, response) => {
		await change(request, response);
		return listener(request, response);
	});

/** Reads the body, and leaves what `left` makes of it. */
const reads = (left) =>
	after(async (request) => {
		const parts = [];
		for await (const part of request) {
			parts.push(part);
		}
		Object.assign(request, left(Buffer.concat(parts)));
	});

const asJson = (bytes) => ({ body: JSON.parse(bytes.toString() || "{}") });

test("a request without Host has its path in the address", async () => {
	const urls = [];
	const { receiver } = kept({ authenticate: ({ url }) => urls.push(url) > 0 });
	await servers.serving(raw, toNodeListener(receiver), async (_url, port) => {
		for (const lines of [[], ["host: "], ["host: :::/?#"]]) {
			const text = ["POST /azeer/?a=1 HTTP/1.0", ...lines, "content-length: 0", "", ""].join("\r\n");
			assert.match(await spoken(port, text), /^HTTP\/1.1 202 /);
		}
	});
	assert.deepEqual(urls, Array(3).fill("http://localhost/azeer/?a=1"));
});

test("HTTP/2: the address has the authority, and what a parser has left is taken", async () => {
	const urls = [];
	const { receiver, deliveries } = kept({ authenticate: ({ url }) => urls.push(url) > 0 });
	const listener = toNodeListener(receiver);
	const server = createHttp2(async (request, response) => {
		let text = "";
		for await (const part of request) {
			text += part;
		}
		await listener(Object.assign(request, { body: JSON.parse(text) }), response);
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address();
	const client = connectHttp2(`http://127.0.0.1:${port}`);
	const stream = client.request({ ":method": "POST", ":path": "/azeer" });
	stream.end(good);
	assert.equal((await once(stream, "response"))[0][":status"], 202);
	client.destroy();
	server.close();
	assert.deepEqual(urls, [`http://127.0.0.1:${port}/azeer`]);
	assert.deepEqual(
		deliveries.map(({ body, isReserialized }) => [body, isReserialized]),
		[[written, true]],
	);
});

test("what a parser has left of a body in chunks, of one without a type, and of none", async () => {
	const { receiver, deliveries } = kept();
	await servers.serving(reads(asJson), toNodeListener(receiver), async (_url, port) => {
		const inChunks = `${good.length.toString(16)}\r\n${good}\r\n0\r\n\r\n`;
		for (const text of [
			head("host: a", line, "transfer-encoding: chunked") + inChunks,
			head("host: a", line, `content-length: ${good.length}`) + good,
			head("host: a", line),
		]) {
			assert.match(await spoken(port, text), /^HTTP\/1.1 202 /);
		}
	});
	assert.deepEqual(
		deliveries.map(({ body, ...others }) => [body, Object.keys(others)]),
		[
			[written, ["receivedAt", "isReserialized"]],
			[written, ["receivedAt", "isReserialized"]],
			["", ["receivedAt"]],
		],
	);
});

test("what is no JSON, or has no such type, is not taken for it", async () => {
	for (const [left, type] of [
		[() => ({ body: undefined }), "application/json"],
		[() => ({ body: null }), "application/json"],
		[() => ({ body: 7 }), "application/json"],
		[asJson, "text/plain; name=a/json"],
	]) {
		const { receiver, errors } = kept();
		await servers.serving(reads(left), toNodeListener(receiver), async (_url, port) => {
			const text = head("host: a", line, `content-type: ${type}`, `content-length: ${good.length}`) + good;
			assert.match(await spoken(port, text), /^HTTP\/1.1 500 /);
		});
		assert.match(errors[0].message, /^Something has read the body before/);
	}
});

test("gzip that a parser has left as it came is decoded", async () => {
	const { receiver, deliveries } = kept();
	const make = reads((rawBody) => ({ rawBody }));
	await servers.serving(make, toNodeListener(receiver), async (_url, port) => {
		const body = gzipSync(good);
		const lines = ["host: a", line, "content-encoding: gzip", `content-length: ${body.length}`];
		assert.match(await spoken(port, Buffer.concat([Buffer.from(head(...lines)), body])), /^HTTP\/1.1 202 /);
	});
	assert.deepEqual(
		deliveries.map(({ body }) => body),
		[good],
	);
});

test("a Request says nothing of a parser if there was none", async () => {
	const { receiver, deliveries } = kept({ authenticate: own });
	await servers.serving(raw, toNodeListener(receiver), async (_url, port) => {
		const text = head("host: a", line, `content-length: ${good.length}`) + good;
		assert.match(await spoken(port, text), /^HTTP\/1.1 202 /);
	});
	assert.deepEqual(Object.keys(deliveries[0]), ["body", "receivedAt"]);
});

test("an encoding that is said twice is none that is known", async () => {
	const { receiver } = kept();
	await servers.serving(raw, toNodeListener(receiver), async (_url, port) => {
		const lines = ["host: a", line, "content-encoding: gzip", "content-encoding: gzip", "content-length: 0"];
		assert.match(await spoken(port, head(...lines)), /^HTTP\/1.1 415 /);
	});
});

test("gzip without a body is an empty body", async () => {
	const { receiver, deliveries } = kept();
	const { status } = await receiver(post(null, { headers: { "content-encoding": "gzip" } }));
	assert.deepEqual([status, deliveries.map(({ body }) => body)], [202, [""]]);
});

test("an answer without a body has none", async () => {
	const listener = toNodeListener(async () => new Response(null, { status: 202 }));
	await servers.serving(raw, listener, async (url) => {
		assert.equal(await (await fetch(url, { method: "POST", body: good })).text(), "");
	});
});

test("a receiver of one's own gets GET and HEAD; methods that no Request has are 405", async () => {
	const methods = [];
	const listener = toNodeListener(async ({ method, body }) => {
		methods.push([method, body]);
		return new Response(null, { status: 204 });
	});
	await servers.serving(raw, listener, async (url, port) => {
		for (const method of ["GET", "HEAD"]) {
			assert.equal((await fetch(url, { method })).status, 204);
		}
		const answer = await spoken(port, "TRACE / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
		assert.match(answer, /^HTTP\/1.1 405 [\s\S]*allow: POST/i);
	});
	assert.deepEqual(methods, [
		["GET", null],
		["HEAD", null],
	]);
});

test("a sender that is gone before the listener is called, or whose request the application ends: 400", async () => {
	const gone = after(async (request) => {
		if (!request.destroyed) {
			await new Promise((resolve) => request.on("close", resolve));
		}
	});
	const ended = (listener) =>
		raw((request, response) => {
			const listened = listener(request, response);
			setTimeout(() => request.destroy(), 50);
			return listened;
		});
	for (const make of [gone, ended]) {
		const { receiver, deliveries, observations } = kept();
		await servers.serving(make, toNodeListener(receiver), async (_url, port) => {
			const socket = connect(port, "127.0.0.1", () => {
				socket.write(`${head("host: a", line, "content-length: 9")}{`);
				setTimeout(() => make === gone && socket.destroy(), 50);
			});
			socket.on("error", () => {});
			while (observations.length === 0) {
				await pause(10);
			}
		});
		assert.deepEqual([deliveries.length, observations[0].status], [0, 400]);
	}
});

test("an application that has answered meanwhile keeps its answer", async () => {
	let settled;
	const listener = toNodeListener(async (request) => {
		await request.body.getReader().read();
		await pause(100);
		return new Response("late");
	});
	const make = (it) =>
		raw((request, response) => {
			setTimeout(() => response.writeHead(503, { "content-length": 8 }).end("too slow"), 20);
			settled = it(request, response);
		});
	// Of the second body, most is unread.
	for (const size of [2, 2 ** 21]) {
		await servers.serving(make, listener, async (_url, port) => {
			const text = `${head("host: a", `content-length: ${size}`)}${"x".repeat(size)}`;
			assert.match(
				await spoken(port, text, (it) => it.endsWith("too slow")),
				/^HTTP\/1.1 503 [\s\S]*too slow$/,
			);
			await settled;
		});
	}
});

test("Express: what an application adds to a request does not make it a context of Koa", async () => {
	for (const name of ["request", "req"]) {
		const { receiver } = kept();
		const make = after((request) => Object.assign(request, { [name]: {} }));
		await servers.serving(make, toNodeListener(receiver), async (url) => {
			const { status } = await fetch(url, { method: "POST", headers: { "x-token": TOKEN }, body: good });
			assert.equal(status, 202);
		});
	}
});

test("a refused body closes the connection if it is larger than 64 KiB or in chunks without end", async () => {
	const { receiver } = kept();
	await servers.serving(raw, toNodeListener(receiver), async (_url, port) => {
		for (const [header, isClosed] of [
			["content-length: 65536", false],
			["content-length: 65537", true],
			["transfer-encoding: chunked", true],
		]) {
			const text = `POST /azeer HTTP/1.1\r\nhost: a\r\n${header}\r\n\r\n1\r\nx\r\n`;
			const answer = await spoken(port, text, (it) => it.includes("\r\n\r\n"));
			assert.match(answer, /^HTTP\/1.1 401 /);
			assert.equal(/^connection: close/im.test(answer), isClosed, header);
		}
	});
});
