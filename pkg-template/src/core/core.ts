import { load } from "#core";
import {
	DOUBLES_AT,
	type Exports,
	HEADER_WORDS,
	SLOTS,
	UTF16_UNITS,
	WORDS_PER_SLOT,
} from "../generated/abi.js";
import { tagOf } from "./bytes.js";
import { type NodeBuffer, nodeBuffer, nodeVersion } from "./host.js";
import { refused } from "./refused.js";
import { Slots } from "./slots.js";

/** The smallest input buffer, in bytes, and the step in which it grows. */
export const BUFFER_STEP = 1 << 16;

/** An instance with a larger input buffer, in bytes, is dropped after the call. */
const MAX_KEPT = 1 << 24;

/** The first version of Node.js that decodes UTF-8 as fast as the core writes UTF-16. */
const FAST_UTF8 = 24;

/** The core: a compiled module, or its bytes. */
export type CoreModule = WebAssembly.Module | BufferSource;

/** An instance of the core and views of its memory. */
export class Core {
	readonly exports: Exports;
	readonly encoder = new TextEncoder();
	readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });
	readonly slots = new Slots();
	/** The input buffer. */
	input!: Uint8Array;
	/** The input buffer as a Node.js buffer; `undefined` in other hosts. */
	buffer: NodeBuffer | undefined;
	readonly #version = nodeVersion();
	/** The header of the last result. */
	header!: Int32Array;
	/** All the memory as a Node.js buffer, in versions that decode UTF-8 slowly; `undefined` in others. */
	memory: NodeBuffer | undefined;
	/** All the memory, as words. */
	words!: Int32Array;
	/** Learned names of undocumented members, by index. */
	learnedNames: string[] = [];
	/** Changes whenever the core forgets all learned names. */
	generation = 0;
	/** Current owner of the input buffer, if one needs it for longer than a call. */
	owner: unknown;

	constructor(module: WebAssembly.Module) {
		this.exports = new WebAssembly.Instance(module).exports as unknown as Exports;
		this.#reserve(BUFFER_STEP);
	}

	/** The input buffer, at least `length` bytes long. It has no owner afterwards. */
	inputFor(length: number): Uint8Array {
		this.owner = undefined;
		if (this.#length < length) {
			this.#reserve(length);
		}
		this.refresh();
		return this.input;
	}

	/** Writes a string into the input buffer as UTF-8, up to `length` bytes. Returns how many it wrote. */
	write(source: string, length: number): number {
		const input = this.inputFor(length);
		// From Node.js 23 on, the encoder is slower than the buffer, several times in some versions.
		return this.buffer !== undefined && this.#version > 22
			? this.buffer.utf8Write(source, 0)
			: this.encoder.encodeInto(source, input).written;
	}

	#reserve(wanted: number): void {
		const length = Math.ceil(wanted / BUFFER_STEP) * BUFFER_STEP;
		this.#address = this.exports.reserve(length);
		this.#length = length;
		this.#makeViews();
		if (length > MAX_KEPT && core === this) {
			// The current call still uses this instance; the next call makes a new one.
			dropCore();
		}
	}

	/** Makes new views if memory has grown, which detaches the old ones. */
	refresh(): void {
		if (this.header.length === 0) {
			this.#makeViews();
		}
	}

	#address = 0;
	#length = 0;

	#makeViews(): void {
		const { exports, slots } = this;
		const { buffer } = exports.memory;
		const address = exports.slots();
		slots.words = new Int32Array(buffer, address, SLOTS * WORDS_PER_SLOT);
		slots.doubles = new Float64Array(buffer, address + DOUBLES_AT, SLOTS);
		this.header = new Int32Array(buffer, exports.header(), HEADER_WORDS);
		this.words = new Int32Array(buffer);
		this.input = new Uint8Array(buffer, this.#address, this.#length);
		this.buffer = nodeBuffer(this.input);
		this.memory = this.#version < FAST_UTF8 ? nodeBuffer(new Uint8Array(buffer)) : undefined;
	}

	/** A part of the input buffer as text, where that is a Node.js buffer. The part has to be valid UTF-8. */
	validText(buffer: NodeBuffer, start: number, end: number): string {
		// The memory of an instance never shrinks, so large parts are left to Node.js.
		if (this.memory === undefined || end - start > BUFFER_STEP) {
			return buffer.utf8Slice(start, end);
		}
		const address = this.exports.to_utf16(start, end);
		this.refresh();
		const bytes = 2 * (this.header[UTF16_UNITS] as number);
		return this.memory.ucs2Slice(address, address + bytes);
	}

	/** Decodes UTF-8 from anywhere in the memory. Invalid bytes become U+FFFD. */
	text(address: number, length: number): string {
		return this.decoder.decode(new Uint8Array(this.exports.memory.buffer, address, length));
	}
}

let core: Core | undefined;

/** The compiled core, kept for the next instance: compiling takes much longer than instantiating. */
// Not called `module`: tools that run an ES module inside a function, such as vitest, give it a variable of that name.
let compiled: WebAssembly.Module | undefined;

/** Whether the core has been started once, and so is compiled. */
export function isReady(): boolean {
	return compiled !== undefined;
}

/** The current instance of the core. The first call makes it. */
export function theCore(): Core {
	core ??= make(compiled ?? load());
	return core;
}

function make(source: CoreModule): Core {
	try {
		const module = isModule(source) ? source : new WebAssembly.Module(source);
		const made = new Core(module);
		compiled = module;
		return made;
	} catch (error) {
		throw refused(error);
	}
}

/** Makes an instance of `source`, unless there is one already. */
export async function prepare(source: CoreModule = compiled ?? load()): Promise<void> {
	const module = await compile(source);
	core ??= make(compiled ?? module);
}

/** Compiles a module, in the background if the host can. */
export async function compile(source: CoreModule): Promise<WebAssembly.Module> {
	try {
		return isModule(source) ? source : await WebAssembly.compile(source);
	} catch (error) {
		throw refused(error);
	}
}

/** A module of any realm. */
export function isModule(value: unknown): value is WebAssembly.Module {
	return tagOf(value) === "[object WebAssembly.Module]";
}

/** Drops the current instance. The next call makes a new one. */
export function dropCore(): void {
	core = undefined;
}

/** Drops the instance after an exception, as its memory can be in any state. Returns the error to throw. */
export function stopped(error: unknown): unknown {
	dropCore();
	return error instanceof WebAssembly.RuntimeError
		? new Error("azeer-webhooks: the WebAssembly core has stopped, which no input should bring about", {
				cause: error,
			})
		: error;
}
