import { decompressed } from "./decompress.js";
import type { LogRules } from "./options.js";
import type { Chunks } from "./source.js";
import type { Splitter } from "./split.js";

/**
 * Splits a log, and yields the results of each chunk. They are made as they are taken. The chunks are cancelled if this ends before
 * them. With `isRest` the log is the rest of one whose beginning is read elsewhere.
 */
export async function* parts<T>(
	chunks: Chunks,
	splitter: Splitter<T>,
	{ signal, onProgress }: Pick<LogRules, "signal" | "onProgress">,
	isRest = false,
): AsyncGenerator<Iterable<T>, undefined> {
	const report = (): void => onProgress({ bytes: chunks.bytes, lines: splitter.lines });
	try {
		for await (const chunk of isRest ? plain(chunks) : decompressed(chunks)) {
			yield splitter.write(chunk);
			report();
		}
		if (!chunks.isCancelled) {
			yield splitter.end();
			report();
		}
	} catch (error) {
		// A stream of Node.js makes another error of a reason that is none.
		throw signal?.aborted ? signal.reason : error;
	} finally {
		await chunks.cancel();
	}
}

async function* plain(chunks: Chunks): AsyncGenerator<Uint8Array, undefined> {
	for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) {
		yield chunk;
	}
}
