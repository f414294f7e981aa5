import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { runInNewContext } from "node:vm";
import {
	BUFFER_STEP,
	compile,
	dropCore,
	isModule,
	isReady,
	prepare,
	stopped,
	theCore,
} from "../../target/unit/core/core.js";
import { HEADER_WORDS, UTF16_UNITS } from "../../target/unit/generated/abi.js";
import { fresh } from "./fresh.mjs";
import {
	answers,
	calls,
	HEADER_AT,
	INPUT_AT,
	module,
	modules,
	RECORDS_AT,
	SLOTS_AT,
	taken,
} from "./stand-in.mjs";

const { process, Buffer } = globalThis;
const set = (name, value) =>
	Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

/** Calls `run` with a core that was made in the given version of Node.js. */
function inVersion(node, run) {
	set("process", { versions: { node, v8: "12" } });
	try {
		dropCore();
		return run(theCore());
	} finally {
		set("process", process);
		set("Buffer", Buffer);
	}
}

beforeEach(async () => {
	dropCore();
	await prepare(module());
	taken();
});

test("the core is made once, from the first module", () =>
	fresh(async (load) => {
		const { isReady, prepare, theCore, dropCore } = await load("core/core.js");
		const before = modules.length;
		assert.equal(isReady(), false);
		const [first, other] = [module(), module()];
		await prepare(first);
		assert.equal(isReady(), true);
		const core = theCore();
		assert.equal(theCore(), core);
		await prepare(other);
		await prepare();
		assert.equal(theCore(), core);
		assert.deepEqual(modules.slice(before), [first]);
		dropCore();
		assert.equal(isReady(), true);
		await prepare(other);
		assert.notEqual(theCore(), core);
		dropCore();
		theCore();
		await prepare();
		assert.deepEqual(modules.slice(before), [first, first, first]);
	}));

