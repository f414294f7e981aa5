// Lines that wrap a body.

import assert from "node:assert/strict";
import { test } from "node:test";
import { safeParse } from "azeer-webhooks";
import { countEvents, readEvents } from "azeer-webhooks/logs";
import { deliveryToText, toDelivery } from "azeer-webhooks/server";
import { random } from "../random.mjs";
import { fixtures } from "../suite.mjs";
import { cut } from "./chunks.mjs";

const texts = [...fixtures.values()];
const at = "2026-01-01T00:00:00Z";

async function read(source, options) {
	const results = [];
	for await (const result of readEvents(source, options)) {
		results.push(result);
	}
	return results;
}

const seen = ({ ok, event, error }) => (ok ? { ok, event } : { ok, issues: error.issues });

test("a body as text or as an object, anywhere in the line", async () => {
	const wrap = {
		"/body": (body) => ({ at, body, z: 1 }),
		"/a/b/c": (body) => ({ a: { x: { c: 1 }, b: { d: ["]", '"}'], c: body } } }),
		"/list/0/body": (body) => ({ list: [{ x: "\\", body }, 2] }),
		"/list/1": (body) => ({ list: [{ body: 1 }, body, [0]] }),
		"/a~1b~0c~01": (body) => ({ "a/b~c~1": body }),
		"/": (body) => ({ "": body }),
		"/مرحبا": (body) => ({ مرحبا: body }),
	};
	for (const [pointer, make] of Object.entries(wrap)) {
		for (const isText of [true, false]) {
			for (const spaces of [undefined, 1]) {
				const lines = texts.map((text) => make(isText ? text : JSON.parse(text)));
				const log = Buffer.from(
					lines.map((line) => JSON.stringify(line, null, spaces)?.replaceAll("\n", " ")).join("\n"),
				);
				const results = await read(cut(log, random(1), 300), { pointer });
				assert.deepEqual(
					results.map((it) => it.wrapper),
					lines,
					pointer,
				);
				const bodies = texts.map((text) =>
					isText ? text : JSON.stringify(JSON.parse(text), null, spaces).replaceAll("\n", " "),
				);
				results.forEach((result, index) => {
					const { ok, event, issues } = seen(result);
					const wanted = seen(safeParse(bodies[index]));
					assert.deepEqual([ok, event], [wanted.ok, wanted.event], pointer);
					// Columns depend on the indentation, which nested objects have more of.
					const codes = (list) => list?.map(({ code, path }) => [code, path]);
					assert.deepEqual(codes(issues), codes(wanted.issues), pointer);
				});
			}
		}
	}
});

test("what is before the body, and is empty or nested, is passed over", async () => {
	const [text] = texts;
	for (const [before, pointer, after] of [
		['{"a":[],"b":{},"c":[[],{}],"body":', "/body", "}"],
		["[[],{},[{}],", "/3", "]"],
		['{"a":[],"b":[ [ ] , {"c":', "/b/1/c", "}]}"],
		['{"a":"\\"]}","b":-1e2 , "body" :', "/body", "}"],
	]) {
		const [result, ...others] = await read(`${before}${text}${after}`.replaceAll("\n", " "), { pointer });
		assert.deepEqual([result.ok, others], [true, []], before);
		assert.deepEqual(result.event, safeParse(text).event, before);
	}
});

test("the text of an object is taken as it is", async () => {
	for (const body of [
		// JSON.parse would change the number, and drop a member.
		'{"webhook_event_type":"new_contact","contact_id":9007199254740993}',
		'{"webhook_event_type":"chat_closed","a":1,"a":2}',
		'{"webhook_event_type":"chat_closed","a":"\\ud83d"}',
		'{"webhook_event_type":"chat_closed" , "x":1e400}',
	]) {
		const [result] = await read(`{"body": ${body} }`, { pointer: "/body" });
		assert.deepEqual(seen(result), seen(safeParse(body)));
		assert.equal(result.ok ? body : result.error.body, body);
	}
	// Of repeated members, both take the last.
	const [{ event, wrapper }] = await read('{"body":1,"body":{"webhook_event_type":"chat_closed"}}', {
		pointer: "/body",
	});
	assert.deepEqual(event, wrapper.body);
});

