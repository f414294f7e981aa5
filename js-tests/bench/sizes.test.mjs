// Sizes are exact, so they are gated: budgets.json says how large what is published may be. The goals beside the gates are
// smaller; docs/performance.md shows how far off they are.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sizesOf } from "./sizes.mjs";

const { gates } = JSON.parse(readFileSync(new URL("../../budgets.json", import.meta.url), "utf8"));

test("nothing that is published is larger than its gate", async () => {
	const sizes = await sizesOf();
	for (const [name, limit] of Object.entries(gates)) {
		assert.ok(sizes[name] <= limit, `${name} is ${sizes[name]} B, and ${limit} B are allowed`);
	}
});
