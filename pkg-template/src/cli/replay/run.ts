import { setTimeout } from "node:timers/promises";
import type { Posted } from "./post.js";

/** As many failures without a single answer mean that nothing listens there. */
const HOPELESS = 10;

export interface Pace {
	readonly concurrency: number;
	/** Requests in a second; `undefined` is as fast as answers come. */
	readonly rate: number | undefined;
	readonly signal: AbortSignal;
}

/** What has become of what was posted. */
export class Totals {
	/** How often each status or reason came, without repeated tries. */
	readonly outcomes = new Map<number | string, number>();
	/** Deliveries with an answer. */
	posted = 0;
	/** Deliveries without one. Whether they have arrived is not known. */
	unanswered = 0;
	retries = 0;
	/** Answers with a status of 2xx. */
	accepted = 0;

	add({ outcome, tries }: Posted): void {
		this.retries += tries - 1;
		this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
		if (typeof outcome === "number") {
			this.posted++;
			this.accepted += outcome >= 200 && outcome < 300 ? 1 : 0;
		} else {
			this.unanswered++;
		}
	}

	/** Deliveries that were not accepted. */
	get failed(): number {
		return this.posted + this.unanswered - this.accepted;
	}

	get isHopeless(): boolean {
		return this.posted === 0 && this.unanswered >= HOPELESS;
	}
}

/**
 * Posts all bodies, several at once, in order of their beginning. Stops early if it is aborted or nothing answers at all. `onPosted` gets the
 * totals so far.
 */
export async function postAll<T>(
	bodies: AsyncIterator<T>,
	postOne: (body: T) => Promise<Posted>,
	{ concurrency, rate, signal }: Pace,
	onPosted: (totals: Totals) => void,
): Promise<Totals> {
	const totals = new Totals();
	const start = performance.now();
	let begun = 0;
	const work = async () => {
		while (!signal.aborted && !totals.isHopeless) {
			const { done, value } = await bodies.next();
			if (done) {
				return;
			}
			if (rate !== undefined) {
				const wait = start + (begun++ * 1000) / rate - performance.now();
				if (wait > 0) {
					await setTimeout(wait, undefined, { signal }).catch(() => {});
				}
			}
			if (!signal.aborted) {
				totals.add(await postOne(value));
				onPosted(totals);
			}
		}
	};
	await Promise.all(Array.from({ length: concurrency }, work));
	await bodies.return?.();
	return totals;
}