test("a line without a body is a result", async () => {
	for (const [line, code] of [
		["{", "unexpected_end"],
		["x", "unexpected_character"],
		['{"webhook_event_type":"chat_closed"', "unexpected_end"],
		['{"body":"\xff"}', "invalid_utf8"],
		["{}", "empty"],
		["[1]", "empty"],
		["1", "empty"],
		["null", "empty"],
		['"body"', "empty"],
		['{"body":null}', "not_an_object"],
		['{"body":1}', "not_an_object"],
		['{"body":[]}', "not_an_object"],
		['{"body":""}', "empty"],
		['{"body":"\\ud83d"}', "lone_surrogate"],
		['{"body":"{\\"webhook_event_type\\":\\"\\ud83d\\"}"}', "lone_surrogate"],
		['{"toString":1}', "empty"],
		['{"base64":1}', "empty"],
		['{"base64":"%"}', "empty"],
		['{"base64":"/w=="}', "invalid_utf8"],
	]) {
		const bytes = Buffer.from(line, "latin1");
		const [result, ...others] = await read([bytes], { pointer: "/body" });
		assert.deepEqual([result.ok, result.error?.issues[0].code, others], [false, code, []], line);
		const { issues, invalid } = await countEvents([bytes], { pointer: "/body" });
		assert.deepEqual([invalid, issues[0]], [1, { code, count: 1, line: 1 }], line);
	}
	for (const [line, pointer] of [
		["{}", "/constructor"],
		['{"at":"text"}', "/at/length"],
		['{"at":"text"}', "/at/0"],
	]) {
		const [{ error }] = await read(line, { pointer });
		assert.equal(error.issues[0].code, "empty", line);
	}
});

test("a log of deliveryToText is read, bytes that are not UTF-8 too", async () => {
	const bodies = [texts[0], Buffer.from('{"a":"\xff"}', "latin1"), texts[1]];
	const log = bodies.map((body) => deliveryToText(toDelivery(body))).join("\n");
	const results = await read(log, { pointer: "/body" });
	assert.deepEqual(
		results.map(seen),
		bodies.map((body) => seen(safeParse(body))),
	);
	assert.ok(results.every(({ wrapper }) => Date.parse(wrapper.receivedAt) > 0));
	const { valid, issues } = await countEvents(log, { pointer: "/body" });
	assert.deepEqual([valid, issues], [2, [{ code: "invalid_utf8", count: 1, line: 2 }]]);
});

test("maxBytes limits the body, and leaves room for its escapes and what is beside it", async () => {
	const size = Buffer.byteLength(texts[0]);
	const checked = async (line, maxBytes) => {
		const [result] = await read(line, { pointer: "/body", maxBytes });
		assert.equal((await countEvents(line, { pointer: "/body", maxBytes })).valid, Number(result.ok));
		return result;
	};
	const line = JSON.stringify({ body: texts[0], more: "x".repeat(60_000) });
	assert.equal((await checked(line, size)).ok, true);
	const large = await checked(line, size - 1);
	assert.deepEqual([large.error.issues[0].code, large.wrapper.body], ["too_large", texts[0]]);
	const escaped = [...texts[0]].map((it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
	assert.equal((await checked(`{"body":"${escaped}"}`, size)).ok, true);
	// A line is limited too, so that it takes little memory.
	const longest = 6 * size + 2 ** 16;
	for (const [length, ok] of [
		[longest, true],
		[longest + 1, false],
	]) {
		const wrapper = JSON.stringify({ body: texts[0], more: "" });
		const result = await checked(wrapper.replace('""', `"${"x".repeat(length - wrapper.length)}"`), size);
		assert.equal(result.ok, ok);
		if (!ok) {
			assert.deepEqual([result.error.issues[0].code, result.wrapper], ["too_large", undefined]);
		}
	}
});

test("without a pointer there is no wrapper", async () => {
	const [result] = await read(texts[0].replaceAll("\n", ""));
	assert.deepEqual(Object.keys(result), ["ok", "event", "line", "offset", "bytes"]);
});
