// toNodeListener, in node:http and in frameworks, with body parsers before it and without.

import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { connect as connectHttp2, createServer as createHttp2 } from "node:http2";
import { connect } from "node:net";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { query, toNodeListener, unauthenticated } from "azeer-webhooks/server";
import { good, kept, outcome, TOKEN } from "./deliveries.mjs";
import * as servers from "./servers.mjs";
import { head, spoken } from "./spoken.mjs";

const json = { "content-type": "application/json", "x-token": TOKEN };
const spaced = good.replace("{", "{ \n");

async function sent(url, { headers = json, body = spaced, method = "POST" } = {}) {
	const response = await fetch(url, { method, headers, body });
	const text = await response.text();
	return { status: response.status, headers: response.headers, text };
}

for (const [name, make] of Object.entries(servers.raw)) {
	test(`${name}: the body as it came`, async () => {
		const { receiver, deliveries, observations } = kept({ deliver: async () => outcome("handled") });
		await servers.serving(make, toNodeListener(receiver), async (url) => {
			assert.equal((await sent(url)).status, 200);
			assert.equal((await sent(url, { headers: { "x-token": TOKEN } })).status, 200);
			const gzip = { ...json, "content-encoding": "gzip" };
			assert.equal((await sent(url, { headers: gzip, body: gzipSync(spaced) })).status, 200);
			const { status, headers, text } = await sent(url, { headers: {} });
			assert.equal(status, 401);
			assert.equal(headers.get("content-type"), "application/problem+json");
			assert.equal(JSON.parse(text).status, 401);
			assert.equal((await sent(url, { body: "x".repeat(2 ** 20 + 1) })).status, 413);
			assert.equal((await sent(url, { body: "" })).status, 200);
		});
		assert.deepEqual(
			deliveries.map(({ body, ...others }) => [body, Object.keys(others)]),
			[spaced, spaced, spaced, ""].map((body) => [body, ["receivedAt"]]),
		);
		assert.deepEqual(
			observations.map(({ status }) => status),
			[200, 200, 200, 401, 413, 200],
		);
	});
}

for (const [name, make] of Object.entries(servers.kept)) {
	test(`${name}: what a parser has read and kept`, async () => {
		const { receiver, deliveries } = kept();
		await servers.serving(make, toNodeListener(receiver), async (url) => {
			assert.equal((await sent(url)).status, 202);
			// Parsers decode, and leave the headers as they are.
			const gzip = { ...json, "content-encoding": "gzip" };
			assert.equal((await sent(url, { headers: gzip, body: gzipSync(spaced) })).status, 202);
		});
		assert.deepEqual(
			deliveries.map(({ body, isReserialized }) => [body, isReserialized]),
			[
				[spaced, undefined],
				[spaced, undefined],
			],
		);
	});
}

for (const [name, make] of Object.entries(servers.parsed)) {
	test(`${name}: JSON that a parser has left is written again`, async () => {
		const { receiver, deliveries } = kept();
		await servers.serving(make, toNodeListener(receiver), async (url) => {
			assert.equal((await sent(url)).status, 202);
			assert.equal((await sent(url, { body: "[1]" })).status, 202);
			assert.equal((await sent(url, { body: "{}" })).status, 202);
		});
		assert.deepEqual(
			deliveries.map(({ body, isReserialized }) => [body, isReserialized]),
			[JSON.stringify(JSON.parse(good)), "[1]", "{}"].map((body) => [body, true]),
		);
	});
}

test("issues of a body that was written again have no positions", async () => {
	const { safeParse } = await import("azeer-webhooks");
	const deliver = async ({ body }) => ({ outcome: "invalid", isKept: false, error: safeParse(body).error });
	const { receiver } = kept({ deliver });
	await servers.serving(servers.parsed["Express 5, parsed"], toNodeListener(receiver), async (url) => {
		const { status, text } = await sent(url, { body: '{"webhook_event_type":1}' });
		assert.equal(status, 422);
		assert.deepEqual(JSON.parse(text).issues, [{ code: "wrong_type", path: "/webhook_event_type" }]);
	});
});

for (const [name, make] of Object.entries(servers.consuming)) {
	test(`${name}: 500 that names the body parser, for those who may deliver`, async () => {
		const { receiver, deliveries, errors } = kept();
		await servers.serving(make, toNodeListener(receiver), async (url) => {
			const type = name === "a form" ? "application/x-www-form-urlencoded" : "application/json";
			const { status, text } = await sent(url, { headers: { ...json, "content-type": type } });
			assert.equal(status, 500);
			assert.match(
				JSON.parse(text).detail,
				/^(Something has read the body before azeer-webhooks, .* Mount the receiver before body parsers such as express\.json\(\)|req\.body cannot be written as JSON)/,
			);
			assert.equal((await sent(url, { headers: { "content-type": type } })).status, 401);
		});
		assert.deepEqual([deliveries.length, errors.map(({ name }) => name)], [0, ["UnreadableError"]]);
	});
}

