/** A duplicate comes after at most as many others. */
const LATEST = 20;

/** In which order bodies are posted, and how often. */
export interface Plan {
	/** The share of bodies that are posted twice: from 0 to 1. */
	readonly duplicates: number;
	/** Whether the order is random. All bodies are then read into memory first. */
	readonly shuffle: boolean;
	/** Gives numbers from 0 up to, but without, 1. */
	random(): number;
}

/** What is posted: each of the bodies, some twice. */
export async function* planned<T>(bodies: AsyncIterable<T>, plan: Plan): AsyncGenerator<T, undefined> {
	if (!plan.shuffle) {
		yield* repeated(bodies, plan);
		return;
	}
	const all: T[] = [];
	for await (const body of repeated(bodies, plan)) {
		all.push(body);
	}
	for (let left = all.length; left > 0; left--) {
		const at = Math.floor(plan.random() * left);
		yield all[at] as T;
		all[at] = all[left - 1] as T;
	}
}

/** A sender repeats a delivery some time after the first. */
async function* repeated<T>(
	bodies: AsyncIterable<T>,
	{ duplicates, random }: Plan,
): AsyncGenerator<T, undefined> {
	let later: { body: T; wait: number }[] = [];
	for await (const body of bodies) {
		yield body;
		for (const it of later) {
			it.wait--;
		}
		yield* later.filter(({ wait }) => wait === 0).map((it) => it.body);
		later = later.filter(({ wait }) => wait > 0);
		if (random() < duplicates) {
			later.push({ body, wait: 1 + Math.floor(random() * LATEST) });
		}
	}
	yield* later.map(({ body }) => body);
}
