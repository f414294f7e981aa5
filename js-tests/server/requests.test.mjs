// What toNodeListener hands to a receiver: a Request, or only what ways to authenticate of this package read.

import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { anyOf, basic, bearer, header, query, toNodeListener, unauthenticated } from "azeer-webhooks/server";
import { good, kept, TOKEN } from "./deliveries.mjs";
import * as servers from "./servers.mjs";
import { head, spoken } from "./spoken.mjs";

const ofHeader = header("x-token", TOKEN);
/** Ways to authenticate that read headers and the address alone, and others that get a Request. */
const frugal = {
	header: ofHeader,
	query: query("a", "1"),
	bearer: bearer(TOKEN),
	basic: basic("me", TOKEN),
	unauthenticated: unauthenticated(),
	anyOf: anyOf(bearer("another"), ofHeader),
};
const own = {
	"a function": (request) => request.headers.get("x-token") === TOKEN,
	"anyOf with a function": anyOf(bearer("another"), () => true),
};
/** Lines of a request that any of these accepts. */
const linesFor = (name) => [
	"host: a",
	`x-token: ${TOKEN}`,
	`authorization: ${name === "basic" ? `Basic ${btoa(`me:${TOKEN}`)}` : `Bearer ${TOKEN}`}`,
];

for (const [name, authenticate] of Object.entries({ ...frugal, ...own })) {
	test(`${name}: bodies in pieces, as gzip, and broken off`, async () => {
		const { receiver, deliveries, observations } = kept({ authenticate });
		const lines = linesFor(name);
		await servers.serving(servers.raw["node:http"], toNodeListener(receiver), async (_url, port) => {
			const pieces = ["transfer-encoding: chunked", "", "2", '{"', "3", '":1', "1", "}", "0", "", ""];
			const inPieces = head(...lines).slice(0, -2) + pieces.join("\r\n");
			assert.match(await spoken(port, inPieces), /^HTTP\/1.1 202 /);
			const gzip = gzipSync(good);
			const whole = head(...lines, "content-encoding: gzip", `content-length: ${gzip.length}`);
			assert.match(await spoken(port, Buffer.concat([Buffer.from(whole), gzip])), /^HTTP\/1.1 202 /);
			const socket = connect(port, "127.0.0.1", () =>
				socket.write(`${head(...lines, "content-length: 9")}{`),
			);
			socket.on("error", () => {});
			await new Promise((resolve) => setTimeout(resolve, 100));
			socket.resetAndDestroy();
			while (observations.length < 3) {
				await new Promise((resolve) => setTimeout(resolve, 10));
			}
		});
		assert.deepEqual(
			deliveries.map(({ body }) => body),
			['{"":1}', good],
		);
		assert.equal(observations[2].status, 400);
	});
}

for (const [name, authenticate] of Object.entries(frugal)) {
	test(`${name}: no Request is made, which would take longer than all the rest`, async (t) => {
		const { receiver } = kept({ authenticate });
		const { Request } = globalThis;
		t.after(() => {
			globalThis.Request = Request;
		});
		await servers.serving(servers.raw["node:http"], toNodeListener(receiver), async (_url, port) => {
			globalThis.Request = undefined;
			assert.match(await spoken(port, head(...linesFor(name), "content-length: 0")), /^HTTP\/1.1 202 /);
		});
	});
}

const sent = (url) => fetch(url, { method: "POST", headers: { "x-token": TOKEN }, body: good });

for (const among of [(it) => it, (it) => anyOf(bearer("another"), it)]) {
	test(`functions of one's own get a Request: ${among}`, async () => {
		const seen = [];
		const authenticate = async (request) => {
			seen.push(new Request(request.clone()).url, await request.clone().text());
			return true;
		};
		const { receiver, deliveries } = kept({ authenticate: among(authenticate) });
		await servers.serving(servers.raw["node:http"], toNodeListener(receiver), async (url) => {
			assert.equal((await sent(url)).status, 202);
			assert.deepEqual(seen, [url, good]);
		});
		assert.equal(deliveries[0].body, good);
	});
}

test("a receiver of one's own gets a Request", async () => {
	const { receiver, deliveries } = kept();
	const outer = (request) => receiver(new Request(request));
	await servers.serving(servers.raw["node:http"], toNodeListener(outer), async (url) => {
		assert.equal((await sent(url)).status, 202);
	});
	assert.equal(deliveries[0].body, good);
});
