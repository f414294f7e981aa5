// Copies of the package that share no state: what it is built into, as functions that run it anew.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const dist = join(dirname(createRequire(import.meta.url).resolve("azeer-webhooks/package.json")), "dist");

/** The core, as it is published. */
export const core = readFileSync(join(dist, "core.wasm"));

/**
 * A module with two functions, each of which makes a copy: `slim(core)` of the build that is given a compiled core, and `page()` of the build
 * for pages without a bundler.
 */
export const copies = `export async function slim(core) {
	const module = { exports: {} };
	((module, exports) => {
${readFileSync(join(dist, "slim.cjs"), "utf8")}
	})(module, module.exports);
	await module.exports.init(core);
	return module.exports;
}

export function page() {
${readFileSync(join(dist, "browser.global.js"), "utf8")}
	return azeerWebhooks;
}
`;
