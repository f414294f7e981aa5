// Frames equal those in tests/frames.json. The crate is tested with the same file.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { safeParse } from "azeer-webhooks";

const rows = JSON.parse(readFileSync(new URL("../../tests/frames.json", import.meta.url), "utf8"));

test("every row has its frame", () => {
	assert.ok(rows.length > 10);
	for (const { name, body, frame } of rows) {
		for (const given of [body, new TextEncoder().encode(body)]) {
			assert.deepEqual(safeParse(given).error.frame.split("\n"), frame, name);
		}
	}
});
