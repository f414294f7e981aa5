import { messageNames, privateNames, publicNames, REDACTED, UNDOCUMENTED } from "../generated/builders.js";
import type { AzeerEvent, JsonValue } from "../generated/types.js";
import type { Body } from "../parse/failure.js";
import { toWire } from "./events.js";
import { hash } from "./rules.js";

/**
 * A key that deliveries of one event share, to handle it once though it comes twice.
 *
 * Azeer documents no delivery id: this is derived from `business_id`, the event's name, and of an incoming or outgoing
 * message its `id` where that is not empty, or else its `message_id` where that is not 0. Of any other event, which may well have
 * the id of a message that more events are about, it is a hash of the body. Parts are joined by `/` and escaped as in a JSON
 * Pointer. The Rust crate gives the same key. It keeps nothing else of the body alive, and is as private as the id in it.
 *
 * Of an event that is not checked, an `id` or a `business_id` counts if it is a string, and a `message_id` if it is a safe integer.
 * -0 counts as 0, as in RFC 8785.
 *
 * @param body what the event was parsed from; where that was a value, the JSON text of it
 * @throws {TypeError} where a hash is needed, and it is no body
 *
 * @example
 * const key = deliveryKey(event, body);
 */
export function deliveryKey(event: AzeerEvent, body: Body): string {
	const { business_id, id, message_id } = toWire(event);
	const name = event.webhook_event_type === "unknown" ? event.event_type : event.webhook_event_type;
	const parts = [typeof business_id === "string" ? business_id : "", name];
	const isMessage = messageNames.includes(name);
	if (isMessage && typeof id === "string" && id !== "") {
		parts.push("id", id);
	} else if (isMessage && Number.isSafeInteger(message_id) && message_id !== 0) {
		parts.push("message_id", String(message_id));
	} else {
		parts.push("body", hash(body));
	}
	return parts.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
}

/**
 * The wire object for a log. Members that may say something of a person are `"[redacted]"`. Members that Azeer documents for no
 * event are left out, as a name may be a phone number; `"[undocumented]"` holds how many there were, if any.
 *
 * It goes by names: what stands under any other is kept, of an event that is not checked too, if it is a string, a boolean or a
 * finite number. -0 counts as 0, as in RFC 8785. `null` is kept.
 *
 * @example
 * console.log(redact(event));
 */
export function redact(event: AzeerEvent): { [member: string]: JsonValue } {
	const redacted: { [member: string]: JsonValue } = {};
	let undocumented = 0;
	for (const [name, value] of Object.entries(toWire(event))) {
		if (publicNames.includes(name)) {
			const isPlain =
				typeof value === "number" ? Number.isFinite(value) : value === null || typeof value !== "object";
			// The 0 that is written here has no sign.
			redacted[name] = isPlain ? (value === 0 ? 0 : value) : REDACTED;
		} else if (privateNames.includes(name)) {
			redacted[name] = value === null ? null : REDACTED;
		} else {
			undocumented++;
		}
	}
	if (undocumented > 0) {
		redacted[UNDOCUMENTED] = undocumented;
	}
	return redacted;
}
