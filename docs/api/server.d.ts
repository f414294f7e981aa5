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

export interface Capture {
	add(delivery: Delivery, outcome: Outcome): void;
	report(): {
		readonly bodies: readonly CapturedBody[];
		readonly missed: number;
	};
	clear(): void;
}

export interface CaptureOptions {
	readonly maxBodies?: number | undefined;
	readonly maxLength?: number | undefined;
	readonly showName?: ((name: string) => boolean) | undefined;
}

export interface CapturedBody {
	readonly reason: "invalid" | "unknown" | "drift" | "failed";
	readonly issues?: readonly CapturedIssue[];
	readonly error?: string;
	readonly body: string;
	readonly isCut: boolean;
	readonly firstAt: string;
	readonly lastAt: string;
	readonly count: number;
}

export interface CapturedIssue {
	readonly code: IssueCode;
	readonly path?: string;
	readonly line: number;
	readonly column: number;
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

export type Handler<Event> = (event: Event, delivery: Delivery) => unknown;

export type Handlers = {
	readonly [Name in AzeerEvent["webhook_event_type"]]?:
		| Handler<EventOf<Name>>
		| (Name extends AzeerMessage["webhook_event_type"] ? MessageHandlers<Name> : never)
		| undefined;
} & {
	readonly other?: Handler<AzeerEvent> | undefined;
};

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
	readonly requestContext?: object;
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

export interface MemoryStoreOptions {
	readonly maxKeys?: number | undefined;
}

export type MessageHandlers<Name extends AzeerMessage["webhook_event_type"]> = {
	readonly [Type in AzeerMessage["message_type"]]?:
		| Handler<Having<EventOf<Name>, "message_type", Type>>
		| undefined;
} & {
	readonly other?: Handler<EventOf<Name>> | undefined;
};

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
	readonly socket: {
		destroy(): unknown;
	};
}

export interface NodeResponse {
	statusCode: number;
	readonly headersSent: boolean;
	readonly destroyed: boolean;
	setHeader(name: string, value: string): unknown;
	write(body: string): unknown;
	end(): unknown;
	end(body: string): unknown;
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

export interface Process {
	(delivery: Delivery): Promise<Outcome>;
	idle(): Promise<void>;
}

export interface ProcessorOptions {
	readonly on: Handlers;
	readonly store?: Store | undefined;
	readonly onInvalid?: ((error: PayloadError, delivery: Delivery) => unknown) | undefined;
	readonly onError?: ((error: unknown, delivery: Delivery) => unknown) | undefined;
	readonly observe?: Observe | undefined;
	readonly capture?: Pick<Capture, "add"> | undefined;
	readonly parse?: ((body: Body) => ParseResult) | undefined;
	readonly lease?: number | undefined;
	readonly ttl?: number | undefined;
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

export interface RedisStoreOptions {
	readonly prefix?: string | undefined;
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

export type RunSql = (
	sql: string,
	parameters: (string | number)[],
) => readonly SqlRow[] | Promise<readonly SqlRow[]>;

export type SendRedis = (command: string[]) => Promise<unknown>;

export type SqlDialect = "sqlite" | "postgres";

export type SqlRow = {
	readonly [column: string]: unknown;
};

export interface SqlStore extends Store {
	removeExpired(limit?: number): Promise<number>;
}

export interface SqlStoreOptions {
	readonly dialect: SqlDialect;
	readonly table?: string | undefined;
}

export interface Store {
	claim(key: string, owner: string, leaseMs: number): Promise<Claim>;
	done(key: string, owner: string, ttlMs: number): Promise<void>;
	release(key: string, owner: string): Promise<void>;
}

export type Tokens = string | undefined | readonly (string | undefined)[];

export declare function anyOf(...ways: readonly Authenticate[]): Authenticate;

export declare function basic(user: string | undefined, passwords: Tokens): Authenticate;

export declare function bearer(tokens: Tokens): Authenticate;

export declare function createCapture(options?: CaptureOptions): Capture;

export declare function createProcessor(options: ProcessorOptions): Process;

export declare function createReceiver(options: ReceiverOptions): Receiver;

export declare function deliveryFromText(text: string): Delivery;

export declare function deliveryKey(event: AzeerEvent): string;

export declare function deliveryToText(delivery: Delivery): string;

export declare function header(name: string, tokens: Tokens): Authenticate;

export declare function memoryStore({ maxKeys }?: MemoryStoreOptions): Store;

export declare function messageKey(event: AzeerEvent): string | null;

export declare function query(name: string, tokens: Tokens): Authenticate;

export declare function redisStore(send: SendRedis, { prefix }?: RedisStoreOptions): Store;

export declare function sqlSchema(dialect: SqlDialect, table?: string): string[];

export declare function sqlStore(run: RunSql, options: SqlStoreOptions): SqlStore;

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

export type Having<Union, Tag extends string, Value> = Union extends {
	[tag in Tag]: infer Values;
}
	? Value extends Values
		? [Values] extends [Value]
			? Union
			: Union & {
					[tag in Tag]: Value;
				}
		: never
	: never;

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
