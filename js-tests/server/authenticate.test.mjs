// Who may deliver.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { anyOf, basic, bearer, header, query, unauthenticated } from "azeer-webhooks/server";
import { bytes, chunks, good, kept } from "./deliveries.mjs";

/** Wrong tokens that are tried; more by WRONG_TOKENS. */
const WRONG = Number(process.env.WRONG_TOKENS ?? 5000);

const request = (headers, search = "") =>
	new Request(`https://receiver.example/azeer${search}`, { method: "POST", headers, body: good });
const repeated = (name, ...values) => {
	const headers = new Headers();
	for (const value of values) {
		headers.append(name, value);
	}
	return headers;
};
const authorization = (value) => ({ authorization: value });
const base64 = (text) => Buffer.from(text).toString("base64");

const cases = {
	bearer: {
		way: bearer(["new-token", "old-token"]),
		challenge: "Bearer",
		right: [
			authorization("Bearer new-token"),
			authorization("bearer   old-token"),
			authorization("BEARER new-token"),
		],
		wrong: [
			{},
			authorization(""),
			authorization("Bearer"),
			authorization("Bearer "),
			authorization("Bearernew-token"),
			authorization("Bearer new-token2"),
			authorization("Bearer new-toke"),
			authorization("Bearer NEW-TOKEN"),
			authorization("Bearer new-token old-token"),
			authorization("Basic new-token"),
			authorization("new-token"),
			{ "x-token": "new-token" },
			repeated("authorization", "Bearer new-token", "Bearer new-token"),
			repeated("authorization", "Bearer new-token", "Bearer wrong"),
			repeated("authorization", "", "Bearer new-token"),
		],
	},
	header: {
		way: header("X-Token", ["new token", "old-token"]),
		right: [{ "x-token": "new token" }, { "X-TOKEN": "old-token" }, { "x-token": "  old-token\t" }],
		wrong: [
			{},
			{ "x-token": "" },
			{ "x-token": "new" },
			{ "x-token": "new token, old-token" },
			authorization("new token"),
			repeated("x-token", "new token", "new token"),
			repeated("x-token", "", "new token"),
			repeated("x-token", "new token", ""),
		],
	},
	basic: {
		way: basic("azeer", ["pässword", "a:b"]),
		challenge: 'Basic realm="webhooks", charset="UTF-8"',
		right: [
			authorization(`Basic ${base64("azeer:pässword")}`),
			authorization(`basic ${base64("azeer:a:b")}`),
		],
		wrong: [
			{},
			authorization("Basic "),
			authorization("Basic ***"),
			authorization(`Basic ${base64("azeer:")}`),
			authorization(`Basic ${base64("azeer")}`),
			authorization(`Basic ${base64(":pässword")}`),
			authorization(`Basic ${base64("Azeer:pässword")}`),
			authorization(`Bearer ${base64("azeer:pässword")}`),
			repeated("authorization", ...Array(2).fill(`Basic ${base64("azeer:a:b")}`)),
		],
	},
};

for (const [name, { way, challenge, right, wrong }] of Object.entries(cases)) {
	test(`${name}: right and wrong`, async () => {
		for (const headers of right) {
			assert.equal(await way(request(headers)), true, inspect(headers));
		}
		for (const headers of wrong) {
			const { receiver, deliveries } = kept({ authenticate: way });
			const response = await receiver(request(headers));
			assert.equal(response.status, 401, inspect(headers));
			assert.equal(response.headers.get("www-authenticate"), challenge ?? null);
			assert.equal(deliveries.length, 0);
		}
	});
}

test("query: once, and not empty", async () => {
	const way = query("token", ["a b&c", "ü"]);
	for (const search of ["?token=a+b%26c", "?x=1&token=%C3%BC"]) {
		assert.equal(await way(request({}, search)), true, search);
	}
	for (const search of [
		"",
		"?token",
		"?token=",
		"?token=a",
		"?TOKEN=a+b%26c",
		"?token=%C3%BC&token=%C3%BC",
		"?token=%C3%BC&token=",
	]) {
		assert.equal(await way(request({}, search)), false, search);
	}
	assert.equal("challenge" in way, false);
});

test("anyOf: any of them, with all their challenges", async () => {
	const way = anyOf(bearer("one"), header("x-token", "two"), basic("u", "p"));
	assert.equal(way.challenge, 'Bearer, Basic realm="webhooks", charset="UTF-8"');
	for (const headers of [
		authorization("Bearer one"),
		{ "x-token": "two" },
		authorization(`Basic ${base64("u:p")}`),
	]) {
		assert.equal(await way(request(headers)), true);
	}
	assert.equal(await way(request({ "x-token": "one" })), false);
	assert.equal("challenge" in anyOf(header("x-token", "two")), false);
});

test("a function: only true is a yes", async () => {
	for (const result of [false, undefined, null, 1, "true", {}, []]) {
		for (const authenticate of [() => result, async () => result]) {
			const { receiver } = kept({ authenticate });
			assert.equal((await receiver(request({}))).status, 401, inspect(result));
			assert.equal(await anyOf(authenticate)(request({})), false);
		}
	}
	const reading = kept({ authenticate: async (it) => (await it.clone().text()) === good });
	assert.equal((await reading.receiver(request({}))).status, 202);
	assert.equal(reading.deliveries[0].body, good);
	assert.equal((await kept({ authenticate: unauthenticated() }).receiver(request({}))).status, 202);
});

