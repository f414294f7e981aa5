// The consumer of the queue.

import { handle } from "./handle.ts";
import { createWriter } from "./write.ts";

const HOUR = 3600;

/**
 * The attempts in which messages are written together. Mostly the database is what fails, and more transactions do not help it. After them each
 * message is written alone: one of them may be what all have failed by.
 */
const SHARED_ATTEMPTS = 3;

export async function consume({ messages }: MessageBatch<string>, env: Env): Promise<void> {
	const write = createWriter(env.DB);
	let failed = 0;
	let error: unknown;
	await Promise.all(
		messages.map(async (message) => {
			const { body, attempts } = message;
			const own = attempts > SHARED_ATTEMPTS ? createWriter(env.DB) : write;
			const { retry } = await handle(body, env, own, (it) => {
				error = it;
			});
			// One by one: an exception would repeat the whole batch.
			if (retry) {
				failed++;
				message.retry({ delaySeconds: Math.min(env.RETRY_SECONDS * 2 ** (attempts - 1), HOUR) });
			} else {
				message.ack();
			}
		}),
	);
	if (failed > 0) {
		// Its message can quote what a person wrote.
		console.error({ failed: "consume", messages: failed, error: (error as Error)?.name });
	}
}
