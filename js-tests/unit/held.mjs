// What memory a value keeps alive.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** Bytes that are in use, once what is garbage is gone. */
function used() {
	collect();
	collect();
	// Texts of this size are outside of the heap in Node.js. So are buffers, which are not given back at once.
	const { heapUsed, external, arrayBuffers } = process.memoryUsage();
	return heapUsed + external - arrayBuffers;
}

/** The size of the texts that parts are kept of: 32 MiB. */
export const LARGE = 1 << 25;

const large = (start) => Buffer.alloc(LARGE, " ").fill(start, 0, start.length).latin1Slice();
// In a call of its own: what a function has used can be alive until it returns.
const part = (start, keep) => keep(large(start));

/** How many bytes are held when what `keep` returns, of a large text that begins as said, is kept. */
export function held(start, keep) {
	const before = used();
	const kept = part(start, keep);
	const after = used();
	// It has to be there until now.
	return kept === undefined ? 0 : after - before;
}
