import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { early } from "../../target/unit/core/early.js";

/** The smallest module in the form that `decode` reads: "\0asm" and version 1. */
const EMPTY = "# ) ; 5$###";
const { navigator } = globalThis;

/** Replaces the host's `navigator`. */
function host(value) {
	Object.defineProperty(globalThis, "navigator", { value, configurable: true, writable: true });
}

afterEach(() => host(navigator));

test("early compiles the module in a Cloudflare Worker", () => {
	host({ userAgent: "Cloudflare-Workers" });
	assert.ok(early(EMPTY) instanceof WebAssembly.Module);
});

test("early does nothing in other hosts", () => {
	for (const value of [undefined, {}, { userAgent: "Node.js/20" }, { userAgent: "" }]) {
		host(value);
		assert.equal(early(EMPTY), undefined);
	}
});

test("early returns undefined if the module does not compile", () => {
	host({ userAgent: "Cloudflare-Workers" });
	assert.equal(early("###"), undefined);
});
