/** Calls a function of the user's. What it throws or rejects with is dropped: it must not lose a delivery or end the program. */
export function quietly(call: () => unknown): void {
	(async () => call())().catch(() => {});
}
