import { read } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { isGzip } from "../core/bytes.js";
import { HIGHEST_LIMIT } from "../generated/abi.js";
import { internals, type LogOptions, type LogResult } from "../logs.js";
import { Failure, systemFailure } from "./exit.js";

/** How many bytes are read at once. */
const CHUNK = 1 << 18;
/** How many bytes tell whether a file is text. */
const START = 1024;
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/** How messages call standard input. */
export const STANDARD_INPUT = "standard input";

/** A file, or standard input for `-`. */
export interface Input {
	/** How messages call it. */
	readonly name: string;
	/** Its first bytes, which were not taken from `chunks`; of standard input there are none. */
	readonly start: Uint8Array;
	/** Its size when it was opened; `undefined` if only reading tells. */
	readonly size: number | undefined;
	/** The descriptor of the open file, if parts of it can be read. */
	readonly fd: number | undefined;
	/** The bytes that it had when it was opened, as they are, perhaps compressed. Throws a {@link Failure}. */
	chunks(): AsyncGenerator<Uint8Array, undefined>;
	close(): Promise<void>;
}

/**
 * Opens a file, or standard input for `-`.
 *
 * @throws {Failure} if it cannot be read or is no text. Of standard input, reading tells.
 */
export async function openInput(path: string): Promise<Input> {
	if (path === "-") {
		const name = STANDARD_INPUT;
		const chunks = () => asText(name, readable(name, process.stdin));
		// Otherwise the program would wait for its end.
		const close = async () => {
			process.stdin.destroy();
		};
		return {
			name,
			start: new Uint8Array(),
			size: undefined,
			fd: undefined,
			chunks,
			close,
		};
	}
	try {
		const file = await open(path);
		try {
			return await opened(path, file);
		} catch (error) {
			await file.close();
			throw error;
		}
	} catch (error) {
		throw systemFailure(path, error);
	}
}

async function opened(name: string, file: FileHandle): Promise<Input> {
	const stat = await file.stat();
	if (stat.isDirectory()) {
		throw new Failure(`${name}: it is a directory`);
	}
	const close = () => file.close();
	if (!stat.isFile()) {
		const stream = file.createReadStream({ autoClose: false });
		const chunks = () => asText(name, readable(name, stream));
		return { name, start: new Uint8Array(), size: undefined, fd: undefined, chunks, close };
	}
	const start = new Uint8Array(START);
	const { bytesRead } = await file.read(start, 0, START, 0);
	const whole = start.subarray(0, bytesRead);
	refuseOtherThanText(name, whole);
	// A program may add to a log what is read of it. Files that the system makes up have no size.
	const chunks = () => readFrom(name, file.fd, 0, undefined, stat.size || Number.POSITIVE_INFINITY);
	return { name, start: whole, size: stat.size, fd: file.fd, chunks, close };
}

const readAt = promisify(read);

/** The bytes of a file from an offset to its end, or to another offset. With a buffer, the next chunk overwrites the last. */
export async function* readFrom(
	name: string,
	fd: number,
	from: number,
	reused?: Uint8Array,
	to = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array, undefined> {
	for (let at = from; at < to; ) {
		const target = reused ?? new Uint8Array(CHUNK);
		const length = Math.min(target.length, to - at);
		const { buffer, bytesRead } = await readAt(fd, target, 0, length, at).catch((error: unknown) => {
			throw systemFailure(name, error);
		});
		if (bytesRead === 0) {
			return;
		}
		at += bytesRead;
		yield buffer.subarray(0, bytesRead);
	}
}

async function* readable(name: string, stream: NodeJS.ReadableStream): AsyncGenerator<Uint8Array, undefined> {
	try {
		yield* stream as AsyncIterable<Uint8Array>;
	} catch (error) {
		throw systemFailure(name, error);
	}
}

async function* asText(
	name: string,
	chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, undefined> {
	let isFirst = true;
	for await (const chunk of chunks) {
		if (isFirst) {
			refuseOtherThanText(name, chunk.subarray(0, START));
			isFirst = false;
		}
		yield chunk;
	}
}

/** Refuses what is surely no log. Compressed data is looked at by those who decompress it. */
function refuseOtherThanText(name: string, start: Uint8Array): void {
	if (isGzip(start) || ZSTD.every((byte, at) => start[at] === byte)) {
		return;
	}
	const [first = 0, second = 0] = start;
	const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
	// Without a mark, each character of ASCII has one byte that is 0.
	const isWide = start.length > 1 && (first === 0) !== (second === 0) && start[2] !== start[3];
	if (hasMark || (isWide && start.includes(0))) {
		throw new Failure(`${name}: it is UTF-16; convert it to UTF-8 first`);
	}
	if (start.includes(0)) {
		throw new Failure(`${name}: it is binary, not a log`);
	}
}

/**
 * All bytes of one body, decompressed. Of one that is larger than a limit, at least one byte more than that.
 *
 * @throws {Failure} if it cannot be read or decompressed
 */
export async function readWhole(input: Input, maxBytes: number): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of input.chunks()) {
		chunks.push(chunk);
		size += chunk.length;
		if (size > maxBytes) {
			break;
		}
	}
	const bytes = Buffer.concat(chunks);
	if (!isGzip(bytes)) {
		return bytes;
	}
	try {
		return gunzipSync(bytes, { maxOutputLength: HIGHEST_LIMIT + 1 });
	} catch (error) {
		throw new Failure(`${input.name}: its gzip data cannot be decompressed`, { cause: error });
	}
}

/** The results of a log. Errors of reading name it. `onOpen` gets the number of the line that the log ends in, before its result. */
export async function* resultsOf(
	input: Input,
	options: LogOptions,
	onOpen: (line: number) => void = () => {},
): AsyncGenerator<LogResult, undefined> {
	try {
		yield* internals.withOpenEnd(input.chunks(), options, onOpen);
	} catch (error) {
		throw readingFailure(input.name, error);
	}
}

/** An error of `azeer-webhooks/logs` that names what was read. */
export function readingFailure(name: string, error: unknown): unknown {
	const [, reason] = /^the log (is .*)$/.exec((error as Error).message) ?? [];
	return reason === undefined ? error : new Failure(`${name}: it ${reason}`, { cause: error });
}
