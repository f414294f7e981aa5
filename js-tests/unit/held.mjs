// Measures how much memory a value keeps in use.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** Bytes in use after garbage collection. */
function used() {
	collect();
	collect();
	// Node.js keeps texts of this size outside the heap. Buffers are outside too, but are freed later, so they do not
	// count.
	const { heapUsed, external, arrayBuffers } = process.memoryUsage();
	return heapUsed + external - arrayBuffers;
}

/** The size of the source texts: 32 MiB. */
export const LARGE = 1 << 25;

const large = (start) => Buffer.alloc(LARGE, " ").fill(start, 0, start.length).latin1Slice();
// A separate call, because values that a function has used can stay alive until it returns.
const part = (start, keep) => keep(large(start));

/** How many bytes stay in use for the value that `keep` returns. `keep` gets a large text that begins with `start`. */
export function held(start, keep) {
	const before = used();
	const kept = part(start, keep);
	const after = used();
	// This use keeps the value alive until here.
	return kept === undefined ? 0 : after - before;
}
