// What every store has to do. Runs in any Node.js, so it needs no test runner: a check throws.

import { setTimeout } from "node:timers/promises";
import { same } from "../same.mjs";

/** A claim that does not expire while it is looked at, and one that has expired at the next look. */
const LONG = 600_000;
const SHORT = 1;
const passed = () => setTimeout(40);

const checks = {
	async "a key is new, busy while it is claimed, and done for all once it is done"(store) {
		same(await store.claim("k", "a", LONG), "new");
		same(await store.claim("k", "b", LONG), "busy");
		same(await store.done("k", "a", LONG), undefined);
		for (const owner of ["a", "b"]) {
			same(await store.claim("k", owner, LONG), "done", owner);
		}
	},

	async "a released key is new at once"(store) {
		await store.claim("k", "a", LONG);
		same(await store.release("k", "a"), undefined);
		same(await store.claim("k", "b", LONG), "new");
		same(await store.claim("k", "c", LONG), "busy");
	},

	async "an owner can claim twice"(store) {
		same(await store.claim("k", "a", LONG), "new");
		same(await store.claim("k", "a", LONG), "new");
		same(await store.claim("k", "b", LONG), "busy");
	},

	async "a second claim of an owner is a new lease"(store) {
		await store.claim("k", "a", SHORT);
		await store.claim("k", "a", LONG);
		await passed();
		same(await store.claim("k", "b", LONG), "busy");
	},

	async "a claim that has expired can be claimed again"(store) {
		await store.claim("k", "a", SHORT);
		await passed();
		same(await store.claim("k", "b", LONG), "new");
		same(await store.claim("k", "c", LONG), "busy");
	},

	async "what is done is forgotten after its time"(store) {
		await store.claim("k", "a", LONG);
		await store.done("k", "a", SHORT);
		await passed();
		same(await store.claim("k", "b", LONG), "new");
		same(await store.claim("k", "c", LONG), "busy");
	},

	async "what is done is remembered longer than the claim"(store) {
		await store.claim("k", "a", 200);
		await store.done("k", "a", LONG);
		await setTimeout(240);
		same(await store.claim("k", "b", LONG), "done");
	},

	async "an owner whose claim has expired cannot confirm or release the claim of the next"(store) {
		await store.claim("k", "a", SHORT);
		await passed();
		same(await store.claim("k", "b", LONG), "new");
		await store.done("k", "a", LONG);
		same(await store.claim("k", "c", LONG), "busy", "after done");
		await store.release("k", "a");
		same(await store.claim("k", "c", LONG), "busy", "after release");
		await store.done("k", "b", LONG);
		same(await store.claim("k", "c", LONG), "done");
	},

	async "an owner whose claim has expired confirms it if nobody else has claimed the key"(store) {
		await store.claim("k", "a", SHORT);
		await passed();
		await store.done("k", "a", LONG);
		same(await store.claim("k", "b", LONG), "done");
	},

	async "release takes nothing back that is done"(store) {
		await store.claim("k", "a", LONG);
		await store.done("k", "a", LONG);
		await store.release("k", "a");
		same(await store.claim("k", "b", LONG), "done");
	},

	async "done twice is done for as long as the first said"(store) {
		await store.claim("k", "a", LONG);
		await store.done("k", "a", LONG);
		await store.done("k", "a", SHORT);
		await passed();
		same(await store.claim("k", "b", LONG), "done");
	},

	async "done without a claim is done"(store) {
		await store.done("k", "a", LONG);
		same(await store.claim("k", "b", LONG), "done");
	},

	async "release without a claim is nothing"(store) {
		await store.release("k", "a");
		same(await store.claim("k", "b", LONG), "new");
	},

	async "of many claims at once, one is new"(store) {
		for (const key of ["fresh", "expired", "released"]) {
			if (key === "expired") {
				await store.claim(key, "before", SHORT);
				await passed();
			}
			if (key === "released") {
				await store.claim(key, "before", LONG);
				await store.release(key, "before");
			}
			const owners = Array.from({ length: 20 }, (_, i) => `owner ${i}`);
			const claims = await Promise.all(owners.map((owner) => store.claim(key, owner, LONG)));
			same(claims.filter((it) => it === "new").length, 1, key);
			same(claims.filter((it) => it === "busy").length, 19, key);
			// Who was told that the key is new has it.
			await store.done(key, owners[claims.indexOf("new")], LONG);
			same(await store.claim(key, "after", LONG), "done", key);
		}
	},

	async "keys are told apart by every character"(store) {
		const keys = [
			"k",
			"K",
			"k ",
			"k'",
			"k?",
			"k%",
			"",
			"é",
			"e\u0301",
			"k".repeat(511),
			"k".repeat(512),
			"م".repeat(512),
		];
		for (const key of keys) {
			same(await store.claim(key, "a", LONG), "new", key);
		}
		for (const key of keys) {
			same(await store.claim(key, "b", LONG), "busy", key);
			await store.done(key, "a", LONG);
			same(await store.claim(key, "b", LONG), "done", key);
		}
	},

	async "random calls come to what a plain model says"(store) {
		const random = randomOf(7);
		const model = new Map();
		for (let i = 0; i < 120; i++) {
			const key = `k${random(3)}`;
			const owner = `o${random(3)}`;
			const held = model.get(key);
			const step = `${i}: ${owner} ${key}`;
			switch (random(4)) {
				case 0:
					await store.done(key, owner, LONG);
					if (held === undefined || held === owner) {
						model.set(key, "done");
					}
					break;
				case 1:
					await store.release(key, owner);
					if (held === owner) {
						model.delete(key);
					}
					break;
				default: {
					const wanted = held === "done" ? "done" : held === undefined || held === owner ? "new" : "busy";
					same(await store.claim(key, owner, LONG), wanted, step);
					if (wanted === "new") {
						model.set(key, owner);
					}
				}
			}
			// Otherwise all keys are soon done.
			if ([...model.values()].every((it) => it === "done") && model.size === 3) {
				model.clear();
				store = await store.another();
			}
		}
	},
};

/** Whole numbers below a limit, the same each time. */
export function randomOf(seed) {
	let state = seed;
	return (limit) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * limit);
	};
}

/**
 * Runs all checks. `make` makes a store in which no key is known. Resolves to how many checks there are and to what has failed.
 */
export async function conformance(make) {
	const failures = [];
	const another = async () => Object.assign(Object.create(await make()), { another });
	for (const [name, check] of Object.entries(checks)) {
		try {
			await check(await another());
		} catch (error) {
			failures.push(`${name}: ${error?.stack ?? error}`);
		}
	}
	return { checks: Object.keys(checks).length, failures };
}
