// From a message of the queue to rows in D1, or to the archive in R2 if its body is no event.

import { createProcessor, type Outcome } from "azeer-webhooks/server";
import { keep } from "./bodies.ts";
import { fromMessage } from "./message.ts";
import { rowsOf } from "./rows.ts";
import type { Write } from "./write.ts";

/**
 * Handles a message. It has no store that remembers deliveries: all rows are written under the delivery's key, so writing them again changes
 * nothing.
 */
export async function handle(
	text: string,
	env: Env,
	write: Write,
	onError: (error: unknown) => void,
): Promise<Pick<Outcome, "retry">> {
	try {
		const { delivery, object } = await fromMessage(text, env);
		const process = createProcessor({
			// Your own handlers go here, by the name of the event.
			on: { other: (event) => write(rowsOf(event, delivery, object)) },
			onInvalid: ({ issues }) =>
				keep(env.BODIES, "invalid", delivery, issues.map(({ code }) => code).join(" ")),
			onError,
		});
		return await process(delivery);
	} catch (error) {
		onError(error);
		return { retry: true };
	}
}
