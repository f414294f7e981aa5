import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { prepare } from "../../target/unit/core/core.js";
import { INVALID, LINE_END } from "../../target/unit/generated/abi.js";
import { PayloadError } from "../../target/unit/parse/error.js";
import { parse, parseMany, safeParse, validate } from "../../target/unit/parse/parse.js";
import { answers, HEADER_AT, module, taken } from "./stand-in.mjs";

answers.parse = () => INVALID;
answers.parse_line = (buffer) => {
	new Int32Array(buffer, HEADER_AT)[LINE_END] = 1;
	return INVALID;
};
beforeEach(async () => {
	await prepare(module());
	taken();
});

const { stackTraceLimit } = Error;
after(() => {
	Error.stackTraceLimit = stackTraceLimit;
});

const ways = {
	parse: (options) => assert.throws(() => parse("{", options), PayloadError),
	safeParse: (options) => assert.equal(safeParse("{", options).ok, false),
	validate: (options) => assert.equal(validate(1, options).ok, false),
	parseMany: (options) => assert.equal([...parseMany("{", options)].length, 1),
};
/** The options that the core gets: maxBytes, and 1 if strict. */
const given = () => {
	const [[name, ...args]] = taken();
	return name === "parse" ? args.slice(1, 3) : args.slice(3);
};

test("every function has the same options", () => {
	for (const way of Object.values(ways)) {
		for (const [options, expected] of [
			[undefined, [2 ** 20, 0]],
			[{}, [2 ** 20, 0]],
			[{ maxBytes: undefined, strict: undefined }, [2 ** 20, 0]],
			[{ maxBytes: 1 }, [1, 0]],
			[{ maxBytes: 2 ** 28, strict: true }, [2 ** 28, 1]],
			[{ strict: false }, [2 ** 20, 0]],
		]) {
			way(options);
			assert.deepEqual(given(), expected);
		}
	}
});

test("invalid options throw at once", () => {
	const noNumber = { name: "RangeError", message: "maxBytes has to be a whole number from 1 to 268435456" };
	const noStrict = { name: "TypeError", message: "strict has to be true or false" };
	const noOptions = { name: "TypeError", message: "options have to be an object" };
	for (const run of [
		(options) => parse("{", options),
		(options) => safeParse("{", options),
		(options) => validate(1, options),
		(options) => parseMany("{", options),
	]) {
		for (const maxBytes of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 28 + 1, "1", null]) {
			assert.throws(() => run({ maxBytes }), noNumber);
		}
		for (const strict of ["true", 0, 1, null]) {
			assert.throws(() => run({ strict }), noStrict);
		}
		for (const options of [null, 0, "strict", true, () => {}]) {
			assert.throws(() => run(options), noOptions);
		}
	}
	assert.deepEqual(taken(), []);
});

test("parse throws with a stack; the others return errors without one and restore Error.stackTraceLimit", () => {
	const hasStack = ({ stack }) => /\n\s+at /.test(stack);
	for (const limit of [10, 0, 3]) {
		Error.stackTraceLimit = limit;
		assert.throws(
			() => parse("{"),
			(error) => hasStack(error) === limit > 0,
		);
		for (const result of [safeParse("{"), validate(1), ...parseMany("{")]) {
			assert.equal(hasStack(result.error), false);
			assert.equal(Error.stackTraceLimit, limit);
		}
	}
});

test("Error.stackTraceLimit may be absent or read-only", () => {
	delete Error.stackTraceLimit;
	assert.ok(safeParse("{").error instanceof PayloadError);
	assert.equal("stackTraceLimit" in Error, false);
	const set = [];
	// Setting a property without a setter throws in strict code.
	Object.defineProperty(Error, "stackTraceLimit", {
		configurable: true,
		get: () => 10,
		set: undefined,
	});
	assert.ok(safeParse("{").error instanceof PayloadError);
	// This property records what it is set to.
	Object.defineProperty(Error, "stackTraceLimit", {
		configurable: true,
		get: () => 10,
		set: (value) => set.push(value),
	});
	assert.ok(safeParse("{").error instanceof PayloadError);
	assert.deepEqual(set, [0, 10]);
	Object.defineProperty(Error, "stackTraceLimit", {
		value: stackTraceLimit,
		configurable: true,
		writable: true,
	});
});

test("the result of a line has its number", () => {
	assert.deepEqual(
		Array.from(parseMany("{"), ({ ok, error, line }) => [ok, error instanceof PayloadError, line]),
		[[false, true, 1]],
	);
});
