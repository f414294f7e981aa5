import assert from "node:assert/strict";
import { test } from "node:test";
import { setMember } from "../../target/unit/core/member.js";
import { spied } from "./stand-in.mjs";

const plain = (value) => ({ value, writable: true, enumerable: true, configurable: true });

test("a member of any name is set as a plain own property", () => {
	for (const name of ["name", "", "0", "__proto__", "constructor", "toString", "hasOwnProperty"]) {
		const object = {};
		setMember(object, name, 1);
		assert.deepEqual(Object.getOwnPropertyDescriptor(object, name), plain(1), name);
		setMember(object, name, { a: 2 });
		assert.deepEqual(Object.getOwnPropertyDescriptor(object, name), plain({ a: 2 }), name);
		assert.equal(Object.getPrototypeOf(object), Object.prototype);
		assert.deepEqual(Object.keys(object), [name]);
	}
});

test("a setter on Object.prototype does not run", () => {
	let set = 0;
	const before = { configurable: true, get: () => "theirs", set: () => set++ };
	Object.defineProperty(Object.prototype, "inherited", before);
	try {
		const object = {};
		setMember(object, "inherited", "ours");
		assert.deepEqual(Object.getOwnPropertyDescriptor(object, "inherited"), plain("ours"));
		assert.equal(set, 0);
	} finally {
		delete Object.prototype.inherited;
	}
});

test("a new name is assigned, which is several times faster than defineProperty", () => {
	const object = {};
	assert.equal(spied(Object, "defineProperty", () => setMember(object, "a", 1)).length, 0);
	assert.equal(spied(Object, "defineProperty", () => setMember(object, "a", 2)).length, 1);
});
