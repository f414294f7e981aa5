// Exceptions while the core runs. No input should cause one, so these tests inject them.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { parse, parseMany, safeParse, sentAt } from "azeer-webhooks";
import { fixtures } from "../suite.mjs";

const body = fixtures.get("01-incoming-text");
const line = body.replaceAll("\n", "");

const { Instance } = WebAssembly;
let instances = 0;
/** While set, it runs instead of any function of the core. */
let fault;
WebAssembly.Instance = class extends Instance {
	get exports() {
		instances += 1;
		const { memory, reserve, slots, header, ...rest } = super.exports;
		const faulty = Object.entries(rest).map(([name, run]) => [
			name,
			(...args) => (fault === undefined ? run(...args) : fault(reserve)),
		]);
		return { memory, reserve, slots, header, ...Object.fromEntries(faulty) };
	}
};
after(() => {
	WebAssembly.Instance = Instance;
});

/** Public functions that call the core, each with its result. */
const event = JSON.parse(body);
const ways = [
	["parse", () => parse(body), event],
	["safeParse", () => safeParse(body).event, event],
	["parseMany", () => [...parseMany(line)], [{ ok: true, event, line: 1, offset: 0 }]],
	["sentAt", () => sentAt(event), new Date(event.timestamp)],
];

/** Injects a fault into each. The next call gets a new instance, and the call after it reuses that. */
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

test("after a trap, the call throws and the next call gets a new instance", () => {
	stops(
		// More memory than is possible: the core stops as if it ran out of memory.
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

test("any other exception is passed on unchanged, and the next call gets a new instance", () => {
	for (const thrown of [new RangeError("no stack left"), "text"]) {
		stops(
			() => {
				throw thrown;
			},
			(error) => error === thrown,
		);
	}
});
