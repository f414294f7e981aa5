// Every line of the table of answers in docs/receiving.md.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PayloadError } from "azeer-webhooks";
import { bytes, chunks, good, invalid, kept, outcome, post, TOKEN } from "./deliveries.mjs";
import { rows } from "./table.mjs";

const never = () => new Promise(() => {});
const answering = (name) => ({ options: { deliver: async () => outcome(name) }, became: name });
const refusing = (body, isKept) => ({
	body,
	options: { deliver: async () => invalid(body, isKept) },
	became: "invalid",
});
const unread = (init) => {
	const { body, ...state } = chunks([bytes(good)]);
	return { body, state, ...init };
};

/**
 * By the first column, what brings it about: a request, options of the receiver, whether there is a delivery, what has become of it, errors
 * that are reported.
 */
const causes = {
	"`OPTIONS`": { method: "OPTIONS", body: null, delivered: 0 },
	"any other method than `POST`, also `GET` and `HEAD`": { method: "GET", body: null, delivered: 0 },
	"not authenticated; the body is not read": {
		...unread({ headers: { "x-token": "another" } }),
		delivered: 0,
	},
	"a content encoding other than gzip": { headers: { "content-encoding": "br" }, delivered: 0 },
	"`Content-Length` above the limit; the body is not read": {
		...unread({ headers: { "content-length": "1048577" } }),
		delivered: 0,
	},
	"the body grows above the limit, decoded; the rest is not read": {
		body: "x".repeat(11),
		options: { maxBytes: 10 },
		delivered: 0,
	},
	"the body breaks off, or is no gzip though it says so": {
		body: () => chunks([bytes("{")], { end: "error" }).body,
		delivered: 0,
	},
	"the body takes longer than the deadline": {
		body: () => chunks([bytes("{")], { end: "never" }).body,
		options: { deadline: 300 },
		delivered: 0,
	},
	handled: answering("handled"),
	duplicate: answering("duplicate"),
	"ignored: no handler for it": answering("ignored"),
	"`deliver` returned nothing: a queue has it": { options: { deliver: async () => {} } },
	"invalid, and kept by `onInvalid`": refusing("{", true),
	"invalid: no JSON": refusing("{", false),
	"invalid: JSON, but no event": refusing("{}", false),
	failed: {
		options: { deliver: async () => ({ outcome: "failed", retry: true, error: new Error("no room") }) },
		errors: ["no room"],
		became: "failed",
	},
	"`deliver` threw": {
		options: { deliver: () => Promise.reject(new Error("no room")) },
		errors: ["no room"],
	},
	"`authenticate` threw": {
		options: { authenticate: () => Promise.reject(new Error("no network")) },
		delivered: 0,
		errors: ["no network"],
	},
	"something has read the body before": {
		before: (request) => request.text(),
		delivered: 0,
		errors: ["Something has read the body of the request. Give that a clone of it."],
	},
	"busy: another worker handles the same delivery": answering("busy"),
	"`deliver` takes longer than the deadline": { options: { deliver: never, deadline: 300 } },
};

test("the table has a row for each cause, and a cause for each row", () => {
	assert.deepEqual(
		rows.map(({ what }) => what),
		Object.keys(causes),
	);
});

for (const { what, status, header } of rows) {
	test(`${status}: ${what}`, async () => {
		const cause = causes[what];
		const { options = {}, body = good, before, state, delivered = 1, became, errors = [], ...init } = cause;
		const all = kept(options);
		const request = post(typeof body === "function" ? body() : body, init);
		await before?.(request);
		const response = await all.receiver(request);
		assert.equal(response.status, status);
		if (header !== undefined) {
			assert.equal(response.headers.get(header[0]), header[1]);
		}
		assert.equal(response.headers.has("retry-after"), header?.[0] === "Retry-After");
		assert.equal(all.deliveries.length, delivered);
		assert.equal(state?.taken ?? 0, 0, "the body was read");
		assert.deepEqual(
			all.errors.map(({ message }) => message),
			errors,
		);
		assert.equal(all.observations.length, 1);
		assert.equal(all.observations[0].status, status);
		assert.equal(all.observations[0].kind, "request");
		assert.equal(all.observations[0].outcome, became);
		assert.ok(all.observations[0].bytes >= 0);
		const text = await response.text();
		if (status < 400) {
			assert.equal(text, "");
		} else {
			assert.equal(response.headers.get("content-type"), "application/problem+json");
			const problem = JSON.parse(text);
			assert.equal(problem.status, status);
			assert.match(problem.title, /^[A-Z][A-Za-z ]+$/);
			assert.match(problem.detail, /^[A-Z].*\.$/);
			assert.ok(!text.includes("no room") && !text.includes("no network"), text);
		}
	});
}