test("an empty body that a parser has read is empty", async () => {
	const { receiver, deliveries } = kept();
	for (const make of [servers.consuming["read and dropped"], servers.parsed["Express 4, parsed"]]) {
		await servers.serving(make, toNodeListener(receiver), async (url) => {
			assert.equal((await sent(url, { body: "" })).status, 202);
		});
	}
	assert.deepEqual(
		deliveries.map(({ body }) => body),
		["", ""],
	);
});

test("a stream with an encoding of its own", async () => {
	const { receiver, deliveries } = kept();
	const listener = toNodeListener(receiver);
	const make = (it) =>
		servers.raw["node:http"]((request, response) => {
			request.setEncoding("utf8");
			return it(request, response);
		});
	await servers.serving(make, listener, async (url) => {
		assert.equal((await sent(url, { body: "ü€😀" })).status, 202);
	});
	assert.equal(deliveries[0].body, "ü€😀");
});

test("headers and parameters that came twice are refused, and bad hosts do no harm", async () => {
	const { receiver } = kept();
	await servers.serving(servers.raw["node:http"], toNodeListener(receiver), async (_url, port) => {
		for (const [lines, status] of [
			[["host: a", `x-token: ${TOKEN}`], 202],
			[["host: a", `x-token: ${TOKEN}`, `x-token: ${TOKEN}`], 401],
			[["host: :::/?#", `x-token: ${TOKEN}`], 202],
			[["host: ", `x-token: ${TOKEN}`], 202],
		]) {
			const answer = await spoken(port, head(...lines, "content-length: 0"));
			assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), lines.join());
		}
	});
	const { bearer } = await import("azeer-webhooks/server");
	const twice = kept({ authenticate: bearer(TOKEN) });
	await servers.serving(servers.raw["node:http"], toNodeListener(twice.receiver), async (_url, port) => {
		const line = `authorization: Bearer ${TOKEN}`;
		assert.match(await spoken(port, head("host: a", line, "content-length: 0")), /^HTTP\/1.1 202 /);
		// Node.js itself drops the second.
		const other = "authorization: Bearer other";
		assert.match(await spoken(port, head("host: a", line, other, "content-length: 0")), /^HTTP\/1.1 401 /);
	});
	const inQuery = kept({ authenticate: query("token", TOKEN) });
	await servers.serving(servers.raw["Express 5"], toNodeListener(inQuery.receiver), async (url) => {
		assert.equal((await sent(`${url}?token=${TOKEN}`, { headers: {} })).status, 202);
		assert.equal((await sent(`${url}?token=${TOKEN}&token=${TOKEN}`, { headers: {} })).status, 401);
	});
});

