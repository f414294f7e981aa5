import { bytesOf, encoded, tagOf } from "../core/bytes.js";
import type { LogSignal } from "./options.js";

// These merge with the types of the compiler's libraries. If those have none, they are empty.
declare global {
	// biome-ignore lint/suspicious/noExplicitAny: as the libraries declare it
	interface ReadableStream<R = any> {}
	// biome-ignore lint/suspicious/noExplicitAny: as the libraries declare it
	interface WritableStream<W = any> {}
}

/** A part of a log: bytes, or text. It may end anywhere, even inside a character. */
export type LogChunk = string | ArrayBufferView | ArrayBufferLike;

/** A `Blob` or a `File`. */
export interface LogBlob {
	stream(): ReadableStream<Uint8Array>;
}

/** A `Response` or a `Request`. */
export interface LogResponse {
	readonly body: ReadableStream<Uint8Array> | null;
}

/** What a log is read from: a stream of the web or of Node.js, any other iterable of chunks, a `Blob`, a `Response`, or all of it. */
export type LogSource =
	| LogChunk
	| ReadableStream<LogChunk>
	| AsyncIterable<LogChunk>
	| Iterable<LogChunk>
	| LogBlob
	| LogResponse;

/** How chunks are taken from a source, and how it is told that no more are wanted. */
interface Taken {
	next(): PromiseLike<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
	/** With `isPending`, a call of `next` has not been answered. */
	cancel(reason: unknown, isPending: boolean): unknown;
}

/**
 * The chunks of a source as bytes.
 *
 * @internal
 */
export class Chunks {
	/** How many bytes were read. */
	bytes = 0;
	isCancelled = false;
	readonly #taken: Taken;
	readonly #signal: LogSignal | undefined;
	#isPending = false;
	#isOpen = true;
	/** The first half of a surrogate pair that the last chunk has ended with. */
	#half = "";
	/** Ends the call of `next` that waits for the source. */
	#interrupt: (() => void) | undefined;
	readonly #abort = (): void => {
		this.cancel(this.#signal?.reason).catch(() => {});
	};

	/** @throws {TypeError} if `source` is none */
	constructor(source: unknown, signal: LogSignal | undefined) {
		this.#signal = signal;
		this.#taken = taken(source);
		if (signal?.aborted) {
			this.#abort();
		} else {
			signal?.addEventListener("abort", this.#abort);
		}
	}

	/** The next chunk that is not empty; `undefined` at the end. Throws the signal's reason once that is aborted. */
	async next(): Promise<Uint8Array | undefined> {
		while (this.#isOpen) {
			const value = await this.#take();
			this.#throwIfAborted();
			if (this.#isOpen) {
				const bytes = this.#bytesOf(value);
				if (bytes.length > 0) {
					this.bytes += bytes.length;
					return bytes;
				}
			}
		}
		this.#throwIfAborted();
		return this.isCancelled ? undefined : this.#rest();
	}

	/** Tells the source that no more is wanted. Ends a call of `next` that waits. */
	async cancel(reason?: unknown): Promise<void> {
		if (this.#isOpen) {
			this.isCancelled = true;
			this.#close();
			this.#interrupt?.();
			await this.#taken.cancel(reason, this.#isPending);
		}
	}

	#throwIfAborted(): void {
		if (this.#signal?.aborted) {
			throw this.#signal.reason;
		}
	}

	#close(): void {
		this.#isOpen = false;
		this.#signal?.removeEventListener("abort", this.#abort);
	}

	/** The source's next chunk; `undefined` if there is none, or if this is cancelled meanwhile. */
	async #take(): Promise<unknown> {
		this.#isPending = true;
		const interrupted = new Promise<undefined>((resolve) => {
			this.#interrupt = () => resolve(undefined);
		});
		try {
			const result = await Promise.race([this.#taken.next(), interrupted]);
			this.#isPending = result === undefined;
			if (result?.done) {
				this.#close();
			}
			return result?.value;
		} catch (error) {
			this.#close();
			throw error;
		}
	}

	#bytesOf(chunk: unknown): Uint8Array {
		if (typeof chunk !== "string") {
			const bytes = bytesOf(chunk);
			if (bytes === undefined) {
				throw new TypeError(
					`a chunk of a log has to be a string, a Uint8Array or an ArrayBuffer, not ${nameOf(chunk)}`,
				);
			}
			// A Buffer of Node.js has other methods of the same names.
			return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		}
		const text = this.#half + chunk;
		const isHalf = /[\ud800-\udbff]$/.test(text);
		this.#half = isHalf ? text.slice(-1) : "";
		return encoded(isHalf ? text.slice(0, -1) : text);
	}

	/** What is left when the source has ended: half of a surrogate pair, if the text was cut there. */
	#rest(): Uint8Array | undefined {
		const half = this.#half;
		this.#half = "";
		if (half === "") {
			return undefined;
		}
		const bytes = encoded(half);
		this.bytes += bytes.length;
		return bytes;
	}
}

const nameOf = (value: unknown): string => tagOf(value).slice("[object ".length, -1);

function taken(source: unknown): Taken {
	if (typeof source === "string" || bytesOf(source) !== undefined) {
		return fromIterator([source][Symbol.iterator]());
	}
	const { body, getReader, stream } = Object(source) as Record<string, unknown>;
	if (typeof getReader === "function") {
		return fromStream(source as ReadableStream<unknown>);
	}
	if (typeof stream === "function") {
		return fromStream((source as LogBlob).stream());
	}
	const iterable = Object(source) as Partial<AsyncIterable<unknown> & Iterable<unknown>>;
	const iterator = iterable[Symbol.asyncIterator]?.() ?? iterable[Symbol.iterator]?.();
	if (iterator !== undefined) {
		return fromIterator(iterator, source as Destroyable);
	}
	if (body === null) {
		return fromIterator([][Symbol.iterator]());
	}
	if (typeof (body as { getReader?: unknown } | undefined)?.getReader === "function") {
		return fromStream(body as ReadableStream<unknown>);
	}
	throw new TypeError(
		`a log is read from a stream, an iterable of chunks, a Blob, a Response, a string or bytes, not ${nameOf(source)}`,
	);
}

function fromStream(stream: ReadableStream<unknown>): Taken {
	const reader = stream.getReader();
	return { next: () => reader.read(), cancel: (reason) => reader.cancel(reason) };
}

/** A stream of Node.js. */
interface Destroyable {
	destroy?(): void;
}

function fromIterator(iterator: AsyncIterator<unknown> | Iterator<unknown>, source?: Destroyable): Taken {
	return {
		next: async () => iterator.next(),
		cancel: (_, isPending) => {
			if (!isPending) {
				return iterator.return?.();
			}
			// `return` would wait until the pending call is answered. Destroying a stream of Node.js answers it.
			source?.destroy?.();
			Promise.resolve(iterator.return?.()).catch(() => {});
			return undefined;
		},
	};
}