test("any method but POST and OPTIONS is 405, and HEAD has no body", async () => {
	for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE"]) {
		const { receiver } = kept();
		const response = await receiver(post(null, { method }));
		assert.deepEqual([response.status, response.headers.get("allow")], [405, "POST"], method);
		assert.equal((await response.text()) === "", method === "HEAD");
	}
});

test("a delivery has the text, and the bytes only if they are no UTF-8", async () => {
	const { receiver, deliveries } = kept();
	const start = new Date().toISOString();
	await receiver(post(good, { headers: { "content-type": "image/png" } }));
	await receiver(post(Uint8Array.of(0x7b, 0xff)));
	await receiver(post(null));
	await receiver(post("\ufeff{}"));
	assert.deepEqual(
		deliveries.map(({ body }) => body),
		[good, Uint8Array.of(0x7b, 0xff), "", "\ufeff{}"],
	);
	for (const delivery of deliveries) {
		assert.deepEqual(Object.keys(delivery), ["body", "receivedAt"]);
		assert.ok(delivery.receivedAt >= start && delivery.receivedAt <= new Date().toISOString());
	}
});

test("problems have codes, paths of documented members and positions, and nothing of a person", async () => {
	const body = `{"webhook_event_type":"incoming_msg","message_type":"text","text":"a secret",
"contact_id":"x","+96650000000":{"a":1},"from":12}`;
	const { receiver, observations } = kept({ deliver: async () => invalid(body) });
	const text = await (await receiver(post(body))).text();
	const { error } = invalid(body);
	assert.ok(error instanceof PayloadError);
	const { issues, ...problem } = JSON.parse(text);
	assert.deepEqual(problem, {
		title: "Unprocessable Content",
		status: 422,
		detail: "The body is no event of Azeer.",
	});
	assert.equal(issues.length, error.issues.length);
	assert.deepEqual(
		issues,
		error.issues.map(({ code, path, line, column }) => ({ code, path, line, column })),
	);
	assert.ok(issues.some(({ path, line }) => path === "/from" && line === 2));
	assert.ok(!/secret|966/.test(text), text);
	assert.equal(observations[0].issue, error.issues[0].code);

	const repeated = '{"+96650000000":1,"from":"1","+96650000000":2}';
	const [issue] = (
		await (await kept({ deliver: async () => invalid(repeated) }).receiver(post(repeated))).json()
	).issues;
	assert.equal(invalid(repeated).error.issues[0].path, "/+96650000000");
	assert.deepEqual(Object.keys(issue), ["code", "line", "column"]);

	const whole = kept({ deliver: async () => invalid("[1]") });
	assert.equal((await (await whole.receiver(post("[1]"))).json()).issues[0].path, "");

	const nested = '{"text":{"+966":[1,}';
	const faulty = kept({ deliver: async () => invalid(nested) });
	const response = await faulty.receiver(post(nested));
	assert.deepEqual((await response.json()).issues[0].path, "/text");
	assert.match(invalid(nested).error.issues[0].path, /^\/text\/./);
});

test("more issues than are kept are counted", async () => {
	const body = `{${Array.from({ length: 40 }, () => '"from":1').join()}}`;
	const { receiver } = kept({ deliver: async () => invalid(body) });
	const { issues, more } = await (await receiver(post(body))).json();
	assert.deepEqual([issues.length, more], [32, 7]);
});

test("authenticate that never answers: 503, and nothing is read", async () => {
	const state = chunks([bytes(good)]);
	const { receiver } = kept({ deadline: 300, authenticate: never });
	assert.equal((await receiver(post(state.body))).status, 503);
	assert.equal(state.taken, 0);
});

