import type { Store } from "./store.js";

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
	/** How many keys are remembered at most; 100,000 unless set. */
	readonly maxKeys?: number | undefined;
}

interface Remembered {
	/** The owner of a claim, or `undefined` if the delivery is done. */
	readonly owner: string | undefined;
	readonly expiresAt: number;
}

const DEFAULT_MAX_KEYS = 100_000;

/**
 * A store in the memory of one process: for one process that may forget what it has handled when it ends.
 *
 * When it is full, it forgets the delivery that was done first. Only if nothing is done, it forgets the oldest claim; that delivery may
 * then be handled twice at the same time. It has no timers: what has expired is removed by later calls.
 *
 * @throws {RangeError} if `maxKeys` is not a whole number from 1
 *
 * @example
 * const process = createProcessor({ store: memoryStore({ maxKeys: 10_000 }), on: { other: console.log } });
 */
export function memoryStore({ maxKeys = DEFAULT_MAX_KEYS }: MemoryStoreOptions = {}): Store {
	if (!Number.isSafeInteger(maxKeys) || maxKeys < 1) {
		throw new RangeError("maxKeys has to be a whole number from 1");
	}
	// Both in the order in which their keys were set, which is the order in which they are forgotten.
	const claims = new Map<string, Remembered>();
	const dones = new Map<string, Remembered>();

	const find = (key: string): Remembered | undefined => {
		const found = claims.get(key) ?? dones.get(key);
		return found !== undefined && found.expiresAt > performance.now() ? found : undefined;
	};
	const forget = (key: string): void => {
		claims.delete(key);
		dones.delete(key);
	};
	const remember = (key: string, owner: string | undefined, milliseconds: number): void => {
		forget(key);
		// Before the new key is there, which must not be what is forgotten.
		for (const keys of [dones, claims]) {
			for (const [old, { expiresAt }] of keys) {
				if (expiresAt > performance.now() && claims.size + dones.size < maxKeys) {
					break;
				}
				keys.delete(old);
			}
		}
		const keys = owner === undefined ? dones : claims;
		keys.set(key, { owner, expiresAt: performance.now() + milliseconds });
	};

	return {
		async claim(key, owner, leaseMs) {
			const found = find(key);
			if (found !== undefined && found.owner !== owner) {
				return found.owner === undefined ? "done" : "busy";
			}
			remember(key, owner, leaseMs);
			return "new";
		},
		async done(key, owner, ttlMs) {
			const found = find(key);
			if (found === undefined || found.owner === owner) {
				remember(key, undefined, ttlMs);
			}
		},
		async release(key, owner) {
			if (claims.get(key)?.owner === owner) {
				forget(key);
			}
		},
	};
}
