import { LINE_FEED } from "./blank.js";
import { Pending } from "./pending.js";
import type { PartReader, Position } from "./split.js";

/** Splits chunks after their last line feed: whole lines are read at once, and the beginning of a line waits for its end. */
export class Lines<T> {
	readonly #reader: PartReader<T>;
	/** Where the pending line begins. */
	readonly #position: Position;
	readonly #pending: Pending;
	readonly #maxBytes: number;

	constructor(reader: PartReader<T>, position: Position, maxBytes: number) {
		this.#reader = reader;
		this.#position = position;
		this.#maxBytes = maxBytes;
		// A line of the largest size and its end.
		this.#pending = new Pending(maxBytes + 2);
	}

	*write(bytes: Uint8Array): Generator<T, undefined> {
		let start = 0;
		if (this.#pending.length > 0) {
			start = bytes.indexOf(LINE_FEED) + 1;
			this.#pending.append(start === 0 ? bytes : bytes.subarray(0, start));
			if (start === 0) {
				return;
			}
			yield* this.end();
			this.#position.line += 1;
		}
		const end = bytes.lastIndexOf(LINE_FEED) + 1;
		if (end > start) {
			const { line, offset } = this.#position;
			this.#position.line += yield* this.#reader.lines(bytes.subarray(start, end), line, offset);
			this.#position.offset += end - start;
		}
		this.#pending.append(bytes.subarray(Math.max(start, end)));
	}

	/** Reads the pending line. */
	*end(): Generator<T, undefined> {
		const { isCut, isBlank, length } = this.#pending;
		const { line, offset } = this.#position;
		const bytes = this.#pending.take();
		if (!isCut) {
			yield* this.#reader.lines(bytes, line, offset);
		} else if (!isBlank) {
			// Without its end.
			yield* this.#reader.body(bytes.subarray(0, this.#maxBytes + 1), line, offset);
		}
		this.#position.offset += length;
	}
}
