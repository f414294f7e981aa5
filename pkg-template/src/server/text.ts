import { fromBase64, toBase64 } from "../core/base64.js";
import { checkedDelivery, type Delivery } from "./delivery.js";

/** Characters that XML cannot hold. Amazon SQS refuses text with them, and JSON may have them unescaped. */
const NOT_XML = /[\ufffe\uffff]/g;

/**
 * A delivery as text, for queues that carry nothing else. U+FFFE and U+FFFF are escaped, because Amazon SQS refuses them. The text can be
 * twice as long as the body, and longer still if the body has many control characters.
 *
 * @example
 * const text = deliveryToText(toDelivery(body));
 */
export function deliveryToText(delivery: Delivery): string {
	const { body, receivedAt, isReserialized } = checkedDelivery(delivery);
	const content = typeof body === "string" ? { body } : { base64: toBase64(body) };
	const text = JSON.stringify({ ...content, receivedAt, ...(isReserialized && { isReserialized }) });
	return text.replace(NOT_XML, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}

/**
 * The delivery that {@link deliveryToText} has written. Members that it does not know are left out.
 *
 * @throws {TypeError} if the text is not a delivery; the message does not quote it
 *
 * @example
 * const delivery = deliveryFromText(deliveryToText(toDelivery(body)));
 */
export function deliveryFromText(text: string): Delivery {
	if (typeof text !== "string") {
		throw new TypeError("deliveryFromText takes a string, as deliveryToText returns it");
	}
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new TypeError("the text of a delivery has to be JSON");
	}
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		throw new TypeError("the text of a delivery has to be a JSON object");
	}
	const { body, base64, receivedAt, isReserialized } = value as { [name: string]: unknown };
	if ((body === undefined) === (base64 === undefined)) {
		throw new TypeError("the text of a delivery has to have either body or base64");
	}
	if (base64 === undefined && typeof body !== "string") {
		throw new TypeError("the body in the text of a delivery has to be a string");
	}
	const content = base64 === undefined ? body : bytesOf(base64);
	if (content === undefined) {
		throw new TypeError("base64 in the text of a delivery has to be a string in base64");
	}
	return checkedDelivery({
		body: content,
		receivedAt,
		...(isReserialized !== undefined && { isReserialized }),
	});
}

/** The bytes, or `undefined` if it is not base64. */
function bytesOf(base64: unknown): Uint8Array | undefined {
	try {
		return typeof base64 === "string" ? fromBase64(base64) : undefined;
	} catch {
		return undefined;
	}
}
