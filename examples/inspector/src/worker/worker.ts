// The Web Worker: it answers the page's calls, and reports progress.

import type { Answer, Progress, Request } from "../shared/protocol.ts";
import { Session } from "./session.ts";

/** How often progress is reported, in milliseconds. */
const INTERVAL = 100;

let last = 0;

function report(progress: Progress): void {
	const now = performance.now();
	if (now - last >= INTERVAL || progress.done === progress.of) {
		last = now;
		postMessage({ progress } satisfies Answer);
	}
}

const session = new Session(report);

addEventListener("message", async ({ data }: MessageEvent<Request>) => {
	const { id, method, args } = data;
	try {
		const call = session[method] as (...args: unknown[]) => unknown;
		postMessage({ id, result: await call.apply(session, args) } satisfies Answer);
	} catch (error) {
		postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Answer);
	}
});
