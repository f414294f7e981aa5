// Sizes are exact, so a test limits them. budgets.json has the limits (`gates`) for the published files, and smaller
// goals; docs/performance.md compares the goals with the measured sizes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { entrySizes } from "./entry.mjs";

const { gates } = JSON.parse(readFileSync(new URL("../../budgets.json", import.meta.url), "utf8"));

/** How far above the size its gate may be, in bytes: enough for a new payload. */
const MAX_ABOVE = 1024;

test("no published size is above its gate, and no gate is far above its size", async () => {
	const sizes = await entrySizes(fileURLToPath(new URL(".", import.meta.url)));
	for (const [name, limit] of Object.entries(gates)) {
		assert.ok(sizes[name] <= limit, `${name} is ${sizes[name]} B, and budgets.json allows ${limit} B`);
		assert.ok(
			sizes[name] + MAX_ABOVE >= limit,
			`${name} is ${sizes[name]} B: lower its gate in budgets.json to ${sizes[name] + MAX_ABOVE} B`,
		);
	}
});
