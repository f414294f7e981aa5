// A trap of the core, which no input should bring about: brought about here from outside.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, safeParse } from "azeer-webhooks";
import { fixtures } from "../suite.mjs";

test("after a trap the next call gets a fresh instance", () => {
	const { Instance } = WebAssembly;
	let instances = 0;
	let trapping = false;
	WebAssembly.Instance = class extends Instance {
		get exports() {
			instances += 1;
			const { reserve, parse, ...others } = super.exports;
			// More than there can be: the core stops as it would on running out of memory.
			return { ...others, reserve, parse: (...args) => (trapping ? reserve(0xffff_ffff) : parse(...args)) };
		}
	};
	try {
		const body = fixtures.get("01-incoming-text");
		assert.deepEqual(parse(body), JSON.parse(body));
		assert.equal(instances, 1);
		trapping = true;
		for (const call of [parse, safeParse]) {
			assert.throws(
				() => call(body),
				(error) => {
					assert.equal(
						error.message,
						"azeer-webhooks: the WebAssembly core has stopped, which no input should bring about",
					);
					assert.ok(error.cause instanceof WebAssembly.RuntimeError);
					return true;
				},
			);
		}
		trapping = false;
		assert.deepEqual(parse(body), JSON.parse(body));
		assert.deepEqual(parse(body), JSON.parse(body));
		assert.equal(instances, 3);
	} finally {
		WebAssembly.Instance = Instance;
	}
});
