import { load } from "#core";
import { tagOf } from "./bytes.js";
import { type NodeBuffer, nodeBuffer, nodeVersion } from "./host.js";
import { SLOTS, Tape, WORDS_PER_SLOT } from "./tape.js";

/** Room for input before more is needed. */
export const ROOM = 1 << 16;

/** Above this, in bytes, memory is not kept for the next body. */
const MAX_KEPT = 1 << 24;

const HEAD_WORDS = 10;

interface Exports {
	readonly memory: WebAssembly.Memory;
	reserve(length: number): number;
	parse(length: number, maxBytes: number, strict: 0 | 1, wtf8: 0 | 1): number;
	parse_line(start: number, length: number, isLast: 0 | 1, maxBytes: number, strict: 0 | 1): number;
	is_doubtful(length: number): number;
	instant(length: number): number;
	essence(length: number): number;
	hash(length: number): void;
	slots(): number;
	head(): number;
}

/** The core, compiled or not. */
export type CoreModule = WebAssembly.Module | BufferSource;

/** The core's instance and the views of its memory. */
export class Core {
	readonly exports: Exports;
	readonly encoder = new TextEncoder();
	readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });
	readonly tape = new Tape();
	/** The room for input. */
	input!: Uint8Array;
	/** The same, in Node. */
	buffer: NodeBuffer | undefined;
	readonly #version = nodeVersion();
	/** The words that say what there is beside documented members. */
	head!: Int32Array;
	/** The words of all the memory. */
	words!: Int32Array;
	/** Names of members that are not documented, by the core's numbers, which have another meaning in each generation. */
	names: string[] = [];
	generation = 0;
	/** Who has put into the room what is there now, where that is of use to them for longer. */
	user: unknown;

	constructor(module: WebAssembly.Module) {
		this.exports = new WebAssembly.Instance(module).exports as unknown as Exports;
		this.#reserve(ROOM);
	}

	/** Room for `length` bytes at least; what is there is going to be overwritten. */
	room(length: number): Uint8Array {
		this.user = undefined;
		if (this.#length < length) {
			this.#reserve(length);
		}
		this.refresh();
		return this.input;
	}

	/** Puts UTF-8 of a string into the room, of which `length` bytes are enough or more than are allowed. Says how many it has taken. */
	write(source: string, length: number): number {
		const input = this.room(length);
		// Up to Node 22 the two are alike; since then the encoder takes longer, in some versions several times as long.
		return this.buffer !== undefined && this.#version > 22
			? this.buffer.utf8Write(source, 0)
			: this.encoder.encodeInto(source, input).written;
	}

	#reserve(wanted: number): void {
		// In steps, so that a slightly larger body does not take another.
		const length = Math.ceil(wanted / ROOM) * ROOM;
		this.#address = this.exports.reserve(length);
		this.#length = length;
		this.#look();
		if (length > MAX_KEPT && core === this) {
			// For this call it is good; the next one makes another.
			dropCore();
		}
	}

	/** Makes the views anew where memory has grown, which leaves those there are without a length. */
	refresh(): void {
		if (this.head.length === 0) {
			this.#look();
		}
	}

	#address = 0;
	#length = 0;

	#look(): void {
		const { exports, tape } = this;
		const { buffer } = exports.memory;
		const slots = exports.slots();
		const words = SLOTS * WORDS_PER_SLOT;
		tape.words = new Int32Array(buffer, slots, words);
		tape.doubles = new Float64Array(buffer, slots + words * Int32Array.BYTES_PER_ELEMENT, SLOTS);
		this.head = new Int32Array(buffer, exports.head(), HEAD_WORDS);
		this.words = new Int32Array(buffer);
		this.input = new Uint8Array(buffer, this.#address, this.#length);
		this.buffer = nodeBuffer(this.input);
	}

	/** Text anywhere in the memory; bytes that are none become U+FFFD. */
	text(address: number, length: number): string {
		return this.decoder.decode(new Uint8Array(this.exports.memory.buffer, address, length));
	}
}

let core: Core | undefined;

/** Kept for the next instance: it takes much longer to compile than to instantiate. */
// Not called module: what evaluates ES modules within a function, as vitest does, has that name for a variable of its own.
let compiled: WebAssembly.Module | undefined;

/** Whether there has been one: another is made of the same module. */
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
