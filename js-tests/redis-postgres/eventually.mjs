import { setTimeout } from "node:timers/promises";

/** Asks until there is an answer that holds. Throws the last failure after `ms` milliseconds. */
export async function eventually(check, ms = 20_000) {
	const end = Date.now() + ms;
	for (;;) {
		try {
			return await check();
		} catch (error) {
			if (Date.now() > end) {
				throw error;
			}
			await setTimeout(100);
		}
	}
}
