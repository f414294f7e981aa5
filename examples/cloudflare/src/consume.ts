// The consumer of the queue.

import { handle } from "./handle.ts";
import { isLarge } from "./message.ts";
import { createWriter } from "./write.ts";

const HOUR = 3600;

/**
 * The attempts in which messages are written together. Mostly the database is what fails, and more transactions do not help it. After them each
 * message is written alone: one of them may be what all have failed by.
 */
const SHARED_ATTEMPTS = 3;

export async function consume({ messages }: MessageBatch<string>, env: Env): Promise<void> {
	const shared = createWriter(env.DB);
	let failed = 0;
	let error: unknown;
	const settle = async (message: Message<string>) => {
		const { body, attempts } = message;
		const write = attempts > SHARED_ATTEMPTS ? createWriter(env.DB) : shared;
		const { retry } = await handle(body, env, write, (it) => {
			error = it;
		});
		// One by one: an exception would repeat the whole batch.
		if (retry) {
			failed++;
			message.retry({ delaySeconds: Math.min(env.RETRY_SECONDS * 2 ** (attempts - 1), HOUR) });
		} else {
			message.ack();
		}
	};
	await Promise.all(messages.filter(({ body }) => !isLarge(body)).map(settle));
	// A Worker has 128 MB of memory, which a hundred large bodies and what is made of them would exceed.
	for (const message of messages.filter(({ body }) => isLarge(body))) {
		await settle(message);
	}
	if (failed > 0) {
		// Its message can quote what a person wrote.
		console.error({ failed: "consume", messages: failed, error: (error as Error)?.name });
	}
}
