import assert from "node:assert/strict";
import { test } from "node:test";
import { decode } from "../../target/unit/core/decode.js";

test("decode reads every byte in the form that scripts/pkg.mjs writes", () => {
	// One character stands for 0 to 90. A space before it adds 91, an exclamation mark 182.
	const digits = Array.from({ length: 91 }, (_, i) => String.fromCharCode(0x23 + i).replace("\\", "~"));
	const text = [
		...digits,
		...digits.map((it) => ` ${it}`),
		...digits.slice(0, 256 - 182).map((it) => `!${it}`),
	].join("");
	assert.deepEqual(
		decode(text),
		Uint8Array.from({ length: 256 }, (_, i) => i),
	);
	assert.deepEqual(decode(""), new Uint8Array(0));
	assert.deepEqual(decode("~~ ~!~"), Uint8Array.of(57, 57, 148, 239));
});
