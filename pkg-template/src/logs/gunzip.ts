import { Gunzip } from "fflate";
import { damaged, truncated } from "./damaged.js";
import { joined } from "./joined.js";

/** How many bytes are decompressed at once: the result is up to a thousand times as large. */
const STEP = 4096;
/** The length of a trailer: the CRC-32 of a member's content, and its length modulo 2^32 (RFC 1952, section 2.3.1). */
const TRAILER = 8;
/** How many bytes before a chunk are kept, to find a member's trailer when the header after it is read. */
const KEPT = 4096;
const CRC_START = 0xffff_ffff;
/** The shortest member: a header, an empty block and a trailer. */
const SHORTEST = 20;

/**
 * Decompresses gzip of any number of members, for hosts without `node:zlib`: their `DecompressionStream` refuses a second
 * member. fflate checks no trailers, so this does.
 */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
	const stream = new CheckedGunzip();
	for await (const chunk of chunks) {
		for (let at = 0; at < chunk.length; at += STEP) {
			yield* stream.push(chunk.subarray(at, at + STEP));
		}
	}
	yield* stream.end();
}

class CheckedGunzip {
	#made: Uint8Array[] = [];
	readonly #stream = new Gunzip((made) => this.#add(made));
	#crc = CRC_START;
	#size = 0;
	/** The last bytes that were pushed, and how many there are in all. */
	#recent: Uint8Array = new Uint8Array();
	#length = 0;

	constructor() {
		this.#stream.onmember = (offset) => this.#next(offset);
	}

	push(bytes: Uint8Array): Uint8Array[] {
		this.#recent = joined(this.#recent.subarray(-KEPT), bytes);
		this.#length += bytes.length;
		return this.#run(() => this.#stream.push(bytes));
	}

	end(): Uint8Array[] {
		if (this.#length < SHORTEST) {
			throw truncated();
		}
		const made = this.#run(() => this.#stream.push(new Uint8Array(), true));
		if (!this.#isTrailer(this.#length)) {
			// Of data that was changed, one half of the trailer is still right.
			const isWhole = this.#isTrailer(this.#length, 0, 4) || this.#isTrailer(this.#length, 4, 8);
			throw isWhole ? damaged() : truncated();
		}
		return made;
	}

	#run(run: () => void): Uint8Array[] {
		this.#made = [];
		try {
			run();
		} catch (error) {
			// fflate's number of an end that comes too early.
			throw (error as { code?: unknown }).code === 0 ? truncated(error) : damaged(error);
		}
		return this.#made;
	}

	#add(made: Uint8Array): void {
		if (made.length > 0) {
			this.#crc = crc32(this.#crc, made);
			this.#size = (this.#size + made.length) >>> 0;
			this.#made.push(made);
		}
	}

	/** A new member begins at an offset of the whole data. */
	#next(offset: number): void {
		if (!this.#isTrailer(offset)) {
			throw new Error("the checksum or the length of a member is wrong");
		}
		this.#crc = CRC_START;
		this.#size = 0;
	}

	/** The trailer that belongs to what was decompressed. */
	#trailer(): Uint8Array {
		const trailer = new Uint8Array(TRAILER);
		const view = new DataView(trailer.buffer);
		view.setUint32(0, ~this.#crc >>> 0, true);
		view.setUint32(4, this.#size, true);
		return trailer;
	}

	/** Whether the trailer ends at an offset of the whole data. Compares a part of it. */
	#isTrailer(end: number, from = 0, to = TRAILER): boolean {
		const at = end - TRAILER - (this.#length - this.#recent.length);
		return this.#trailer()
			.subarray(from, to)
			.every((byte, i) => this.#recent[at + from + i] === byte);
	}
}

let table: Uint32Array | undefined;

/** CRC-32 (RFC 1952, section 8), not yet inverted. */
function crc32(start: number, bytes: Uint8Array): number {
	table ??= Uint32Array.from({ length: 256 }, (_, byte) => {
		let crc = byte;
		for (let bit = 0; bit < 8; bit++) {
			crc = (crc >>> 1) ^ (crc & 1 && 0xedb8_8320);
		}
		return crc;
	});
	let crc = start;
	for (const byte of bytes) {
		crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] as number);
	}
	return crc;
}
