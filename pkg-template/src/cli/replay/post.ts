import { setTimeout } from "node:timers/promises";

/** Answers that a sender may repeat a request after: a later try can succeed. */
const REPEATABLE = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Milliseconds before the first repetition; each further one waits twice as long. */
const FIRST_WAIT = 250;

/** The longest wait, in milliseconds, also if an answer asks for more. */
const LONGEST_WAIT = 30_000;

/** Where bodies are posted, and how. */
export interface Target {
	readonly url: URL;
	readonly headers: Headers;
	/** Milliseconds for an answer. */
	readonly timeout: number;
	/** How often a request is repeated that got no answer, or one that allows it. */
	readonly retries: number;
	readonly signal: AbortSignal;
}

/** The last answer to a body: its status, or why there was none, such as `ECONNREFUSED`. */
export interface Posted {
	readonly outcome: number | string;
	/** How many requests it took. */
	readonly tries: number;
}

/** Posts a body. Follows no redirect, because the address that is meant is the only one that may have the body. */
export async function post(body: string | Uint8Array, target: Target): Promise<Posted> {
	for (let tries = 1; ; tries++) {
		const { outcome, retryAfter } = await once(body, target);
		const isOver = typeof outcome === "number" && !REPEATABLE.has(outcome);
		if (isOver || tries > target.retries || target.signal.aborted) {
			return { outcome, tries };
		}
		const wait = Math.min(Math.max(FIRST_WAIT * 2 ** (tries - 1), retryAfter * 1000), LONGEST_WAIT);
		await setTimeout(wait, undefined, { signal: target.signal }).catch(() => {});
	}
}

async function once(
	body: string | Uint8Array,
	{ url, headers, timeout }: Target,
): Promise<{ outcome: number | string; retryAfter: number }> {
	try {
		const response = await fetch(url, {
			method: "POST",
			headers,
			body: body as BodyInit,
			redirect: "manual",
			signal: AbortSignal.timeout(timeout),
		});
		// The connection is used again only after the answer was read.
		for await (const _ of response.body ?? []) {
		}
		return { outcome: response.status, retryAfter: Number(response.headers.get("retry-after")) || 0 };
	} catch (error) {
		return { outcome: reasonOf(error), retryAfter: 0 };
	}
}

/** A short reason: the code of the system's error, if there is one. */
function reasonOf(error: unknown): string {
	const { name, message, cause } = error as Error;
	if (name === "TimeoutError") {
		return "no answer in time";
	}
	const { code, errors, message: reason = message } = (cause ?? {}) as NodeJS.ErrnoException & AggregateError;
	return code ?? (errors?.[0] as NodeJS.ErrnoException | undefined)?.code ?? reason;
}
