import type { Timeline } from "../shared/protocol.ts";
import type { Log } from "./log.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [1, 5, 15, 30].flatMap((it) => [it * SECOND, it * MINUTE]);
STEPS.push(
	HOUR,
	3 * HOUR,
	6 * HOUR,
	12 * HOUR,
	DAY,
	2 * DAY,
	7 * DAY,
	28 * DAY,
	91 * DAY,
	364 * DAY,
	3640 * DAY,
);
STEPS.sort((a, b) => a - b);

/** A timeline has at most so many buckets, up to three centuries. */
const MAX_BUCKETS = 90;

/** How many rows of each event name lie in each span of time. */
export function timeline({ columns, events }: Log, rows: Uint32Array): Timeline {
	let first = Number.POSITIVE_INFINITY;
	let last = Number.NEGATIVE_INFINITY;
	let unset = 0;
	for (const row of rows) {
		const time = columns.time[row] as number;
		if (Number.isNaN(time)) {
			unset += 1;
		} else {
			first = Math.min(first, time);
			last = Math.max(last, time);
		}
	}
	if (last < first) {
		return { starts: [], step: 0, series: [], unset };
	}
	const longest = (last - first) / (MAX_BUCKETS - 1);
	const step = STEPS.find((it) => it >= longest) ?? longest;
	const start = Math.floor(first / step) * step;
	const length = Math.floor((last - start) / step) + 1;
	const counts = events.list.map(() => new Uint32Array(length));
	for (const row of rows) {
		const time = columns.time[row] as number;
		if (!Number.isNaN(time)) {
			const of = counts[columns.event[row] as number] as Uint32Array;
			const bucket = Math.floor((time - start) / step);
			of[bucket] = (of[bucket] as number) + 1;
		}
	}
	return {
		starts: Array.from({ length }, (_, index) => start + index * step),
		step,
		series: counts
			.map((of, index) => ({ event: events.list[index] as string, counts: Array.from(of) }))
			.filter(({ counts: of }) => of.some((it) => it > 0)),
		unset,
	};
}
