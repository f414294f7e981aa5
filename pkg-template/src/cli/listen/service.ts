import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
	type Authenticate,
	createReceiver,
	type Delivery,
	deliveryToText,
	toNodeListener,
} from "../../server.js";
import type { DurableLog } from "./durable-log.js";
import { loggedHeaders, type Secrets } from "./headers.js";

/** Milliseconds for open requests to end: more than the receiver's deadline. */
const LAST_MS = 12_000;

/** What became of a request. */
export interface Received {
	readonly status: number;
	/** The delivery, if the request had one. */
	readonly delivery: Delivery | undefined;
	readonly bytes: number;
	readonly durationMs: number;
}

export interface ServiceOptions {
	readonly host: string;
	readonly port: number;
	readonly authenticate: Authenticate;
	readonly secrets: Secrets;
	readonly maxBytes: number;
	readonly log: DurableLog;
	onReceived(received: Received): void;
	onError(error: unknown): void;
}

/** A receiver that runs. */
export interface Service {
	readonly url: string;
	/** Takes no new connections, and resolves once all open requests are answered. */
	close(): Promise<void>;
}

/** Starts a receiver that answers a delivery with 202 once it is in the log. Rejects if it cannot listen there. */
export async function startService(options: ServiceOptions): Promise<Service> {
	const server = createServer((request, response) => {
		toNodeListener(receiverFor(request, options))(request, response);
	});
	server.listen(options.port, options.host);
	await once(server, "listening");
	const { address, port, family } = server.address() as AddressInfo;
	const close = async () => {
		const closed = once(server, "close");
		server.close();
		// A connection that is kept alive becomes idle after its answer.
		const idle = setInterval(() => server.closeIdleConnections(), 20);
		const late = setTimeout(() => server.closeAllConnections(), LAST_MS);
		await closed;
		clearInterval(idle);
		clearTimeout(late);
	};
	return { url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`, close };
}

/** A receiver for one request, because a delivery has no headers. */
function receiverFor(request: IncomingMessage, options: ServiceOptions) {
	const { authenticate, maxBytes, log, secrets, onReceived, onError } = options;
	let delivery: Delivery | undefined;
	return createReceiver({
		authenticate,
		maxBytes,
		deliver: async (it) => {
			delivery = it;
			await log.append(lineOf(it, request, secrets));
		},
		observe: ({ status = 0, bytes, durationMs }) => onReceived({ status, delivery, bytes, durationMs }),
		onError,
	});
}

/** The text of the delivery, with the headers and the names of the query's parameters, whose values may be secrets. */
function lineOf(delivery: Delivery, { rawHeaders, url = "" }: IncomingMessage, secrets: Secrets): string {
	const query = [...new URLSearchParams(url.replace(/^[^?]*\??/, "")).keys()];
	const more = { headers: loggedHeaders(rawHeaders, secrets), ...(query.length > 0 && { query }) };
	return `${deliveryToText(delivery).slice(0, -1)},${JSON.stringify(more).slice(1)}`;
}
