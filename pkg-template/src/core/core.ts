import { load } from "#core";
import { DOUBLES_AT, type Exports, HEADER_WORDS, SLOTS, WORDS_PER_SLOT } from "../generated/abi.js";
import { tagOf } from "./bytes.js";
import { type NodeBuffer, nodeBuffer, nodeVersion } from "./host.js";
import { Slots } from "./slots.js";

/** The smallest input buffer, in bytes, and the step in which it grows. */
export const BUFFER_STEP = 1 << 16;

/** An instance whose input buffer is larger, in bytes, is not kept for the next body. */
const MAX_KEPT = 1 << 24;

/** The core, compiled or not. */
export type CoreModule = WebAssembly.Module | BufferSource;

/** An instance of the core and views of its memory. */
export class Core {
	readonly exports: Exports;
	readonly encoder = new TextEncoder();
	readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });
	readonly slots = new Slots();
	/** The input buffer. */
	input!: Uint8Array;
	/** The same as a Node.js buffer, in Node.js. */
	buffer: NodeBuffer | undefined;
	readonly #version = nodeVersion();
	/** The header of the last result. */
	header!: Int32Array;
	/** All the memory, as words. */
	words!: Int32Array;
	/** Learned names of undocumented members, by their index, which has another meaning in each generation. */
	learnedNames: string[] = [];
	generation = 0;
	/** Current owner of the input buffer, if one needs it for longer than a call. */
	owner: unknown;

	constructor(module: WebAssembly.Module) {
		this.exports = new WebAssembly.Instance(module).exports as unknown as Exports;
		this.#reserve(BUFFER_STEP);
	}

	/** The input buffer, with `length` bytes or more. Nobody owns it any longer. */
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
		// From Node.js 23 on the encoder is slower, in some versions several times.
		return this.buffer !== undefined && this.#version > 22
			? this.buffer.utf8Write(source, 0)
			: this.encoder.encodeInto(source, input).written;
	}

	#reserve(wanted: number): void {
		const length = Math.ceil(wanted / BUFFER_STEP) * BUFFER_STEP;
		this.#address = this.exports.reserve(length);
		this.#length = length;
		this.#look();
		if (length > MAX_KEPT && core === this) {
			// This call still uses it; the next one makes a new one.
			dropCore();
		}
	}

	/** Makes new views if memory has grown, which detaches the old ones. */
	refresh(): void {
		if (this.header.length === 0) {
			this.#look();
		}
	}

	#address = 0;
	#length = 0;

	#look(): void {
		const { exports, slots } = this;
		const { buffer } = exports.memory;
		const address = exports.slots();
		slots.words = new Int32Array(buffer, address, SLOTS * WORDS_PER_SLOT);
		slots.doubles = new Float64Array(buffer, address + DOUBLES_AT, SLOTS);
		this.header = new Int32Array(buffer, exports.header(), HEADER_WORDS);
		this.words = new Int32Array(buffer);
		this.input = new Uint8Array(buffer, this.#address, this.#length);
		this.buffer = nodeBuffer(this.input);
	}

	/** UTF-8 anywhere in the memory as text. Invalid bytes become U+FFFD. */
	text(address: number, length: number): string {
		return this.decoder.decode(new Uint8Array(this.exports.memory.buffer, address, length));
	}
}

let core: Core | undefined;

/** Kept for the next instance: it takes much longer to compile than to instantiate. */
// Not called module: what evaluates ES modules within a function, as vitest does, has that name for a variable of its own.
let compiled: WebAssembly.Module | undefined;

/** Whether the module is compiled. */
export function isReady(): boolean {
	return compiled !== undefined;
}

/** The core, which is made on first use. */
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

/** Makes the core now; where there is none yet, of this one. */
export async function prepare(source: CoreModule = compiled ?? load()): Promise<void> {
	const module = await compile(source);
	core ??= make(compiled ?? module);
}

/** Compiles beside what else there is to do, where the host can. */
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

/** Says what can be done about a host that refuses: hosts say why in words of their own, some of them only when it is instantiated. */
function refused(cause: unknown): Error {
	return new Error(
		`azeer-webhooks: the WebAssembly core could not be started (${cause}). A page needs 'wasm-unsafe-eval' in its Content-Security-Policy's script-src; workers need to be bundled with the condition workerd or edge-light`,
		{ cause },
	);
}

/** Has the next call make a new one. */
export function dropCore(): void {
	core = undefined;
}

/** What to throw in place of what the core has thrown: whatever stopped it, the instance can be in any state. */
export function stopped(error: unknown): unknown {
	dropCore();
	return error instanceof WebAssembly.RuntimeError
		? new Error("azeer-webhooks: the WebAssembly core has stopped, which no input should bring about", {
				cause: error,
			})
		: error;
}
