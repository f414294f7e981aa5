import { isGzip } from "../core/bytes.js";
import { gunzip } from "./gunzip.js";
import { joined } from "./joined.js";
import { throughNode } from "./node-zlib.js";
import type { Chunks } from "./source.js";

/** Zstandard's magic number (RFC 8878, section 3.1.1). */
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/**
 * The chunks, decompressed if the first begins as gzip does. Zstandard is refused: the streams of some Node.js versions drop the end of a log
 * without an error. UTF-8 cannot begin as either does.
 */
export async function* decompressed(chunks: Chunks): AsyncGenerator<Uint8Array, undefined> {
	const all = withWholeStart(chunks);
	const { value: first } = await all.next();
	if (first === undefined) {
		return;
	}
	const whole = startingWith(first, all);
	if (isGzip(first)) {
		yield* throughNode(whole) ?? gunzip(whole);
	} else if (ZSTD.every((byte, at) => first[at] === byte)) {
		throw new Error("the log is compressed by Zstandard; decompress it first");
	} else {
		yield* whole;
	}
}

/** The chunks, of which the first has at least the bytes of a magic number or a byte order mark, if there are so many. */
async function* withWholeStart(chunks: Chunks): AsyncGenerator<Uint8Array, undefined> {
	let start: Uint8Array | undefined;
	for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) {
		if (start === undefined || start.length < ZSTD.length) {
			start = start === undefined ? chunk : joined(start, chunk);
			if (start.length < ZSTD.length) {
				// The source may use the memory of the chunk for the next one.
				start = start.slice();
				continue;
			}
			chunk = start;
		}
		yield chunk;
	}
	if (start !== undefined && start.length < ZSTD.length) {
		yield start;
	}
}

async function* startingWith(
	first: Uint8Array,
	rest: AsyncGenerator<Uint8Array, undefined>,
): AsyncGenerator<Uint8Array, undefined> {
	yield first;
	yield* rest;
}
