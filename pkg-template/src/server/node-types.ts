// What the adapter uses of Node.js, so that the declarations need no types of it.

// biome-ignore lint/suspicious/noExplicitAny: the types of Node.js have it so, and it is not assignable to anything narrower
type Listener = (...args: any[]) => void;

/** What {@link toNodeListener} uses of a request of `node:http`, and of what frameworks add to it. */
export interface NodeRequest {
	readonly method?: string | undefined;
	readonly url?: string | undefined;
	readonly rawHeaders: readonly string[];
	readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
	readonly httpVersionMajor: number;
	readonly complete: boolean;
	readonly destroyed: boolean;
	readonly readableEnded: boolean;
	readonly readableDidRead?: boolean;
	on(event: string, listener: Listener): unknown;
	pause(): unknown;
	resume(): unknown;
	readonly socket: { destroy(): unknown };
}

/** What {@link toNodeListener} uses of a response of `node:http`. */
export interface NodeResponse {
	statusCode: number;
	readonly headersSent: boolean;
	readonly destroyed: boolean;
	setHeader(name: string, value: string): unknown;
	write(body: string): unknown;
	end(): unknown;
	end(body: string): unknown;
}

/** A request with what body parsers leave on it. */
export interface Parsed {
	readonly rawBody?: unknown;
	readonly body?: unknown;
}
