import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { cases, expected, fixtures } from "../suite.mjs";

const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL(".", import.meta.url));

test("workerd: every case and fixture, with the core as an imported module", async () => {
	const bundled = await build({
		entryPoints: [join(here, "workerd.mjs")],
		bundle: true,
		format: "esm",
		conditions: ["workerd", "worker"],
		external: ["*.wasm"],
		write: false,
		logLevel: "warning",
	});
	const [{ text: contents }] = bundled.outputFiles;
	assert.match(contents, /from "\.\/core\.wasm"/);
	const miniflare = new Miniflare({
		compatibilityDate: "2025-01-01",
		cf: false,
		modules: [
			{ type: "ESModule", path: "worker.mjs", contents },
			...["core.wasm", "inspect.wasm"].map((path) => ({
				type: "CompiledWasm",
				path,
				contents: readFileSync(require.resolve(`azeer-webhooks/${path}`)),
			})),
		],
	});
	try {
		const bodies = [...cases, ...[...fixtures.values()].map((body) => ({ body }))];
		const response = await miniflare.dispatchFetch("http://worker/", {
			method: "POST",
			body: JSON.stringify(bodies),
		});
		assert.equal(response.status, 200);
		const results = await response.json();
		assert.equal(results.length, bodies.length);
		for (const [i, it] of bodies.entries()) {
			assert.equal(results[i].length, it.body === undefined ? 1 : 2);
			for (const { outcome, wire, tier } of results[i]) {
				assert.equal(tier === "invalid", wire === undefined);
				if (it.name !== undefined) {
					assert.deepEqual(outcome, expected(it), it.name);
				}
				if (wire !== undefined) {
					assert.deepEqual(wire, JSON.parse(it.body));
				}
			}
		}
	} finally {
		await miniflare.dispose();
	}
});
