/** Returns a whole number from 0 up to, but without, the limit, which is at most 2^32. */
export type Random = (limit: number) => number;

/** The same seed gives the same numbers (mulberry32). */
export function random(seed: number): Random {
	let state = seed;
	return (limit) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) % limit;
	};
}
