/**
 * The host's `Request`. If the compiler's libraries have none, it is what a receiver uses of one.
 */
export type HostRequest = typeof globalThis extends { Request: { prototype: infer Host } }
	? Host
	: RequestLike;

/** The host's `Response`. If the compiler's libraries have none, it is what an adapter uses of one. */
export type HostResponse = typeof globalThis extends { Response: { prototype: infer Host } }
	? Host
	: ResponseLike;

/** What a receiver uses of a `Request`. */
export interface RequestLike {
	readonly method: string;
	readonly url: string;
	readonly headers: { get(name: string): string | null };
	readonly body: object | null;
	readonly bodyUsed: boolean;
}

/** What an adapter uses of a `Response`. */
export interface ResponseLike {
	readonly status: number;
	readonly headers: { forEach(callback: (value: string, name: string) => void): void };
	readonly body: object | null;
	text(): Promise<string>;
}

/** What the host gives beside a request, such as the `ctx` of a Worker. */
export interface ReceiverContext {
	/** Keeps the host at work until the promise is settled, though the request is answered. */
	waitUntil(work: Promise<unknown>): void;
}

/**
 * Answers a request. It never rejects. The first of the others that has a `waitUntil` is its context: Workers give `env` and `ctx`,
 * other hosts something else or nothing.
 */
export type Receiver = (request: HostRequest, ...others: readonly unknown[]) => Promise<HostResponse>;