test("a body that something else reads, or has read: 500 that says so", async () => {
	for (const read of [
		(request) => request.body.getReader(),
		async (request) => {
			const reader = request.body.getReader();
			await reader.read();
			reader.releaseLock();
		},
	]) {
		const { receiver } = kept();
		const request = post();
		await read(request);
		const { status, detail } = await (await receiver(request)).json();
		assert.deepEqual(
			[status, detail],
			[500, "Something has read the body of the request. Give that a clone of it."],
		);
	}
});

test("what a queue answers is no outcome: 202; an outcome that nobody knows is no success", async () => {
	for (const [result, status] of [
		[undefined, 202],
		[null, 202],
		["1692632086370-0", 202],
		[{ rowCount: 1 }, 202],
		[{ outcome: "postponed" }, 500],
		[{ outcome: undefined }, 500],
	]) {
		const { receiver } = kept({ deliver: async () => result });
		assert.equal((await receiver(post())).status, status, JSON.stringify(result));
	}
});

test("deliver that throws at once, and observe and onError that throw: answered all the same", async () => {
	const failing = () => {
		throw new Error("no");
	};
	for (const observe of [failing, async () => failing()]) {
		const { receiver } = kept({ deliver: failing, observe, onError: observe });
		assert.equal((await receiver(post())).status, 500);
	}
	// A rejection that nobody handles would end the process.
	await new Promise((resolve) => setTimeout(resolve, 10));
});

test("work goes on after the deadline, under waitUntil, and its failure is reported", async () => {
	let finish;
	const work = new Promise((_, reject) => {
		finish = reject;
	});
	const { receiver, errors } = kept({ deliver: () => work, deadline: 300 });
	const waited = [];
	const context = {
		waitUntil(promise) {
			assert.equal(this, context);
			waited.push(promise);
		},
	};
	// As a Worker is called.
	const response = await receiver(post(), undefined, null, { TOKEN }, context);
	assert.equal(response.status, 503);
	assert.equal(waited.length, 1);
	finish(new Error("too late"));
	await Promise.all(waited);
	assert.deepEqual(
		errors.map(({ message }) => message),
		["too late"],
	);
});

test("a waitUntil that throws loses no delivery", async () => {
	const { receiver } = kept({ deliver: async () => outcome("handled") });
	const context = {
		waitUntil() {
			throw new TypeError("Illegal invocation");
		},
	};
	assert.equal((await receiver(post(), context)).status, 200);
});

test("observations say what became of a request, and nothing personal", async () => {
	const { receiver, observations } = kept({ deliver: async () => outcome("handled") });
	const start = performance.now();
	await receiver(post());
	const took = performance.now() - start;
	const [{ durationMs, ...observation }] = observations;
	assert.deepEqual(observation, {
		kind: "request",
		outcome: "handled",
		status: 200,
		bytes: Buffer.byteLength(good),
	});
	assert.ok(durationMs >= 0 && durationMs <= took, `${durationMs} of ${took} ms`);
});

test("options that are missing or wrong throw at once", async () => {
	const { createReceiver, unauthenticated } = await import("azeer-webhooks/server");
	const right = { authenticate: unauthenticated(), deliver: async () => {} };
	for (const [options, message] of [
		[undefined, /createReceiver needs authenticate: header\(\), bearer\(\).*unauthenticated\(\)/],
		[{ deliver: right.deliver }, /needs authenticate/],
		[{ ...right, authenticate: TOKEN }, /needs authenticate/],
		[{ ...right, deliver: undefined }, /needs deliver/],
		[{ ...right, maxBytes: 0 }, /needs maxBytes/],
		[{ ...right, maxBytes: Number.NaN }, /needs maxBytes/],
		[{ ...right, maxBytes: 2 ** 28 + 1 }, /needs maxBytes/],
		[{ ...right, deadline: 0 }, /needs deadline/],
		[{ ...right, deadline: 2 ** 31 }, /needs deadline/],
		[{ ...right, deadline: "10" }, /needs deadline/],
		[{ ...right, observe: 1 }, /needs observe/],
		[{ ...right, onError: 1 }, /needs onError/],
		[{ ...right, maxbytes: 1 }, /createReceiver has no option maxbytes/],
	]) {
		assert.throws(() => createReceiver(options), { name: "TypeError", message });
		assert.throws(
			() => createReceiver(options),
			({ message }) => !message.includes(TOKEN),
		);
	}
	for (const maxBytes of [undefined, 1, 2 ** 28]) {
		createReceiver({ ...right, maxBytes });
	}
});
