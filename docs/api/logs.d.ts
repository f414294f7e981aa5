export interface CountRow {
	readonly count: number;
	readonly line: number;
}

export interface EventCount extends CountRow {
	readonly event: string;
	readonly messageType?: string;
	readonly reason?: UnknownReason;
}

export declare class EventLogStream {
	readonly readable: ReadableStream<LogResult>;
	readonly writable: WritableStream<LogChunk>;
	constructor(options?: LogOptions);
}

export interface IssueCount extends CountRow {
	readonly code: IssueCode;
}

export interface LogBlob {
	stream(): ReadableStream<Uint8Array>;
}

export type LogChunk = string | ArrayBufferView | ArrayBufferLike;

export interface LogCounts {
	readonly bytes: number;
	readonly lines: number;
	readonly valid: number;
	readonly unknown: number;
	readonly invalid: number;
	readonly events: readonly EventCount[];
	readonly issues: readonly IssueCount[];
	readonly undocumented: readonly MemberCount[];
}

export interface LogOptions extends ParseOptions {
	pointer?: string | undefined;
	signal?: LogSignal | undefined;
	onProgress?: ((progress: LogProgress) => void) | undefined;
}

export interface LogProgress {
	readonly bytes: number;
	readonly lines: number;
}

export interface LogResponse {
	readonly body: ReadableStream<Uint8Array> | null;
}

export type LogResult = ParseResult & {
	readonly line: number;
	readonly offset: number;
	readonly bytes: Uint8Array;
	readonly wrapper?: JsonValue | undefined;
};

export interface LogSignal {
	readonly aborted: boolean;
	readonly reason: unknown;
	addEventListener(type: "abort", listener: () => void): void;
	removeEventListener(type: "abort", listener: () => void): void;
}

export type LogSource =
	| LogChunk
	| ReadableStream<LogChunk>
	| AsyncIterable<LogChunk>
	| Iterable<LogChunk>
	| LogBlob
	| LogResponse;

export interface LogWorker {
	postMessage(message: unknown, transfer: never[]): void;
}

export interface MemberCount extends CountRow {
	readonly name: string;
}

export interface WorkerLogOptions extends LogOptions {
	worker: LogWorker;
}

export declare function countEvents(source: LogSource, options?: LogOptions): Promise<LogCounts>;

export declare function readEvents(source: LogSource, options?: LogOptions): AsyncIterableIterator<LogResult>;

export declare function readEventsInWorker(
	source: LogSource,
	options: WorkerLogOptions,
): AsyncIterableIterator<readonly LogResult[]>;

export declare function serveEvents(): void;

// Not exported:

interface ReadableStream<R = any> {}

interface WritableStream<W = any> {}
