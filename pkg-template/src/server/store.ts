/** Whether a delivery is new: `"done"` if it was handled before, `"busy"` if somebody has claimed it and has not finished. */
export type Claim = "new" | "done" | "busy";

/** Remembers which deliveries are handled. Every method is atomic for one key, among all who share the store. */
export interface Store {
	/** Claims a key for `leaseMs` milliseconds. A claim that is neither done nor released by then can be claimed again. */
	claim(key: string, leaseMs: number): Promise<Claim>;
	/** Marks a claimed key as handled and remembers it for `ttlMs` milliseconds. */
	done(key: string, ttlMs: number): Promise<void>;
	/** Gives up a claim, so that the key can be claimed again at once. */
	release(key: string): Promise<void>;
}
