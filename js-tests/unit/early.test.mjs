import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { early } from "../../target/unit/core/early.js";

/** The smallest module, as `decode` reads it: "\0asm", and version 1. */
const EMPTY = "# ) ; 5$###";
const { navigator } = globalThis;

/** Has the host say that it is this one. */
function host(value) {
	Object.defineProperty(globalThis, "navigator", { value, configurable: true, writable: true });
}

afterEach(() => host(navigator));

test("in a Cloudflare Worker a module is compiled at once", () => {
	host({ userAgent: "Cloudflare-Workers" });
	assert.ok(early(EMPTY) instanceof WebAssembly.Module);
});

test("elsewhere nothing is done", () => {
	for (const value of [undefined, {}, { userAgent: "Node.js/20" }, { userAgent: "" }]) {
		host(value);
		assert.equal(early(EMPTY), undefined);
	}
});

test("what does not compile is left for later", () => {
	host({ userAgent: "Cloudflare-Workers" });
	assert.equal(early("###"), undefined);
});
