import { bytesOf, tagOf } from "../core/bytes.js";

/** One delivery: the body of a request, and when it came. Plain data, which a queue can carry. */
export interface Delivery {
	/** The body. Bytes only if they are not UTF-8. */
	readonly body: string | Uint8Array;
	/** When it was received: an RFC 3339 date-time in UTC. */
	readonly receivedAt: string;
	/**
	 * Set if something else had parsed the body, and it was written as JSON again. Its text is then not the sender's: positions in
	 * issues differ, and faults that the other parser let through are gone.
	 */
	readonly isReserialized?: true;
}

/**
 * Makes a delivery of a body that is received now.
 *
 * @example
 * const { body: text, receivedAt } = toDelivery(body);
 */
export function toDelivery(body: string | ArrayBufferView | ArrayBufferLike): Delivery {
	return {
		body: typeof body === "string" ? body : textOr(bytesOf(body) as Uint8Array),
		receivedAt: new Date().toISOString(),
	};
}

/** The text of UTF-8, or the bytes if they are not UTF-8. */
function textOr(bytes: Uint8Array): string | Uint8Array {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return bytes.slice();
	}
}

/** An RFC 3339 date-time in UTC. */
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * A value that may be a delivery, as queues and programs without types give it.
 *
 * @throws {TypeError} if it is not one; the message quotes nothing of it
 */
export function checkedDelivery(value: unknown): Delivery {
	if (typeof value !== "object" || value === null) {
		throw new TypeError(
			"a delivery has to be an object with body and receivedAt; toDelivery(body) makes one",
		);
	}
	const { body, receivedAt, isReserialized } = value as { [name: string]: unknown };
	if (typeof body !== "string" && tagOf(body) !== "[object Uint8Array]") {
		throw new TypeError(
			"the body of a delivery has to be a string or a Uint8Array; toDelivery(body) makes a delivery",
		);
	}
	if (typeof receivedAt !== "string" || !UTC.test(receivedAt)) {
		throw new TypeError("receivedAt of a delivery has to be an RFC 3339 date-time in UTC");
	}
	if (isReserialized !== undefined && isReserialized !== true) {
		throw new TypeError("isReserialized of a delivery has to be true or absent");
	}
	return value as Delivery;
}
