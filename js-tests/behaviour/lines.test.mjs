// parseMany gives the same results as safeParse for each line.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { parse, parseMany, safeParse } from "azeer-webhooks";
import { fixtures } from "../suite.mjs";

const encoder = new TextEncoder();
const texts = [...fixtures.values()].map((text) => text.replaceAll("\n", ""));
const [text, arabic] = ["01-incoming-text", "11-incoming-text-arabic"].map((name) =>
	fixtures.get(name).replaceAll("\n", ""),
);

/** The results that safeParse gives for each line alone. Lines end with `end`. */
function expected(lines, form, end = "\n") {
	let next = 0;
	return lines.flatMap((line, index) => {
		const offset = next;
		next += form(line + end).length;
		if (line.trim() === "") {
			return [];
		}
		const result = safeParse(form(line));
		return result.ok
			? [{ ok: true, event: result.event, line: index + 1, offset }]
			: [{ ok: false, issues: result.error.issues, line: index + 1, offset }];
	});
}

function found(body, options) {
	return Array.from(parseMany(body, options), ({ ok, event, error, line, offset }) =>
		ok ? { ok, event, line, offset } : { ok, issues: error.issues, line, offset },
	);
}

const long = JSON.stringify({ ...JSON.parse(text), text: "long ".repeat(40_000) });
const bodies = {
	"every fixture": texts,
	"blank lines and none at the end": ["", text, " \t", "\r", `${text}\r`, "", arabic],
	"faults of every kind": [text, "{", "[]", "1", '{"webhook_event_type":1}', "x", arabic, '{"a":1,"a":2}'],
	"a line longer than the input buffer": [text, long, arabic, long, text],
	"only a long line": [long],
	"more lines than the input buffer holds": Array.from({ length: 2000 }, (_, i) => texts[i % texts.length]),
	"surrogate pairs at every offset of a chunk": Array.from({ length: 300 }, (_, i) =>
		JSON.stringify({ ...JSON.parse(text), text: "😀".repeat(100 + i) }),
	),
};

for (const [name, lines] of Object.entries(bodies)) {
	test(`lines: ${name}`, () => {
		for (const end of ["", "\n"]) {
			const body = lines.join("\n") + end;
			assert.deepEqual(
				found(body),
				expected(lines, (line) => line),
			);
			assert.deepEqual(
				found(encoder.encode(body)),
				expected(lines, (line) => encoder.encode(line)),
			);
		}
	});
}

test("lines: a lone surrogate is refused with its exact place", () => {
	const broken = text.replace("hello", "\ud83d");
	const lines = [text, broken, text.replace("hello", "\ufffd"), broken.replace("\ud83d", "\ude00"), arabic];
	assert.deepEqual(
		found(lines.join("\n")),
		expected(lines, (line) => line),
	);
});

test("lines: an error's body is its line only", () => {
	const body = `${text}\n{"text":"مرحبا",}\n${text}`;
	const [, ofString] = parseMany(body);
	assert.equal(ofString.error.body, '{"text":"مرحبا",}');
	assert.equal(ofString.line, 2);
	const [, ofBytes] = parseMany(encoder.encode(body));
	assert.deepEqual(ofBytes.error.body, encoder.encode('{"text":"مرحبا",}'));
	assert.equal(ofBytes.error.body.buffer.byteLength, ofBytes.error.body.length);
});

test("lines: maxBytes and strict apply to each line", () => {
	const results = found(`${text}\n${long}`, { maxBytes: 1000 });
	assert.equal(results[0].ok, true);
	assert.equal(results[1].issues[0].code, "too_large");
	assert.equal(results[1].issues[0].expected, "1000 bytes");
	const strict = found(text.replace("{", '{"extra":1,'), { strict: true });
	assert.equal(strict[0].issues[0].code, "undocumented_member");
	assert.throws(() => parseMany(text, { maxBytes: 0 }), RangeError);
});

