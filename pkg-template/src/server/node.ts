import { isGzip } from "../core/bytes.js";
import type { Chunks } from "./body.js";
import type { HostRequest, HostResponse, Receiver, RequestLike } from "./fetch.js";
import { isFrugal, markReserialized, UnreadableError } from "./message.js";
import { needReceiver } from "./need-receiver.js";
import { type NodeBody, nodeBody } from "./node-body.js";
import type { NodeRequest, NodeResponse, Parsed } from "./node-types.js";

/** Bytes of a refused body that are read and dropped. */
const DROPPED_BYTES = 1 << 20;

/** Milliseconds that a sender has to see the answer before the connection is closed. */
const DROPPED_MS = 2000;

/** The largest refused body for whose rest a connection is kept. */
const KEPT_BYTES = 1 << 16;

/** A context of Koa, as far as it is used. */
interface KoaContext {
	readonly req: NodeRequest;
	readonly res: NodeResponse;
	readonly request: Parsed;
	respond?: boolean | undefined;
}

/** A request of Fastify, as far as it is used. */
interface FastifyRequest extends Parsed {
	readonly raw: NodeRequest;
}

/** A reply of Fastify, as far as it is used. */
interface FastifyReply {
	readonly raw: NodeResponse;
	hijack(): unknown;
}

/** A listener for `node:http`, and a handler for Express, Fastify, Koa and NestJS. It never rejects. */
export interface NodeListener {
	(request: NodeRequest, response: NodeResponse, ...others: unknown[]): Promise<void>;
	(request: FastifyRequest, reply: FastifyReply): Promise<void>;
	(context: KoaContext, ...others: unknown[]): Promise<void>;
}

/**
 * Makes a listener for `node:http` of a receiver, which is a handler for Express, Fastify, Koa and NestJS too. Mount it before body
 * parsers: it reads what came. If something has read the body before, it takes `rawBody` or `body` from there.
 *
 * @example
 * const receiver = createReceiver({ authenticate: unauthenticated(), deliver: async () => {} });
 * const listener = toNodeListener(receiver);
 */
export function toNodeListener(receiver: Receiver): NodeListener {
	needReceiver("toNodeListener", receiver);
	return async (first: object, second?: unknown) => {
		if ("req" in first && "request" in first) {
			const context = first as KoaContext;
			context.respond = false;
			return listen(receiver, context.req, context.res, [context.request, context.req as Parsed]);
		}
		if ("raw" in first) {
			const [request, reply] = [first as FastifyRequest, second as FastifyReply];
			reply.hijack();
			return listen(receiver, request.raw, reply.raw, [request, request.raw as Parsed]);
		}
		return listen(receiver, first as NodeRequest, second as NodeResponse, [first as Parsed]);
	};
}

async function listen(
	receiver: Receiver,
	message: NodeRequest,
	response: NodeResponse,
	parsed: readonly Parsed[],
): Promise<void> {
	const body = bodyOf(message, parsed);
	let answer: HostResponse;
	let text = "";
	try {
		answer = await receiver(
			body.isRaw && isFrugal(receiver) ? frugalRequest(message, body) : requestOf(message, body),
		);
		text = answer.body === null ? "" : await answer.text();
	} catch {
		const status = message.method === "POST" ? 500 : 405;
		answer = new Response(null, {
			status,
			...(status === 405 && { headers: { allow: "POST" } }),
		}) as HostResponse;
	}
	const isPending = body.isPending();
	const isOpen = !response.headersSent && !response.destroyed;
	const isLast = isOpen && isPending && !isWorthKeeping(message);
	if (isOpen) {
		response.statusCode = answer.status;
		answer.headers.forEach((value, name) => {
			response.setHeader(name, value);
		});
		if (isLast) {
			response.setHeader("connection", "close");
			response.setHeader("content-length", String(new TextEncoder().encode(text).length));
			response.write(text);
		} else {
			response.end(text);
		}
	}
	if (isPending) {
		body.drop();
		await dropped(message);
		if (isLast) {
			// Not before: Node.js then closes the connection, and what is unread has the system take back the answer.
			response.end();
		} else if (!message.complete) {
			// The connection; of HTTP/2, the stream.
			message.socket.destroy();
		}
	}
}

/** Whether a connection outlives a refused body. */
function isWorthKeeping(message: NodeRequest): boolean {
	return message.complete || message.httpVersionMajor > 1 || lengthOf(message) <= KEPT_BYTES;
}

