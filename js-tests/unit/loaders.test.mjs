// The files that load a module in each host. Here an import of a `.wasm` file returns its specifier.

import assert from "node:assert/strict";
import { register } from "node:module";
import { afterEach, test } from "node:test";

const hooks = `
export const resolve = (specifier, context, next) =>
	/\\.wasm/.test(specifier)
		? { url: "data:text/javascript," + encodeURIComponent("export default " + JSON.stringify(specifier)), shortCircuit: true }
		: next(specifier, context);
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const { navigator } = globalThis;
afterEach(() => {
	Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true, writable: true });
});
const load = async (name) => (await import(`../../target/unit/core/${name}.js`)).load();

test("workerd and the edge runtime import the module, each with its own specifier", async () => {
	assert.equal(await load("core-workerd"), "./core.wasm");
	assert.equal(await load("inspect-workerd"), "./inspect.wasm");
	assert.equal(await load("core-edge-light"), "./core.wasm?module");
	assert.equal(await load("inspect-edge-light"), "./inspect.wasm?module");
});

test("the inlined core is loaded as bytes, the inlined module of reports is compiled", async () => {
	const { load } = await import("../../target/unit/core/core-inline.js");
	assert.deepEqual(load(), Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
	const inspect = await import("../../target/unit/core/inspect-inline.js");
	assert.ok(inspect.load() instanceof WebAssembly.Module);
	assert.notEqual(inspect.load(), inspect.load());
});

test("a host that refuses even the decoder is answered with the remedy", async () => {
	const { load } = await import("../../target/unit/core/core-inline.js");
	const { Module } = WebAssembly;
	const cause = new Error("refused");
	WebAssembly.Module = class {
		constructor() {
			throw cause;
		}
	};
	try {
		assert.throws(load, (error) => error.cause === cause && /'wasm-unsafe-eval'/.test(error.message));
	} finally {
		WebAssembly.Module = Module;
	}
});

test("in a Cloudflare Worker both are compiled at import", async () => {
	const value = { userAgent: "Cloudflare-Workers" };
	Object.defineProperty(globalThis, "navigator", { value, configurable: true, writable: true });
	for (const name of ["core-inline", "inspect-inline"]) {
		const { load } = await import(`../../target/unit/core/${name}.js?worker`);
		assert.ok(load() instanceof WebAssembly.Module);
		assert.equal(load(), load());
	}
});

test("slim's loader rejects if no core was given", async () => {
	await assert.rejects(load("core-given"), {
		message: "azeer-webhooks/slim: call init with the module azeer-webhooks/core.wasm first, and await it",
	});
});