test("the address is that of the request, also below a router", async () => {
	const urls = [];
	const { receiver } = kept({ authenticate: ({ url }) => urls.push(url) > 0 });
	await servers.serving(servers.raw.NestJS, toNodeListener(receiver), async (url) => {
		assert.equal((await sent(`${url}/deep?x=%20y`)).status, 202);
		assert.deepEqual(urls, [`${url}/deep?x=%20y`]);
	});
	const found = kept({ authenticate: ({ url }) => urls.push(url) > 0 });
	await servers.serving(servers.raw["node:http"], toNodeListener(found.receiver), async (_url, port) => {
		for (const target of ["//evil.example/x", "http://proxy.example/x", "*", "/%ff"]) {
			await spoken(
				port,
				`POST ${target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
			);
		}
	});
	assert.deepEqual(urls.slice(1), [
		"http://a//evil.example/x",
		"http://proxy.example/x",
		"http://localhost/",
		"http://a/%ff",
	]);
});

test("methods that no Request has, and GET without a body: 405, and the connection is kept", async () => {
	const { receiver } = kept();
	await servers.serving(servers.raw["node:http"], toNodeListener(receiver), async (_url, port) => {
		const twice = "TRACE / HTTP/1.1\r\nhost: a\r\n\r\nGET / HTTP/1.1\r\nhost: a\r\n\r\n";
		const answer = await spoken(port, twice, (text) => text.split("HTTP/1.1 405").length === 3);
		assert.equal(answer.match(/allow: POST/gi).length, 2, answer);
		assert.ok(!/connection: close/i.test(answer), answer);
	});
});

test("a small refused body leaves the connection open, a large one closes it", async () => {
	const { receiver } = kept();
	await servers.serving(servers.raw["node:http"], toNodeListener(receiver), async (_url, port, server) => {
		let connections = 0;
		server.on("connection", () => connections++);
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		const ask = (headers, body) =>
			new Promise((resolve, reject) => {
				const request = httpRequest({ port, host: "127.0.0.1", path: "/", method: "POST", headers, agent });
				request.on("response", (response) => {
					response.resume().on("end", () => resolve(response));
				});
				request.on("error", reject);
				request.end(body);
			});
		for (let at = 0; at < 5; at++) {
			assert.equal((await ask({}, "x".repeat(50_000))).statusCode, 401);
			assert.equal((await ask({ "x-token": TOKEN }, good)).statusCode, 202);
		}
		assert.equal(connections, 1);
		const { statusCode, headers } = await ask(
			{ "x-token": TOKEN, "content-length": 2 ** 21 },
			"x".repeat(2 ** 21),
		);
		assert.deepEqual([statusCode, headers.connection], [413, "close"]);
		assert.equal((await ask({ "x-token": TOKEN }, good)).statusCode, 202);
		assert.equal(connections, 2);
		agent.destroy();
	});
});

test("HTTP/2", async () => {
	const { receiver, deliveries } = kept();
	const server = createHttp2(toNodeListener(receiver)).listen(0, "127.0.0.1");
	await once(server, "listening");
	const client = connectHttp2(`http://127.0.0.1:${server.address().port}`);
	for (const [token, body, status] of [
		[TOKEN, good, 202],
		["wrong", good, 401],
		[TOKEN, "x".repeat(2 ** 21), 413],
	]) {
		const stream = client.request({ ":method": "POST", ":path": "/azeer", "x-token": token });
		stream.on("error", () => {});
		stream.end(body);
		const [headers] = await once(stream, "response");
		assert.equal(headers[":status"], status);
		stream.close();
	}
	assert.deepEqual(
		deliveries.map(({ body }) => body),
		[good],
	);
	client.destroy();
	server.close();
});

test("a receiver of one's own may reject: 500", async () => {
	const listener = toNodeListener(() => Promise.reject(new Error("a secret")));
	await servers.serving(servers.raw["node:http"], listener, async (url) => {
		const { status, text } = await sent(url);
		assert.deepEqual([status, text], [500, ""]);
	});
	assert.throws(() => toNodeListener({}), /toNodeListener takes a receiver/);
});

test("a sender that is gone before the answer: the delivery is handled, and nothing breaks", async () => {
	let finish;
	const begun = new Promise((resolve) => {
		finish = resolve;
	});
	let isDone = false;
	const { receiver } = kept({
		authenticate: unauthenticated(),
		deliver: async () => {
			finish();
			await new Promise((resolve) => setTimeout(resolve, 100));
			isDone = true;
		},
	});
	await servers.serving(servers.raw["node:http"], toNodeListener(receiver), async (url, port) => {
		const socket = connect(port, "127.0.0.1", () =>
			socket.write(`POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{}`),
		);
		await begun;
		socket.resetAndDestroy();
		assert.equal((await sent(url)).status, 202);
		assert.ok(isDone);
	});
});

test("a sender that is gone in the middle of an answer, or has closed its HTTP/2 stream, breaks nothing", async () => {
	let begun = () => {};
	const listener = toNodeListener(async (request) => {
		await request.text();
		begun();
		await new Promise((resolve) => setTimeout(resolve, 50));
		return new Response("x".repeat(10 * 2 ** 20));
	});
	const asked = () =>
		new Promise((resolve) => {
			begun = resolve;
		});
	await servers.serving(servers.raw["node:http"], listener, async (url, port) => {
		for (const end of ["resetAndDestroy", "destroy"]) {
			const socket = connect(port, "127.0.0.1", () =>
				socket.write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n"),
			);
			await once(socket, "data");
			socket[end]();
		}
		assert.equal((await sent(url)).status, 200);
	});
	const server = createHttp2(listener).listen(0, "127.0.0.1");
	await once(server, "listening");
	for (const end of [(_, stream) => stream.close(), (client) => client.destroy()]) {
		const client = connectHttp2(`http://127.0.0.1:${server.address().port}`);
		const isAsked = asked();
		const stream = client.request({ ":method": "POST", ":path": "/" });
		stream.on("error", () => {});
		stream.end();
		await isAsked;
		end(client, stream);
		await new Promise((resolve) => setTimeout(resolve, 100));
		client.destroy();
	}
	server.close();
});

test("no more is taken from the network than the receiver reads", async () => {
	let taken = 0;
	let socket;
	const listener = toNodeListener(async (request) => {
		await request.body.getReader().read();
		await new Promise((resolve) => setTimeout(resolve, 500));
		taken = socket.bytesRead;
		return new Response(null, { status: 202 });
	});
	await servers.serving(servers.raw["node:http"], listener, async (_url, port, server) => {
		server.on("connection", (it) => {
			socket = it;
		});
		const size = 64 * 2 ** 20;
		const text = Buffer.concat([
			Buffer.from(`POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${size}\r\n\r\n`),
			Buffer.alloc(size),
		]);
		await spoken(port, text, (answer) => answer.startsWith("HTTP/1.1 202"));
		assert.ok(taken > 0 && taken < 2 ** 20, `${taken} bytes`);
	});
});
