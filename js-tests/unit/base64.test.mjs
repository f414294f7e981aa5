import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBase64, toBase64 } from "../../target/unit/core/base64.js";

test("bytes of any length become base64 as Node.js writes it, and come back", () => {
	for (const length of [0, 1, 2, 3, 255, 8192, 65_535, 100_000]) {
		const bytes = Uint8Array.from({ length }, (_, at) => (at * 7919) % 256);
		const text = toBase64(bytes);
		assert.equal(text, Buffer.from(bytes).toString("base64"));
		assert.deepEqual(fromBase64(text), bytes);
	}
});
