// Exceptions while the core runs, which no input should bring about: brought about here from outside.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { parse, parseMany, safeParse, sentAt } from "azeer-webhooks";
import { fixtures } from "../suite.mjs";

const body = fixtures.get("01-incoming-text");
const line = body.replaceAll("\n", "");

const { Instance } = WebAssembly;
let instances = 0;
/** What the core does in place of what it is called for, while that is set. */
let fault;
WebAssembly.Instance = class extends Instance {
	get exports() {
		instances += 1;
		const { memory, reserve, slots, head, ...others } = super.exports;
		const faulty = Object.entries(others).map(([name, run]) => [
			name,
			(...args) => (fault === undefined ? run(...args) : fault(reserve)),
		]);
		return { memory, reserve, slots, head, ...Object.fromEntries(faulty) };
	}
};
after(() => {
	WebAssembly.Instance = Instance;
});

/** Ways to the core, and what each gives. */
const event = JSON.parse(body);
const ways = [
	["parse", () => parse(body), event],
	["safeParse", () => safeParse(body).event, event],
	["parseMany", () => [...parseMany(line)], [{ ok: true, event, line: 1 }]],
	["sentAt", () => sentAt(event), new Date(event.timestamp)],
];

/** Runs each of them with a fault: the next call has a fresh instance, and the one after it has the same. */
function stops(broken, check) {
	for (const [name, call, expected] of ways) {
		call();
		const before = instances;
		fault = broken;
		assert.throws(call, check, name);
		fault = undefined;
		assert.deepEqual(call(), expected, name);
		assert.deepEqual(call(), expected, name);
		assert.equal(instances, before + 1, name);
	}
}

test("after a trap the next call gets a fresh instance", () => {
	stops(
		// More than there can be: the core stops as it would on running out of memory.
		(reserve) => reserve(0xffff_ffff),
		(error) => {
			assert.equal(
				error.message,
				"azeer-webhooks: the WebAssembly core has stopped, which no input should bring about",
			);
			assert.ok(error.cause instanceof WebAssembly.RuntimeError);
			return true;
		},
	);
});

test("after any other exception too, which is passed on as it is", () => {
	for (const thrown of [new RangeError("no stack left"), "text"]) {
		stops(
			() => {
				throw thrown;
			},
			(error) => error === thrown,
		);
	}
});
