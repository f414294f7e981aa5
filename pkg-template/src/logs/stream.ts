import { type LogOptions, logRules } from "./options.js";
import { eventsOf } from "./read.js";
import type { LogResult } from "./result.js";
import { Chunks, type LogChunk } from "./source.js";

/**
 * {@link readEvents} as a pair of streams, for `pipeThrough`: chunks of a log go in, results come out.
 *
 * @throws {TypeError} if an option is of the wrong type or does not exist
 * @throws {RangeError} if `maxBytes` is out of range
 *
 * @example
 * for await (const result of file.stream().pipeThrough(new EventLogStream())) console.log(result.line, result.ok);
 */
export class EventLogStream {
	/** The results. */
	readonly readable: ReadableStream<LogResult>;
	/** Takes the chunks of the log. */
	readonly writable: WritableStream<LogChunk>;

	constructor(options: LogOptions = {}) {
		const rules = logRules("EventLogStream", options);
		const { readable, writable } = new TransformStream<LogChunk, LogChunk>();
		const chunks = new Chunks(readable, rules.signal);
		const events = eventsOf(chunks, rules);
		this.writable = writable;
		this.readable = new ReadableStream<LogResult>(
			{
				async pull(controller) {
					const { done, value } = await events.next();
					if (done) {
						controller.close();
					} else {
						controller.enqueue(value);
					}
				},
				async cancel(reason) {
					await chunks.cancel(reason);
					await events.return();
				},
			},
			// A result is made when it is taken.
			{ highWaterMark: 0 },
		);
	}
}
