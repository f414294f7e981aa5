// How much of the processor's time processes have taken, as Linux counts it.

import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second for programs, whatever its own clock does. */
const TICKS = 100;

/** Seconds of a process, of those it has started, and of those that have ended; `NaN` where there is no /proc. */
export function secondsOf(pid) {
	return existsSync("/proc/self/stat") ? seconds(pid) : Number.NaN;
}

function seconds(pid) {
	const [, own, kernel, ended, endedKernel] = fieldsOf(pid);
	const children = readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.filter((name) => fieldsOf(name)[0] === pid);
	const total = (own + kernel + ended + endedKernel) / TICKS;
	return children.reduce((sum, child) => sum + seconds(Number(child)), total);
}

/** The parent, and the times. All are zero for a process that has just ended. */
function fieldsOf(pid) {
	let stat;
	try {
		stat = readFileSync(`/proc/${pid}/stat`, "utf8");
	} catch {
		return [0, 0, 0, 0, 0];
	}
	// The name before it can have spaces.
	const fields = stat
		.slice(stat.lastIndexOf(")") + 2)
		.split(" ")
		.map(Number);
	return [fields[1], ...fields.slice(11, 15)];
}
