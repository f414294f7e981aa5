// Sizes are exact, so they are gated: budgets.json says how large what is published may be. The goals beside the gates are
// smaller; docs/performance.md shows how far off they are.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { entrySizes } from "./entry.mjs";

const { gates } = JSON.parse(readFileSync(new URL("../../budgets.json", import.meta.url), "utf8"));

/** How far above a size its gate may be: what a new payload takes, and no more. */
const ROOM = 1024;

test("nothing that is published is larger than its gate, and no gate stands far above", async () => {
	const sizes = await entrySizes(fileURLToPath(new URL(".", import.meta.url)));
	for (const [name, limit] of Object.entries(gates)) {
		assert.ok(sizes[name] <= limit, `${name} is ${sizes[name]} B, and budgets.json allows ${limit} B`);
		assert.ok(
			sizes[name] + ROOM >= limit,
			`${name} is ${sizes[name]} B: lower its gate in budgets.json to ${sizes[name] + ROOM} B`,
		);
	}
});
