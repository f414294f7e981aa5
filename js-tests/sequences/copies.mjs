// Copies of the package that share no state. Each function runs a built file again.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const dist = join(dirname(createRequire(import.meta.url).resolve("azeer-webhooks/package.json")), "dist");

/** The published core. */
export const core = readFileSync(join(dist, "core.wasm"));

/**
 * The source of a module with two functions. Each makes a new copy of the package: `slim(core)` from the build that
 * takes a compiled core, `page()` from the build for pages without a bundler.
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
