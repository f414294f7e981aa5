// Takes turns with the page's calls. Reading a log waits only for its chunks, which are there at once, so the worker would hear nothing else.

/** How long it works without a pause, in milliseconds. */
const SLICE = 20;

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();

/** Lets all calls that have come be answered first. */
function pause(): Promise<void> {
	return new Promise((resolve) => {
		waiting.push(resolve);
		port2.postMessage(null);
	});
}

/** The same values, with pauses. Ends when the signal is aborted. */
export async function* inTurns<T>(values: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
	let last = performance.now();
	let count = 0;
	for await (const value of values) {
		if (++count % 32 === 0 && performance.now() - last > SLICE) {
			await pause();
			signal.throwIfAborted();
			last = performance.now();
		}
		yield value;
	}
}
