import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, test } from "node:test";
import { nodeBuffer, nodeHash, nodeVersion } from "../../target/unit/core/host.js";

const { Buffer, process } = globalThis;
const set = (name, value) =>
	Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const restore = () => {
	set("Buffer", Buffer);
	set("process", process);
};
afterEach(restore);

const methods = { utf8Write() {}, latin1Slice() {}, utf8Slice() {} };
/** A `Buffer` whose `from` returns its arguments. */
const buffersOf = (prototype) => ({ prototype, from: (...args) => args });
const versions = { node: "23.4.5", v8: "12.9" };

/** The version and buffer that are found in a host. */
function found(host) {
	set("Buffer", host.Buffer);
	set("process", host.process);
	try {
		return [nodeVersion(), nodeBuffer(new Uint8Array(16).subarray(4, 12))?.slice(1)];
	} finally {
		restore();
	}
}

test("in Node.js the version and buffers are found", () => {
	const Buffer = buffersOf(methods);
	assert.deepEqual(found({ process: { versions }, Buffer }), [23, [4, 8]]);
	const memory = new Uint8Array(16);
	const buffer = nodeBuffer(memory.subarray(4, 12));
	assert.equal(buffer.utf8Write("é", 0), 2);
	assert.deepEqual([...memory.subarray(3, 7)], [0, 0xc3, 0xa9, 0]);
	assert.equal(buffer.length, 8);
	assert.equal(String(nodeVersion()), process.versions.node.split(".")[0]);
});

test("the hash function is that of Node.js, if it has one that is to be had", () => {
	const wanted = createHash("sha256").update("é").digest();
	assert.deepEqual(nodeHash()("sha256", "é", "buffer"), wanted);
	const hash = () => {};
	for (const [host, found] of [
		[{ versions, getBuiltinModule: (name) => ({ hash: name === "node:crypto" ? hash : undefined }) }, hash],
		[{ versions, getBuiltinModule: () => ({}) }, undefined],
		[{ versions }, undefined],
		[{ versions: { ...versions, bun: "1.3.0" }, getBuiltinModule: () => ({ hash }) }, undefined],
		[undefined, undefined],
	]) {
		set("process", host);
		assert.equal(nodeHash(), found);
	}
});

test("a host that lacks any part, or names another runtime, is not Node.js", () => {
	const Buffer = buffersOf(methods);
	for (const [name, host] of Object.entries({
		"a page": {},
		"no process": { Buffer },
		"no versions": { process: {}, Buffer },
		"no version of Node.js": { process: { versions: { v8: "12.9" } }, Buffer },
		"no version of V8, as in Cloudflare Workers": { process: { versions: { node: "22.0.0" } }, Buffer },
		Bun: { process: { versions: { ...versions, bun: "1.3.0" } }, Buffer },
		Deno: { process: { versions: { ...versions, deno: "2.5.0" } }, Buffer },
		"no buffers": { process: { versions } },
		"no prototype": { process: { versions }, Buffer: buffersOf(undefined) },
		...Object.fromEntries(
			Object.keys(methods).map((name) => [
				`no ${name}`,
				{ process: { versions }, Buffer: buffersOf({ ...methods, [name]: undefined }) },
			]),
		),
	})) {
		assert.deepEqual(found(host), [0, undefined], name);
	}
});
