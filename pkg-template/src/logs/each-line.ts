import { CARRIAGE_RETURN, isBlank, LINE_FEED } from "./blank.js";

/** Yields what `make` returns for each line that is not blank: its text, its index and its offset. Returns how many lines there are. */
export function* eachLine<T>(
	bytes: Uint8Array,
	make: (text: Uint8Array, index: number, offset: number) => T,
): Generator<T, number> {
	let count = 0;
	for (let at = 0; at < bytes.length; count++) {
		const feed = bytes.indexOf(LINE_FEED, at);
		const end = feed < 0 ? bytes.length : feed;
		const hasReturn = feed > at && bytes[feed - 1] === CARRIAGE_RETURN;
		const text = bytes.subarray(at, hasReturn ? feed - 1 : end);
		if (!isBlank(text)) {
			yield make(text, count, at);
		}
		at = end + 1;
	}
	return count;
}
