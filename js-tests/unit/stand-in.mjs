// A stand-in for the core's instance. It lists its calls and gives the answers that a test sets.

import { after } from "node:test";

/** The smallest WebAssembly module. */
export const module = () => new WebAssembly.Module(Uint8Array.of(...Buffer.from("\0asm\x01\0\0\0")));

/** Offsets in its memory, in bytes. */
export const [SLOTS_AT, HEADER_AT, RECORDS_AT, INPUT_AT] = [1024, 8192, 16_384, 65_536];
const PAGE = 65_536;

/** All calls in order: a name and arguments. */
export const calls = [];
/** The modules of all instances. */
export const modules = [];
/**
 * Answers by the name of a function: each takes the memory's buffer and the call's arguments. Functions without one
 * return 0.
 */
export const answers = {};

/** The calls since the last use of `taken`. */
export const taken = () => calls.splice(0);

const { Instance } = WebAssembly;
WebAssembly.Instance = class {
	constructor(module) {
		modules.push(module);
		const memory = new WebAssembly.Memory({ initial: 1 });
		const listed =
			(name, run) =>
			(...args) => {
				calls.push([name, ...args]);
				return run(...args);
			};
		const reserve = (length) => {
			const pages = Math.ceil((INPUT_AT + length - memory.buffer.byteLength) / PAGE);
			memory.grow(Math.max(pages, 0));
			return INPUT_AT;
		};
		const asked = ["parse", "parse_line", "to_utf16", "is_doubtful"].map((name) => [
			name,
			listed(name, (...args) => answers[name]?.(memory.buffer, ...args) ?? 0),
		]);
		this.exports = {
			memory,
			reserve: listed("reserve", reserve),
			slots: () => SLOTS_AT,
			header: () => HEADER_AT,
			...Object.fromEntries(asked),
		};
	}
};
after(() => {
	WebAssembly.Instance = Instance;
});

/** The arguments of every call of a method while `run` runs. */
export function spied(object, name, run) {
	const method = object[name];
	const all = [];
	object[name] = function (...args) {
		all.push(args);
		return method.apply(this, args);
	};
	try {
		run();
	} finally {
		object[name] = method;
	}
	return all;
}
