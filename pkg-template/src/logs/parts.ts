import { decompressed } from "./decompress.js";
import type { LogRules } from "./options.js";
import type { Chunks } from "./source.js";
import { type PartReader, Splitter } from "./split.js";

/**
 * Reads a log with a reader, and yields the results of each chunk. They are made as they are taken. The chunks are cancelled if this ends before
 * them.
 */
export async function* parts<T>(
	chunks: Chunks,
	reader: PartReader<T>,
	{ parse, signal, onProgress }: LogRules,
): AsyncGenerator<Iterable<T>, Splitter<T>> {
	const splitter = new Splitter(reader, parse.maxBytes);
	const report = (): void => onProgress({ bytes: chunks.bytes, lines: splitter.lines });
	try {
		for await (const chunk of decompressed(chunks)) {
			yield splitter.write(chunk);
			report();
		}
		if (!chunks.isCancelled) {
			yield splitter.end();
			report();
		}
		return splitter;
	} catch (error) {
		// A stream of Node.js makes another error of a reason that is none.
		throw signal?.aborted ? signal.reason : error;
	} finally {
		await chunks.cancel();
	}
}
