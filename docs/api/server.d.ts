export interface Authenticate {
	(request: HostRequest): boolean | Promise<boolean>;
	readonly challenge?: string;
}

export interface Busy {
	readonly outcome: "busy";
	readonly retry: true;
	readonly event: AzeerEvent;
	readonly key: string;
}

export type Claim = "new" | "done" | "busy";

export interface Delivery {
	readonly body: string | Uint8Array;
	readonly receivedAt: string;
	readonly isReserialized?: true;
}

export interface Duplicate {
	readonly outcome: "duplicate";
	readonly retry: false;
	readonly event: AzeerEvent;
	readonly key: string;
}

export interface Failed {
	readonly outcome: "failed";
	readonly retry: true;
	readonly error: unknown;
	readonly event: AzeerEvent | undefined;
	readonly key: string | undefined;
}

export interface Handled {
	readonly outcome: "handled";
	readonly retry: false;
	readonly event: AzeerEvent;
	readonly key: string;
}

export type HostRequest = typeof globalThis extends {
	Request: {
		prototype: infer Host;
	};
}
	? Host
	: RequestLike;

export type HostResponse = typeof globalThis extends {
	Response: {
		prototype: infer Host;
	};
}
	? Host
	: ResponseLike;

export interface Ignored {
	readonly outcome: "ignored";
	readonly retry: false;
	readonly event: AzeerEvent;
	readonly key: string;
}

export interface Invalid {
	readonly outcome: "invalid";
	readonly retry: false;
	readonly error: PayloadError;
	readonly isKept: boolean;
}

export interface LambdaEvent {
	readonly version?: string;
	readonly httpMethod?: string;
	readonly path?: string;
	readonly rawPath?: string;
	readonly rawQueryString?: string;
	readonly headers?: Values<string>;
	readonly multiValueHeaders?: Values<readonly string[]>;
	readonly queryStringParameters?: Values<string>;
	readonly multiValueQueryStringParameters?: Values<readonly string[]>;
	readonly requestContext?: {
		readonly http?: {
			readonly method: string;
		};
		readonly elb?: object;
	};
	readonly body?: string | null;
	readonly isBase64Encoded?: boolean;
}

export interface LambdaResult {
	statusCode: number;
	statusDescription?: string;
	headers?: {
		[name: string]: string;
	};
	multiValueHeaders?: {
		[name: string]: string[];
	};
	body: string;
	isBase64Encoded: boolean;
}

export interface NodeListener {
	(request: NodeRequest, response: NodeResponse, ...others: unknown[]): Promise<void>;
	(request: FastifyRequest, reply: FastifyReply): Promise<void>;
	(context: KoaContext, ...others: unknown[]): Promise<void>;
}

export interface NodeRequest {
	readonly method?: string | undefined;
	readonly url?: string | undefined;
	readonly rawHeaders: readonly string[];
	readonly headers: {
		readonly [name: string]: string | readonly string[] | undefined;
	};
	readonly httpVersionMajor: number;
	readonly complete: boolean;
	readonly destroyed: boolean;
	readonly readableEnded: boolean;
	readonly readableDidRead?: boolean;
	on(event: string, listener: Listener): unknown;
	pause(): unknown;
	resume(): unknown;
	destroy(error?: Error): unknown;
}

export interface NodeResponse {
	statusCode: number;
	readonly headersSent: boolean;
	readonly destroyed: boolean;
	setHeader(name: string, value: string): unknown;
	end(body: string): unknown;
	on(event: string, listener: Listener): unknown;
}

export interface Observation {
	readonly kind: "delivery" | "request";
	readonly outcome: Outcome["outcome"] | undefined;
	readonly status?: number;
	readonly event?: string;
	readonly messageType?: string;
	readonly issue?: IssueCode;
	readonly drift?: number;
	readonly durationMs: number;
	readonly bytes: number;
}

export type Observe = (observation: Observation) => void;

export type Outcome = Handled | Duplicate | Ignored | Invalid | Failed | Busy;

export interface Parsed {
	readonly rawBody?: unknown;
	readonly body?: unknown;
}

export type Receiver = (request: HostRequest, ...others: readonly unknown[]) => Promise<HostResponse>;

export interface ReceiverContext {
	waitUntil(work: Promise<unknown>): void;
}

export interface ReceiverOptions {
	readonly authenticate: Authenticate;
	readonly deliver: (delivery: Delivery) => Promise<Outcome | void>;
	readonly maxBytes?: number | undefined;
	readonly deadline?: number | undefined;
	readonly observe?: Observe | undefined;
	readonly onError?: ((error: unknown) => void) | undefined;
}

export interface RequestLike {
	readonly method: string;
	readonly url: string;
	readonly headers: {
		get(name: string): string | null;
	};
	readonly body: object | null;
	readonly bodyUsed: boolean;
}

export interface ResponseLike {
	readonly status: number;
	readonly headers: {
		forEach(callback: (value: string, name: string) => void): void;
	};
	readonly body: object | null;
	text(): Promise<string>;
}

export interface Store {
	claim(key: string, leaseMs: number): Promise<Claim>;
	done(key: string, ttlMs: number): Promise<void>;
	release(key: string): Promise<void>;
}

export type Tokens = string | undefined | readonly (string | undefined)[];

export declare function anyOf(...ways: readonly Authenticate[]): Authenticate;

export declare function basic(user: string | undefined, passwords: Tokens): Authenticate;

export declare function bearer(tokens: Tokens): Authenticate;

export declare function createReceiver(options: ReceiverOptions): Receiver;

export declare function header(name: string, tokens: Tokens): Authenticate;

export declare function query(name: string, tokens: Tokens): Authenticate;

export declare function toDelivery(body: string | ArrayBufferView | ArrayBufferLike): Delivery;

export declare function toLambdaHandler(receiver: Receiver): (event: LambdaEvent) => Promise<LambdaResult>;

export declare function toNodeListener(receiver: Receiver): NodeListener;

export declare function unauthenticated(): Authenticate;

// Not exported:

interface FastifyReply {
	readonly raw: NodeResponse;
	hijack(): unknown;
}

interface FastifyRequest extends Parsed {
	readonly raw: NodeRequest;
}

interface KoaContext {
	readonly req: NodeRequest;
	readonly res: NodeResponse;
	readonly request: Parsed;
	respond?: boolean | undefined;
}

type Listener = (...args: any[]) => void;

type Values<T> =
	| {
			readonly [name: string]: T | undefined;
	  }
	| null
	| undefined;
