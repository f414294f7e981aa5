// Bytes of what is published, and of what a bundle takes.

import { readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { sizes } from "./bundle.mjs";

const require = createRequire(import.meta.url);

export async function sizesOf() {
	const dist = dirname(require.resolve("azeer-webhooks/core.wasm"));
	const declarations = readdirSync(dist, { recursive: true }).filter((name) => /\.d\.c?ts$/.test(name));
	const bundles = await sizes();
	return {
		"core.wasm raw": statSync(join(dist, "core.wasm")).size,
		"entry brotli": bundles[0].brotli,
		declarations: declarations.reduce((sum, name) => sum + statSync(join(dist, name)).size, 0),
		bundles,
	};
}
