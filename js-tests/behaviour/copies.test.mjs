// Several copies of the package in one process: two versions, each as ESM and as CommonJS, and slim.

import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { scratch } from "../hosts/made.mjs";
import { fixtures } from "../suite.mjs";

const root = dirname(createRequire(import.meta.url).resolve("azeer-webhooks/package.json"));

test("copies recognise each other's errors and share no state", () =>
	scratch({ "package.json": "{}" }, async (folder) => {
		// npm installs a second version in this way if a dependency needs another one.
		const older = join(folder, "node_modules", "azeer-webhooks");
		cpSync(root, older, { recursive: true });
		const manifest = JSON.parse(readFileSync(join(older, "package.json"), "utf8"));
		writeFileSync(join(older, "package.json"), JSON.stringify({ ...manifest, version: "0.0.9" }));
		const require = createRequire(join(folder, "index.js"));
		const esm = require.resolve("azeer-webhooks").replace(/cjs$/, "js");
		const copies = [
			await import("azeer-webhooks"),
			createRequire(import.meta.url)("azeer-webhooks"),
			await import(pathToFileURL(esm).href),
			require("azeer-webhooks"),
			await import("azeer-webhooks/slim"),
		];
		assert.equal(new Set(copies.map(({ PayloadError }) => PayloadError)).size, copies.length);
		await copies.at(-1).init(readFileSync(join(root, "dist", "core.wasm")));

		const large = fixtures.get("01-incoming-text").replace("hello", "long ".repeat(40_000));
		const bodies = [...fixtures.values(), large, "{", '{"a":1,"b":2,"webhook_event_type":"chat_closed"}'];
		const outcomeOf = ({ safeParse }, body) => {
			const { ok, event, error } = safeParse(body);
			return ok ? event : error.issues;
		};
		const alone = bodies.map((body) => outcomeOf(copies[0], body));
		// The copies take turns, so that each has names from the body before.
		for (const [i, body] of bodies.entries()) {
			for (const copy of copies) {
				assert.deepEqual(outcomeOf(copy, body), alone[i]);
			}
		}
		// All batches are open at once.
		const batches = copies.map(({ parseMany }) =>
			parseMany(bodies.map((it) => it.replaceAll("\n", "")).join("\n")),
		);
		const counts = bodies.map(
			() => new Set(batches.map((batch) => JSON.stringify(batch.next().value.event))).size,
		);
		assert.deepEqual([...new Set(counts)], [1]);

		for (const { safeParse } of copies) {
			const { error } = safeParse("{");
			for (const { PayloadError } of copies) {
				assert.ok(error instanceof PayloadError);
			}
		}
	}));
