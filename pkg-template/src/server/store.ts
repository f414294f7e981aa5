/** Whether a delivery is new: `"done"` if it was handled before, `"busy"` if somebody has claimed it and has not finished. */
export type Claim = "new" | "done" | "busy";

/**
 * Remembers which deliveries are handled. Every method is atomic for one key, among all who share the store.
 *
 * An owner names one attempt to handle one delivery. A worker whose lease has expired therefore cannot confirm or release the claim
 * of the worker that came after it.
 */
export interface Store {
	/**
	 * Claims a key for `leaseMs` milliseconds. A claim that is neither done nor released by then can be claimed again. The same owner
	 * may claim twice, because a client that has lost its connection may send a command again.
	 */
	claim(key: string, owner: string, leaseMs: number): Promise<Claim>;
	/** Marks a key as handled and remembers it for `ttlMs` milliseconds. Does nothing while another owner has the claim. */
	done(key: string, owner: string, ttlMs: number): Promise<void>;
	/** Gives up a claim, so that the key can be claimed again at once. Does nothing if the claim is not this owner's. */
	release(key: string, owner: string): Promise<void>;
}
