// The consumer of the dead-letter queue: keeps what has failed on every attempt, and why.

import { keep } from "./bodies.ts";
import { handle } from "./handle.ts";
import { fromMessage } from "./message.ts";
import { createWriter } from "./write.ts";

export async function bury({ messages }: MessageBatch<string>, env: Env): Promise<void> {
	for (const message of messages) {
		try {
			const kept = await buried(message, env);
			message.ack();
			console.error({ dead: 1, kept });
		} catch (error) {
			console.error({ failed: "bury", error: (error as Error)?.name });
			message.retry();
		}
	}
}

/** Whether the body is kept: not if it can be handled after all. */
async function buried({ body, timestamp }: Message<string>, env: Env): Promise<boolean> {
	const { delivery } = await fromMessage(body, env).catch(() => ({
		delivery: { body, receivedAt: timestamp.toISOString() },
	}));
	// Before it is tried again, which may be what the consumer has died of.
	const key = await keep(env.BODIES, "dead", delivery, "the consumer has died");
	// The queue does not tell why a message has failed.
	let reason = "";
	const { retry } = await handle(body, env, createWriter(env.DB), (error) => {
		reason = String(error);
	});
	await (retry ? keep(env.BODIES, "dead", delivery, reason) : env.BODIES.delete(key));
	return retry;
}