test("lines: other calls may run between two results, and a loop may stop early", () => {
	const lines = Array.from({ length: 50 }, (_, i) => texts[i % texts.length]);
	const body = lines.join("\n");
	for (const form of [body, encoder.encode(body)]) {
		const outer = [];
		for (const result of parseMany(form)) {
			outer.push(result.line);
			assert.deepEqual(parse(text), JSON.parse(text));
			for (const inner of parseMany(form)) {
				assert.equal(inner.line, 1);
				break;
			}
		}
		assert.deepEqual(
			outer,
			lines.map((_, index) => index + 1),
		);
	}
});

test("lines: a carriage return before a line feed is not part of the line", () => {
	const refused = '{"text":"مرحبا",}';
	const lines = [text, refused, '{"text":"unfinished', arabic, "  ", "", "\t", text];
	const body = `${lines.join("\r\n")}\r\n`;
	for (const form of [(it) => it, (it) => encoder.encode(it)]) {
		assert.deepEqual(found(form(body)), expected(lines, form, "\r\n"));
		const errors = [...parseMany(form(body))].filter(({ ok }) => !ok).map(({ error }) => error);
		assert.deepEqual(
			errors.map((error) => error.body),
			[lines[1], lines[2]].map(form),
		);
		assert.equal(errors[1].issues[0].code, "unexpected_end");
		// The limit counts the line without its line end.
		const maxBytes = encoder.encode(text).length;
		assert.deepEqual(
			[...parseMany(form(`${text}\r\n${text} \r\n`), { maxBytes })].map(({ ok }) => ok),
			[true, false],
		);
		// A carriage return that no line feed follows is white space. So is the first of two.
		assert.deepEqual(found(form(`${text}\r`)), expected([`${text}\r`], form));
		const [{ error }] = parseMany(form("[]\r\r\n"));
		assert.deepEqual(error.body, form("[]\r"));
	}
});

test("lines: a long line ends like a short one", () => {
	for (const form of [(it) => it, (it) => encoder.encode(it)]) {
		const lines = [long, `${long.slice(0, -1)},}`, text];
		assert.deepEqual(found(form(lines.join("\r\n"))), expected(lines, form, "\r\n"));
		const [, { error }] = parseMany(form(lines.join("\r\n")));
		assert.deepEqual(error.body, form(lines[1]));
	}
});

test("lines: blank lines of any length are skipped", () => {
	for (const length of [21_844, 21_845, 21_846, 65_535, 65_536, 65_537, 200_000]) {
		for (const blank of [" ".repeat(length), `${"\t".repeat(length)}\r`]) {
			for (const form of [(it) => it, (it) => encoder.encode(it)]) {
				assert.deepEqual(found(form(`${blank}\n${text}\n${blank}\n${blank}`)), [
					{ ok: true, event: JSON.parse(text), line: 2, offset: blank.length + 1 },
				]);
			}
		}
	}
});

test("lines: an argument that is not a body throws at once", () => {
	for (const [body, kind] of [
		[1, "Number"],
		[undefined, "Undefined"],
		[null, "Null"],
		[{}, "Object"],
		[[text], "Array"],
		[new Blob([text]), "Blob"],
		[new Blob([text]).stream(), "ReadableStream"],
	]) {
		assert.throws(() => parseMany(/** @type {any} */ (body)), {
			name: "TypeError",
			message: `parseMany takes a string, a Uint8Array or an ArrayBuffer, not ${kind}; read a stream or a Blob first`,
		});
	}
	for (const bytes of [gzipSync(text), new Uint8Array(gzipSync(text)).buffer]) {
		assert.throws(() => parseMany(bytes), {
			name: "TypeError",
			message: "parseMany takes text or its UTF-8 bytes; these are compressed by gzip, decompress them first",
		});
	}
	assert.deepEqual([...parseMany("")], []);
	assert.deepEqual([...parseMany(new Uint8Array())], []);
	assert.equal([...parseMany(Uint8Array.of(0x1f, 0x0a, 0x8b))].length, 2);
});
