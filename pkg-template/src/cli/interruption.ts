import { exit } from "./exit.js";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Is aborted by the first signal to end, so that a command can finish what it has begun. The second ends the program at once. */
export function interruption(): AbortSignal {
	const controller = new AbortController();
	for (const signal of SIGNALS) {
		process.on(signal, () => {
			if (controller.signal.aborted) {
				process.exit(exit.interrupted);
			}
			controller.abort();
		});
	}
	return controller.signal;
}
