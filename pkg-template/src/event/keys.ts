import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import { nodeHash } from "../core/host.js";
import { messageNames } from "../generated/builders.js";
import type { AzeerEvent } from "../generated/types.js";
import { nameOf, toWire } from "./events.js";

/** How many bytes of the digest are in a key: 128 bits. */
const DIGEST_BYTES = 16;

/**
 * A key of an event's content, to handle a repeated delivery once. Azeer documents no delivery id.
 *
 * It joins `business_id`, the event name, a message's id as in {@link messageKey}, and the first 128 bits of SHA-256, in hexadecimal,
 * over the wire object in the form of RFC 8785. Events with equal content have one key however they are spelled; any other content
 * has another key. Parts are joined by `/` and escaped as in a JSON Pointer. The Rust crate makes the same key. It has the message's id
 * in it, in plain text.
 *
 * Numbers are doubles, as in RFC 8785: -0 is 0, and 2^53 + 1 is 2^53. RFC 8785 cannot write a number outside the range of doubles, such
 * as 1e400. If there is one, the digest is over an array of two wire objects: one has null for each such number, the other has the
 * string `Infinity` or `-Infinity`.
 *
 * @example
 * const key = deliveryKey(event);
 */
export function deliveryKey(event: AzeerEvent): string {
	const text = canonical(toWire(event));
	const digest = nodeHash()?.("sha256", text, "buffer") ?? sha256(new TextEncoder().encode(text));
	return join([...partsOf(event), bytesToHex(digest.subarray(0, DIGEST_BYTES))]);
}

/**
 * A key that all events about one message share: {@link deliveryKey} without the digest. `null` if the event is not a message with an id.
 *
 * The id is the message's `id`, if that is a string and not empty; otherwise its `message_id`, if that is a safe integer and not 0. An
 * event of an unknown type is a message if its name is that of a message.
 *
 * @example
 * const key = messageKey(event);
 */
export function messageKey(event: AzeerEvent): string | null {
	const parts = partsOf(event);
	return parts.length === 3 ? join(parts) : null;
}

/** The business, the event name and, of a message with an id, that id. */
function partsOf(event: AzeerEvent): string[] {
	const { business_id, id, message_id } = toWire(event);
	const name = nameOf(event);
	const parts = [typeof business_id === "string" ? business_id : "", name];
	if (!messageNames.includes(name)) {
		return parts;
	}
	if (typeof id === "string" && id !== "") {
		parts.push(id);
	} else if (Number.isSafeInteger(message_id) && message_id !== 0) {
		parts.push(String(message_id));
	}
	return parts;
}

/** What the digest is over. */
function canonical(wire: object): string {
	try {
		return canonicalize(wire) as string;
	} catch {
		// A number is not finite. Any other reason throws again.
		return canonicalize([replaced(wire, () => null), replaced(wire, String)]) as string;
	}
}

/** A copy of a value with other values for numbers that are not finite. */
function replaced(value: unknown, other: (double: number) => string | null): unknown {
	if (typeof value === "number") {
		return Number.isFinite(value) ? value : other(value);
	}
	if (typeof value !== "object" || value === null) {
		return value;
	}
	if (Array.isArray(value)) {
		return value.map((it) => replaced(it, other));
	}
	return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, replaced(it, other)]));
}

function join(parts: readonly string[]): string {
	return parts.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
}
