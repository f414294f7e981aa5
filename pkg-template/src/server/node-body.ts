import { bytesOf } from "../core/bytes.js";
import type { Chunks } from "./body.js";
import { UnreadableError } from "./message.js";
import type { NodeRequest, Parsed } from "./node-types.js";

/** The body of a request of Node.js, wherever it is to be had. */
export interface NodeBody {
	readonly body: string | Uint8Array | Chunks;
	/** Whether it is what came over the network. Body parsers have decoded theirs. */
	readonly isRaw: boolean;
	readonly isReserialized: boolean;
	/** Whether some of the stream is unread. */
	isPending(): boolean;
	/** Has what is unread go nowhere. */
	drop(): void;
}

/** The stream of the request if nothing has read it; else what a body parser has left in one of these. */
export function nodeBody(message: NodeRequest, parsed: readonly Parsed[]): NodeBody {
	if (!message.readableEnded && !message.readableDidRead) {
		return { ...chunksOf(message), isRaw: true, isReserialized: false };
	}
	return { ...leftBy(message, parsed), isPending: () => false, drop: () => {} };
}

/** A read that nothing has come for yet. */
interface Waiting {
	resolve(result: ReadableStreamReadResult<Uint8Array>): void;
	reject(error: Error): void;
}

/** The body as it is read: Node.js reads from the network no faster than this is read. */
function chunksOf(message: NodeRequest): Pick<NodeBody, "body" | "isPending" | "drop"> {
	const come: Uint8Array[] = [];
	let isPending = true;
	let isOpen = true;
	let failure: Error | undefined;
	let waiting: Waiting | undefined;
	const drop = () => {
		isOpen = false;
	};
	/** Answers the read that waits, or has more come for it. */
	const settle = () => {
		if (waiting === undefined) {
			return;
		}
		const { resolve, reject } = waiting;
		const chunk = come.shift();
		if (chunk === undefined && failure === undefined && isOpen) {
			message.resume();
			return;
		}
		waiting = undefined;
		if (chunk !== undefined) {
			resolve({ done: false, value: chunk });
		} else if (failure !== undefined) {
			reject(failure);
		} else {
			resolve({ done: true, value: undefined });
		}
	};
	const end = () => {
		isPending = false;
		drop();
		settle();
	};
	/** Every request is closed in the end, which is no failure of one that was read. */
	const breakOff = () => {
		if (isOpen) {
			failure = new Error("the request was aborted");
		}
		end();
	};
	message.on("data", (chunk: Uint8Array | string) => {
		if (isOpen) {
			message.pause();
			// A string if something has called setEncoding.
			come.push(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
			settle();
		}
	});
	message.on("end", end);
	message.on("error", breakOff);
	message.on("close", breakOff);
	message.pause();
	if (message.destroyed) {
		breakOff();
	}
	const body: Chunks = {
		read: () =>
			new Promise((resolve, reject) => {
				waiting = { resolve, reject };
				settle();
			}),
		cancel: async () => {
			drop();
			settle();
		},
	};
	return { body, isPending: () => isPending, drop };
}

const NOTHING_TO_READ = `Something has read the body before azeer-webhooks, and left it neither in req.rawBody nor as JSON in req.body. \
Mount the receiver before body parsers such as express.json(), or have the parser keep rawBody.`;

function leftBy(
	message: NodeRequest,
	parsed: readonly Parsed[],
): Pick<NodeBody, "body" | "isRaw" | "isReserialized"> {
	const length = message.headers["content-length"];
	// Whether there never was one, which a parser turns into an empty object.
	const isEmpty =
		length === "0" || (length === undefined && message.headers["transfer-encoding"] === undefined);
	if (isEmpty && message.readableEnded && message.httpVersionMajor < 2) {
		return { body: "", isRaw: false, isReserialized: false };
	}
	for (const { rawBody } of parsed) {
		const body = textOrBytes(rawBody);
		if (body !== undefined) {
			return { body, isRaw: false, isReserialized: false };
		}
	}
	for (const { body } of parsed) {
		const text = textOrBytes(body);
		if (text !== undefined) {
			return { body: text, isRaw: false, isReserialized: false };
		}
		if (isJson(message, body)) {
			return { body: JSON.stringify(body), isRaw: false, isReserialized: true };
		}
	}
	throw new UnreadableError(NOTHING_TO_READ);
}

function textOrBytes(value: unknown): string | Uint8Array | undefined {
	return typeof value === "string" ? value : bytesOf(value);
}

/** Whether a value is what the body said. A form is none, and frameworks set an empty object before anything is parsed. */
function isJson(message: NodeRequest, value: unknown): boolean {
	if (typeof value !== "object" || value === null) {
		return false;
	}
	const type = String(message.headers["content-type"] ?? "application/json");
	const isParsed =
		Object.keys(value).length > 0 || Array.isArray(value) || message.headers["content-length"] === "2";
	return isParsed && /^[^;]*[/+]json *(;|$)/i.test(type);
}
