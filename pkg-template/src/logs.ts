/**
 * Reading logs of webhook bodies: files and streams of any size, in little memory.
 *
 * @packageDocumentation
 */

export { countEvents } from "./logs/count.js";
export type { CountRow, EventCount, IssueCount, LogCounts, MemberCount } from "./logs/counts.js";
export { type LogWorker, readEventsInWorker, type WorkerLogOptions } from "./logs/in-worker.js";
/** @internal */
export { type InvalidLine, internals, type PartCounts } from "./logs/internals.js";
export type { LogOptions, LogProgress, LogSignal } from "./logs/options.js";
export { readEvents } from "./logs/read.js";
export type { LogResult } from "./logs/result.js";
export { serveEvents } from "./logs/serve.js";
export type { LogBlob, LogChunk, LogResponse, LogSource } from "./logs/source.js";
export { EventLogStream } from "./logs/stream.js";
