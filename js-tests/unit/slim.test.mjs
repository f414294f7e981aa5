import assert from "node:assert/strict";
import { after, test } from "node:test";
import { runInNewContext } from "node:vm";
import { CORE_ID } from "../../target/unit/generated/core-id.js";
import { init } from "../../target/unit/slim.js";
import { fresh } from "./fresh.mjs";

/** A module that has only a custom section with the name of its build. */
function moduleOf(id, section = "azeer-webhooks") {
	const content = Buffer.from(String.fromCharCode(section.length) + section + id);
	return Uint8Array.of(...Buffer.from("\0asm\x01\0\0\0"), 0, content.length, ...content);
}
const core = moduleOf(CORE_ID);

const { Instance } = WebAssembly;
/** Every module that was instantiated. */
let modules = [];
WebAssembly.Instance = class {
	constructor(module) {
		modules.push(module);
		const memory = new WebAssembly.Memory({ initial: 8 });
		this.exports = { memory, reserve: () => 1 << 17, slots: () => 1024, header: () => 8192 };
	}
};
after(() => {
	WebAssembly.Instance = Instance;
});

test("init refuses anything but the core", async () => {
	const noCore = "azeer-webhooks/slim: this is not the core.wasm of this version of the package";
	const noSource =
		"azeer-webhooks/slim: init takes a WebAssembly.Module, its bytes, a Response, or a promise of one";
	for (const [given, name, message] of [
		[undefined, "TypeError", noSource],
		[null, "TypeError", noSource],
		["core.wasm", "TypeError", noSource],
		[{ arrayBuffer: core.buffer }, "TypeError", noSource],
		[{ arrayBuffer: async () => "core" }, "TypeError", noSource],
		[
			{ ok: false, status: 404, arrayBuffer: async () => core.buffer },
			"Error",
			"azeer-webhooks/slim: core.wasm was answered with 404",
		],
		[
			new TextEncoder().encode("<!doctype html>"),
			"Error",
			'azeer-webhooks/slim: this is no WebAssembly, as it begins with "<!do": is it the address of core.wasm?',
		],
		[moduleOf("other"), "Error", noCore],
		[moduleOf(CORE_ID, "azeer-webhook"), "Error", noCore],
		[moduleOf(CORE_ID).subarray(0, 8), "Error", noCore],
		[new WebAssembly.Module(moduleOf("other")), "Error", noCore],
		[
			core.subarray(0, 12),
			"Error",
			/^azeer-webhooks: the WebAssembly core could not be started \(CompileError/,
		],
	]) {
		await assert.rejects(init(given), { name, message });
		await assert.rejects(init(Promise.resolve(given)), { name, message });
	}
	await assert.rejects(init(Promise.reject(new Error("no network"))), /^Error: no network$/);
	assert.deepEqual(modules, []);
});

test("init takes a module, its bytes, a response of any host, and promises of these", async () => {
	const { buffer } = core;
	for (const given of [
		new WebAssembly.Module(core),
		core,
		buffer,
		runInNewContext("new Uint8Array(bytes)", { bytes: [...core] }),
		{ arrayBuffer: async () => buffer },
		new Response(core),
		Promise.resolve(new Response(core)),
		Promise.resolve(buffer),
	]) {
		await fresh(async (load) => {
			modules = [];
			const [slim, { isReady }] = [await load("slim.js"), await load("core/core.js")];
			assert.equal(isReady(), false);
			await slim.init(given);
			assert.equal(isReady(), true);
			assert.equal(modules.length, 1);
			assert.ok(modules[0] instanceof WebAssembly.Module);
		});
	}
});

test("two calls of init at once make one core, and later calls do nothing", () =>
	fresh(async (load) => {
		modules = [];
		const slim = await load("slim.js");
		await Promise.all([slim.init(core), slim.init(core.buffer)]);
		// Nobody awaits this promise. Its rejection must not end the process.
		await slim.init(Promise.reject(new Error("no network")));
		await slim.init(undefined);
		assert.equal(modules.length, 1);
	}));