test("if the host refuses the module, the error names remedies", () =>
	fresh(async (load) => {
		const { compile, isReady, prepare, theCore } = await load("core/core.js");
		const { Instance } = WebAssembly;
		const cause = new Error("no code generation");
		WebAssembly.Instance = class {
			constructor() {
				throw cause;
			}
		};
		try {
			await assert.rejects(prepare(module()), {
				message:
					"azeer-webhooks: the WebAssembly core could not be started (Error: no code generation). A page needs 'wasm-unsafe-eval' in its Content-Security-Policy's script-src; workers need to be bundled with the condition workerd or edge-light",
				cause,
			});
		} finally {
			WebAssembly.Instance = Instance;
		}
		assert.equal(isReady(), false);
		await assert.rejects(
			compile(Uint8Array.of(0)),
			/^Error: azeer-webhooks: the WebAssembly core could not be started \(CompileError: /,
		);
		assert.throws(theCore, /^Error: azeer-webhooks\/slim: call init/);
	}));

test("compile takes bytes and modules, and isModule recognises modules of any realm", async () => {
	const compiled = module();
	assert.equal(await compile(compiled), compiled);
	const bytes = Uint8Array.of(...Buffer.from("\0asm\x01\0\0\0"));
	assert.ok((await compile(bytes)) instanceof WebAssembly.Module);
	assert.equal(isModule(bytes), false);
	assert.equal(isModule(runInNewContext("new WebAssembly.Module(bytes)", { bytes })), true);
	assert.equal(isReady(), true);
});

test("the input buffer grows in steps, and only if it must", () => {
	dropCore();
	const core = theCore();
	const asked = (length) => {
		core.owner = "an owner";
		const { length: found, byteOffset } = core.inputFor(length);
		assert.equal(core.owner, undefined);
		assert.ok(found >= length);
		assert.equal(byteOffset, INPUT_AT);
		return taken();
	};
	assert.deepEqual(taken(), [["reserve", BUFFER_STEP]]);
	assert.deepEqual(asked(0), []);
	assert.deepEqual(asked(BUFFER_STEP), []);
	assert.deepEqual(asked(BUFFER_STEP + 1), [["reserve", 2 * BUFFER_STEP]]);
	assert.equal(core.input.length, 2 * BUFFER_STEP);
	assert.equal(core.buffer.length, 2 * BUFFER_STEP);
	assert.deepEqual(asked(2 * BUFFER_STEP), []);
	assert.deepEqual(asked(5 * BUFFER_STEP - 1), [["reserve", 5 * BUFFER_STEP]]);
});

test("memory above 16 MiB is not kept for the next body", () => {
	const core = theCore();
	core.inputFor(1 << 24);
	assert.equal(theCore(), core);
	assert.equal(core.inputFor((1 << 24) + 1).length, (1 << 24) + BUFFER_STEP);
	const next = theCore();
	assert.notEqual(next, core);
	// A core that was dropped does not drop its successor.
	core.inputFor(1 << 25);
	assert.equal(theCore(), next);
});

test("views are renewed only if memory has grown", () => {
	const core = theCore();
	const views = () => [
		core.header,
		core.words,
		core.input,
		core.buffer,
		core.slots.words,
		core.slots.doubles,
	];
	const before = views();
	core.refresh();
	core.inputFor(1);
	for (const [i, view] of views().entries()) {
		assert.equal(view, before[i]);
	}
	core.exports.memory.grow(1);
	assert.equal(core.header.length, 0);
	core.refresh();
	const { buffer } = core.exports.memory;
	for (const view of views()) {
		assert.equal(view.buffer, buffer);
	}
	assert.deepEqual(
		views().map(({ byteOffset, length }) => [byteOffset, length]),
		[
			[HEADER_AT, HEADER_WORDS],
			[0, buffer.byteLength / 4],
			[INPUT_AT, BUFFER_STEP],
			[INPUT_AT, BUFFER_STEP],
			[SLOTS_AT, 384],
			[SLOTS_AT + 4 * 384, 64],
		],
	);
});

test("strings are written by the host's fastest method", () => {
	const source = "aé\u0645😀";
	const bytes = [...new TextEncoder().encode(source)];
	/** The method that wrote the string. */
	const methodOf = (core) => {
		let encoded = 0;
		const { encoder } = core;
		encoder.encodeInto = (...args) => {
			encoded += 1;
			return TextEncoder.prototype.encodeInto.apply(encoder, args);
		};
		assert.equal(core.write(source, 40), bytes.length);
		assert.deepEqual([...core.input.subarray(0, bytes.length + 1)], [...bytes, 0]);
		return encoded === 1 ? "encoder" : "buffer";
	};
	for (const [version, expected] of [
		["20.1.0", "encoder"],
		["22.99.0", "encoder"],
		["23.0.0", "buffer"],
		["26.1.0", "buffer"],
		[undefined, "encoder"],
	]) {
		assert.equal(inVersion(version, methodOf), expected, version);
	}
	// A test runner may have removed Buffer before memory grows.
	const without = inVersion("26.1.0", (core) => {
		set("Buffer", undefined);
		core.exports.memory.grow(1);
		return methodOf(core);
	});
	assert.equal(without, "encoder");
});

test("writing a string grows the input buffer to the requested length", () => {
	theCore().write("a", 3 * BUFFER_STEP);
	assert.deepEqual(taken(), [["reserve", 3 * BUFFER_STEP]]);
});

test("valid text is written as UTF-16 by the core, where Node.js decodes UTF-8 slowly", () => {
	const units = Uint16Array.of(0x645, 0x61, 0xd83d, 0xde00);
	answers.to_utf16 = (memory) => {
		new Uint16Array(memory, RECORDS_AT, units.length).set(units);
		new Int32Array(memory, HEADER_AT)[UTF16_UNITS] = units.length;
		return RECORDS_AT;
	};
	const text = String.fromCharCode(...units);
	for (const [version, length, expected] of [
		["20.1.0", 9, text],
		["23.0.0", BUFFER_STEP, text],
		["23.0.0", BUFFER_STEP + 1, undefined],
		["24.0.0", 9, undefined],
	]) {
		inVersion(version, (core) => {
			const given = { utf8Slice: (...range) => ["by Node.js", ...range] };
			taken();
			assert.deepEqual(
				core.validText(given, 3, 3 + length),
				expected ?? ["by Node.js", 3, 3 + length],
				version,
			);
			assert.deepEqual(taken(), expected === undefined ? [] : [["to_utf16", 3, 3 + length]]);
		});
	}
	// The text may be in memory that has just been added.
	inVersion("22.0.0", (core) => {
		const { to_utf16 } = answers;
		answers.to_utf16 = () => {
			core.exports.memory.grow(1);
			return to_utf16(core.exports.memory.buffer);
		};
		assert.equal(core.validText({}, 0, 9), text);
	});
	delete answers.to_utf16;
});

test("text decodes any part of memory and keeps a byte order mark", () => {
	const core = theCore();
	const bytes = [0xef, 0xbb, 0xbf, 0x61, 0xd9, 0x85, 0xff];
	core.input.set(bytes, 10);
	assert.equal(core.text(INPUT_AT + 10, bytes.length), "\ufeffa\u0645\ufffd");
	assert.equal(core.decoder.decode(Uint8Array.of(...bytes)), "\ufeffa\u0645\ufffd");
	assert.equal(calls.length, 0);
});

test("after any exception the next call has a new core", () => {
	const core = theCore();
	const cause = new WebAssembly.RuntimeError("unreachable");
	const error = stopped(cause);
	assert.equal(
		error.message,
		"azeer-webhooks: the WebAssembly core has stopped, which no input should bring about",
	);
	assert.equal(error.cause, cause);
	const next = theCore();
	assert.notEqual(next, core);
	assert.equal(stopped("text"), "text");
	assert.notEqual(theCore(), next);
});
