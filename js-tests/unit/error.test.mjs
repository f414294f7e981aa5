import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { codes } from "../../target/unit/generated/texts.js";
import { PayloadError } from "../../target/unit/parse/error.js";
import { Failure } from "../../target/unit/parse/failure.js";

const issue = (code, message = code) => ({
	code,
	path: "/a",
	message,
	expected: null,
	received: null,
	offset: 0,
	line: 1,
	column: 2,
});
const error = (issues, { more = 0, body = "[1", source = "[1" } = {}) =>
	PayloadError.of(new Failure(issues, more, body, source));

test("the message lists all issues with their places, and counts the issues left out", () => {
	const issues = [issue("wrong_type", "this"), { ...issue("too_deep", "that"), line: 3, column: 4 }];
	assert.equal(error(issues).message, "this (line 1, column 2); that (line 3, column 4)");
	assert.equal(
		error(issues, { more: 1 }).message,
		"this (line 1, column 2); that (line 3, column 4); and 1 more",
	);
	assert.equal(error(issues, { more: 7 }).more, 7);
	assert.equal(error(issues).issues, issues);
});

test("the first issue decides the status", () => {
	for (const [code, status] of codes) {
		assert.equal(error([issue(code), issue("too_large")]).status, status, code);
	}
	assert.equal(error([]).status, 500);
	assert.equal(error([issue("new")]).status, 500);
});

test("the body is the given one, and does not show when the error is printed", () => {
	const body = { text: "hello" };
	assert.equal(error([issue("wrong_type")], { body }).body, body);
	assert.deepEqual(Object.keys(error([])), ["issues", "more"]);
	assert.doesNotMatch(inspect(error([issue("wrong_type")], { body })), /hello/);
});

test("the payload is the JSON value of the text, or undefined", () => {
	assert.deepEqual(error([], { source: '{"a":[1]}' }).payload, { a: [1] });
	assert.equal(error([], { source: "{" }).payload, undefined);
	assert.equal(PayloadError.of(new Failure([], 0, "x", undefined)).payload, undefined);
});

test("the frame shows the issues, and is empty without a text", () => {
	assert.equal(error([issue("too_deep", "there")], { source: "[1" }).frame, "1 | [1\n  |  ^ there");
	assert.equal(PayloadError.of(new Failure([issue("too_large")], 0, "x", undefined)).frame, "");
});

test("the class and its errors are named PayloadError, even if a bundler renames the class", () => {
	for (const it of [PayloadError, PayloadError.prototype]) {
		assert.deepEqual(Object.getOwnPropertyDescriptor(it, "name"), {
			value: "PayloadError",
			configurable: true,
			enumerable: false,
			writable: true,
		});
	}
	assert.equal(String(error([issue("too_deep", "there")])), "PayloadError: there (line 1, column 2)");
});

test("instanceof goes by the symbol that all copies of the package share", () => {
	const brand = Symbol.for("azeer-webhooks.PayloadError");
	assert.ok(error([]) instanceof PayloadError);
	assert.ok(error([]) instanceof Error);
	assert.equal(error([])[brand], true);
	assert.ok({ [brand]: true } instanceof PayloadError);
	assert.ok(runInNewContext("({ [brand]: true })", { brand }) instanceof PayloadError);
	for (const other of [new Error("x"), {}, null, undefined, "text", 1]) {
		assert.equal(other instanceof PayloadError, false);
	}
	const callable = Object.assign(() => {}, { [brand]: true });
	assert.equal(callable instanceof PayloadError, false);
});

test("instanceof of a subclass is true for its own instances only", () => {
	class Special extends PayloadError {}
	assert.equal(error([]) instanceof Special, false);
	assert.ok(Object.create(Special.prototype) instanceof Special);
	assert.ok(Object.create(Special.prototype) instanceof PayloadError);
});
