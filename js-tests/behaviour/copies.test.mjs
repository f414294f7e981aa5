// Copies of the package in one process: two versions, and each as ESM and as CommonJS.

import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { scratch } from "../hosts/made.mjs";
import { fixtures } from "../suite.mjs";

const root = dirname(createRequire(import.meta.url).resolve("azeer-webhooks/package.json"));

test("errors are recognised across copies, and none disturbs the state of another", () =>
	scratch({ "package.json": "{}" }, async (folder) => {
		// As npm puts the version that a dependency wants beside the one that is there.
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
		const made = ({ safeParse }, body) => {
			const { ok, event, error } = safeParse(body);
			return ok ? event : error.issues;
		};
		const alone = bodies.map((body) => made(copies[0], body));
		// In turns, so that what a copy has learned of names is of the body before.
		for (const [i, body] of bodies.entries()) {
			for (const copy of copies) {
				assert.deepEqual(made(copy, body), alone[i]);
			}
		}
		// Batches stay open while others run.
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