test("the body is read after authentication", async () => {
	const state = chunks([bytes(good)]);
	const { receiver } = kept({
		authenticate: async () => {
			assert.equal(state.taken, 0);
			return true;
		},
	});
	const response = await receiver(
		new Request("https://receiver.example/", { method: "POST", body: state.body, duplex: "half" }),
	);
	assert.equal(response.status, 202);
	assert.equal(state.taken, good.length);
});

test("a token that is missing in the configuration, or cannot be sent, throws at once", () => {
	const secret = "not to be seen";
	const makers = {
		"bearer()": bearer,
		'header("x-token")': (tokens) => header("x-token", tokens),
		'query("token")': (tokens) => query("token", tokens),
		"basic()": (tokens) => basic("user", tokens),
	};
	for (const [caller, make] of Object.entries(makers)) {
		for (const [tokens, message] of [
			[undefined, "has no token: it is undefined"],
			["", "has no token: it is empty"],
			[null, "has no token: it is null"],
			[1, "has no token: it is number"],
			[[], "has no token: the list is empty"],
			[[secret, undefined], "has no token: it is undefined"],
			[[secret, ""], "has no token: it is empty"],
			[`${secret}\n`, "has a token with white space around it"],
			[` ${secret}`, "has a token with white space around it"],
		]) {
			assert.throws(() => make(tokens), {
				name: "TypeError",
				message: `azeer-webhooks/server: ${caller} ${message}`,
			});
		}
	}
	for (const token of ["a,b", "ü", "a\nb", "\u007f"]) {
		for (const make of [bearer, (it) => header("x-token", it)]) {
			assert.throws(
				() => make(token),
				/has a token that a header cannot have: visible ASCII without commas can be one$/,
			);
		}
		query("token", token);
	}
	for (const name of ["", "x token", "x:token", undefined, 1]) {
		assert.throws(() => header(name, secret), /header\(\) takes the name of a header first$/);
	}
	for (const name of ["", undefined, 1]) {
		assert.throws(() => query(name, secret), /query\(\) takes the name of a parameter first$/);
	}
	for (const user of [undefined, "", "a:b"]) {
		assert.throws(() => basic(user, secret), /basic\(\) takes a user first, and no colon in it$/);
	}
	for (const ways of [[], [secret], [undefined], [bearer(secret), undefined]]) {
		assert.throws(() => anyOf(...ways), /anyOf\(\) takes one way or more to authenticate$/);
	}
});

test("Node.js has a hash of its own, and other hosts have that of WebCrypto", async () => {
	const { getBuiltinModule, versions } = process;
	const { digest } = crypto.subtle;
	const fail = () => assert.fail("another hash is to be used");
	const isRight = async () => {
		const way = header("x-token", "right");
		assert.equal(await way(request({ "x-token": "right" })), true);
		assert.equal(await way(request({ "x-token": "wrong" })), false);
	};
	try {
		crypto.subtle.digest = fail;
		await isRight();
		crypto.subtle.digest = digest;
		// Versions of Node.js that lack the one or the other.
		for (const older of [undefined, () => undefined, () => ({})]) {
			process.getBuiltinModule = older;
			await isRight();
		}
		process.getBuiltinModule = fail;
		Object.defineProperty(process, "versions", { value: { ...versions, bun: "1.0.0" } });
		await isRight();
	} finally {
		crypto.subtle.digest = digest;
		process.getBuiltinModule = getBuiltinModule;
		Object.defineProperty(process, "versions", { value: versions });
	}
});

test("no token is in anything that comes out", async () => {
	const secret = "s3cr3t-0f-0urs";
	const theirs = "s3cr3t-0f-th31rs";
	const ways = [bearer(secret), header("x-token", secret), query("token", secret), basic("user", secret)];
	const headersOf = [
		(it) => authorization(`Bearer ${it}`),
		(it) => ({ "x-token": it }),
		() => ({}),
		(it) => authorization(`Basic ${base64(`user:${it}`)}`),
	];
	const out = [];
	for (const [at, way] of [...ways, anyOf(...ways)].entries()) {
		out.push(way, way.challenge);
		for (const token of [secret, theirs]) {
			for (const deliver of [async () => {}, () => Promise.reject(new Error("no room"))]) {
				const { receiver, deliveries, observations, errors } = kept({ authenticate: way, deliver });
				const response = await receiver(request((headersOf[at] ?? headersOf[0])(token), `?token=${token}`));
				assert.equal(response.status === 401, token === theirs);
				out.push(await response.text(), [...response.headers], deliveries, observations, errors, receiver);
			}
		}
	}
	const text = inspect(out, { depth: null, showHidden: true, maxArrayLength: null, maxStringLength: null });
	assert.ok(text.includes("no room"));
	for (const token of [secret, theirs]) {
		assert.ok(!text.includes(token), token);
		assert.ok(!text.includes(base64(`user:${token}`)), token);
	}
});

test(`${WRONG} wrong tokens, and then the right one`, async () => {
	const { receiver, deliveries } = kept({ authenticate: header("x-token", "token-right") });
	for (let at = 0; at < WRONG; at++) {
		assert.equal((await receiver(request({ "x-token": `token-${at}` }))).status, 401);
	}
	assert.equal((await receiver(request({ "x-token": "token-right" }))).status, 202);
	assert.equal(deliveries.length, 1);
});
