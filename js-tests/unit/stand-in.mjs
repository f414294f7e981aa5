// In place of the core's instance: it lists what it is asked, and answers what a test has it say.

import { after } from "node:test";

/** The smallest module there is. */
export const module = () => new WebAssembly.Module(Uint8Array.of(...Buffer.from("\0asm\x01\0\0\0")));

/** Where in its memory things are. */
export const [SLOTS_AT, HEADER_AT, RECORDS_AT, INPUT_AT] = [1024, 8192, 16_384, 65_536];
const PAGE = 65_536;

/** All calls, as they came: a name and arguments. */
export const calls = [];
/** The modules of all instances. */
export const modules = [];
/** What a call answers, by its name: a function of the memory's buffer and of the arguments. Others answer 0. */
export const answers = {};

/** The calls since this was asked last. */
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
		const asked = ["parse", "parse_line", "is_doubtful"].map((name) => [
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

/** The arguments of every call of a method while something runs. */
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
