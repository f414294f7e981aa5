import { isBlank } from "./blank.js";

/** A larger buffer is dropped after its line. */
const MAX_KEPT = 1 << 20;

/** The beginning of a line or an element whose end has not come yet: all of it up to a limit, and then only the fact that there is more. */
export class Pending {
	/** Whether something was left out. */
	isCut = false;
	/** Whether everything so far is white space, also what was left out. */
	isBlank = true;
	readonly #limit: number;
	/** How many bytes there are, with those that were left out. */
	length = 0;
	#buffer = new Uint8Array();
	#kept = 0;

	constructor(limit: number) {
		this.#limit = limit;
	}

	append(part: Uint8Array): void {
		const added = part.subarray(0, this.#limit - this.#kept);
		const kept = this.#kept + added.length;
		if (kept > this.#buffer.length) {
			const larger = new Uint8Array(Math.min(2 * kept, this.#limit));
			larger.set(this.#buffer.subarray(0, this.#kept));
			this.#buffer = larger;
		}
		this.#buffer.set(added, this.#kept);
		this.#kept = kept;
		this.length += part.length;
		this.isCut ||= added.length < part.length;
		this.isBlank &&= isBlank(part);
	}

	/** What was kept, in memory that the next part overwrites. Empty afterwards. */
	take(): Uint8Array {
		const taken = this.#buffer.subarray(0, this.#kept);
		if (this.#buffer.length > MAX_KEPT) {
			this.#buffer = new Uint8Array();
		}
		this.#kept = 0;
		this.length = 0;
		this.isCut = false;
		this.isBlank = true;
		return taken;
	}
}