/** The bytes of the body, as announced. */
function lengthOf({ headers }: NodeRequest): number {
	return headers["transfer-encoding"] === undefined
		? Number(headers["content-length"] ?? 0)
		: Number.POSITIVE_INFINITY;
}

/** The body; a stream that fails if there is none to be had, which the receiver says once it knows who asks. */
function bodyOf(message: NodeRequest, parsed: readonly Parsed[]): NodeBody {
	try {
		return nodeBody(message, parsed);
	} catch (error) {
		const reason =
			error instanceof UnreadableError
				? error
				: new UnreadableError(
						"req.body cannot be written as JSON, and something has read the body before azeer-webhooks.",
					);
		const body = { read: () => Promise.reject(reason), cancel: async () => {} };
		return { body, isRaw: false, isReserialized: false, isPending: () => false, drop: () => {} };
	}
}

/** What a receiver of this package reads of a request. */
function frugalRequest(message: NodeRequest, { body }: NodeBody): HostRequest {
	const method = message.method ?? "GET";
	const request: RequestLike = {
		method,
		get url() {
			return addressOf(message);
		},
		headers: { get: (name) => headerOf(message, name) },
		body: hasBody(method) ? { getReader: () => body } : null,
		bodyUsed: false,
	};
	return request as HostRequest;
}

/** A header as `Headers` has it: all of the name, joined by a comma. */
function headerOf({ rawHeaders }: NodeRequest, name: string): string | null {
	let found: string | null = null;
	for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
		if ((rawHeaders[at] as string).toLowerCase() === name.toLowerCase()) {
			found = found === null ? (rawHeaders[at + 1] as string) : `${found}, ${rawHeaders[at + 1]}`;
		}
	}
	return found;
}

const hasBody = (method: string): boolean => method !== "GET" && method !== "HEAD";

function requestOf(message: NodeRequest, { body, isRaw, isReserialized }: NodeBody): HostRequest {
	const headers = new Headers();
	// The raw ones: of some headers, Node.js drops all but the first.
	for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
		const [name, value] = [message.rawHeaders[at] as string, message.rawHeaders[at + 1] as string];
		if (!name.startsWith(":")) {
			headers.append(name, value);
		}
	}
	if (!isRaw) {
		headers.delete("content-length");
		// A parser has decoded it, unless it is gzip still.
		if (!(body instanceof Uint8Array && isGzip(body))) {
			headers.delete("content-encoding");
		}
	}
	const method = message.method ?? "GET";
	const given = typeof body === "string" || body instanceof Uint8Array ? body : streamOf(body);
	const init = { method, headers, ...(hasBody(method) && { body: given, duplex: "half" }) };
	const request = new Request(addressOf(message), init as RequestInit);
	if (isReserialized) {
		markReserialized(request);
	}
	return request as HostRequest;
}

function streamOf(chunks: Chunks): ReadableStream<Uint8Array> {
	return new ReadableStream(
		{
			async pull(controller) {
				const { done, value } = await chunks.read();
				if (done) {
					controller.close();
				} else {
					controller.enqueue(value);
				}
			},
			cancel: () => chunks.cancel(),
		},
		{ highWaterMark: 0 },
	);
}

/** The address; the host in it is what the sender says it is. Express takes the path of a router from `url`. */
function addressOf(message: NodeRequest & { readonly originalUrl?: string }): string {
	const path = message.originalUrl ?? message.url ?? "/";
	// Without a host, a URL would take the path for one.
	const host = message.headers.host || message.headers[":authority"] || "localhost";
	for (const address of [`http://${host}${path}`, `http://localhost${path}`]) {
		if (path.startsWith("/") && URL.canParse(address)) {
			return address;
		}
	}
	return URL.canParse(path) ? path : "http://localhost/";
}

/** Drops the rest of a body, until it ends or time is up. */
function dropped(message: NodeRequest): Promise<void> {
	return new Promise((resolve) => {
		let left = DROPPED_BYTES;
		const timer = setTimeout(resolve, DROPPED_MS);
		message.on("data", (chunk: Uint8Array | string) => {
			left -= chunk.length;
			if (left < 0) {
				message.pause();
			}
		});
		// After its end too.
		message.on("close", () => {
			clearTimeout(timer);
			resolve();
		});
		message.resume();
	});
}
