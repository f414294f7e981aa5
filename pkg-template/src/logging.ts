import { toWire } from "./events.js";
import type { Body } from "./failure.js";
import { publicNames, REDACTED } from "./generated/builders.js";
import type { AzeerEvent, JsonValue } from "./generated/types.js";
import { flat, hash } from "./rules.js";

/**
 * A key that deliveries of one event share, to handle it once though it comes twice.
 *
 * Azeer documents no delivery id: this is derived from `business_id`, the event's name, and `id` where it is not empty, or
 * else `message_id` where it is not 0, or else a hash of the body. Parts are joined by `/` and escaped as in a JSON
 * Pointer. The Rust crate gives the same key. It keeps nothing else of the body alive.
 *
 * @param body what the event was parsed from
 *
 * @example
 * const key = deliveryKey(event, body);
 */
export function deliveryKey(event: AzeerEvent, body: Body): string {
	const { business_id, id, message_id } = toWire(event);
	const name = event.webhook_event_type === "unknown" ? event.event_type : event.webhook_event_type;
	const parts = [typeof business_id === "string" ? business_id : "", name];
	if (typeof id === "string" && id !== "") {
		parts.push("id", id);
	} else if (Number.isSafeInteger(message_id) && message_id !== 0) {
		parts.push("message_id", String(message_id));
	} else {
		parts.push("body", hash(body));
	}
	return flat(parts.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/"));
}

/**
 * The wire object for a log: what may say something of a person, and all that is not documented, is `"[redacted]"`.
 *
 * @example
 * console.log(redact(event));
 */
export function redact(event: AzeerEvent): { [member: string]: JsonValue } {
	const members = Object.entries(toWire(event)).map(([name, value]) => {
		const isPublic = value === null || (publicNames.includes(name) && typeof value !== "object");
		return [name, isPublic ? value : REDACTED] as const;
	});
	return Object.fromEntries(members);
}
