import { messageNames, privateNames, publicNames, REDACTED, UNDOCUMENTED } from "../generated/builders.js";
import type { AzeerEvent, JsonValue } from "../generated/types.js";
import type { Body } from "../parse/failure.js";
import { toWire } from "./events.js";
import { hash } from "./rules.js";

/**
 * A key that all deliveries of one event share, to handle each event once. The Rust crate returns the same key.
 *
 * Azeer documents no delivery id. The key consists of the `business_id`, the event's name, and for an incoming or
 * outgoing message its `id` if not empty, or else its `message_id` if not 0. Otherwise a hash of the body takes that
 * place, as several events can carry the id of one message. Parts are escaped as in a JSON Pointer and joined by `/`.
 * The key is as private as the id in it.
 *
 * In an event that is not checked, `id` and `business_id` count if they are strings, `message_id` if it is a safe
 * integer; -0 is 0, as in RFC 8785.
 *
 * @param body what the event was parsed from; for `validate`, the JSON text of the value
 * @throws {TypeError} if a hash is needed and `body` is not a body
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
 * A copy of the wire object for logs. Members that may hold personal data are `"[redacted]"`. Members that Azeer
 * documents for no event are left out, as even a name can be a phone number; `"[undocumented]"` counts them, if any.
 *
 * Only names decide: the value of any other member is kept if it is a string, a boolean or a finite number, also in an
 * event that is not checked. Every `null` is kept. -0 becomes 0, as in RFC 8785.
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
