import { messageNames } from "../generated/builders.js";
import type { AzeerEvent, AzeerMessage, JsonValue } from "../generated/types.js";

/**
 * Whether an event is a message, incoming or outgoing, of a type that is known and with its content.
 *
 * @example
 * if (isMessage(event)) console.log(event.from, event.message_type);
 */
export function isMessage(event: AzeerEvent): event is AzeerMessage {
	return messageNames.includes(event.webhook_event_type);
}

/**
 * The wire object of an event: the event itself, but for an unknown one, of which it is the payload.
 * To store or forward an event, the raw body is better still.
 */
export function toWire(event: AzeerEvent): { [member: string]: JsonValue } {
	const wire = event.webhook_event_type === "unknown" ? event.payload : event;
	return wire as { [member: string]: JsonValue };
}

/**
 * A member that is not in the types, because Azeer does not document it; `undefined` where it is not there.
 *
 * @example
 * const body = extra(event, "message_body");
 */
export function extra(event: AzeerEvent, name: string): JsonValue | undefined {
	const wire = toWire(event);
	return Object.hasOwn(wire, name) ? wire[name] : undefined;
}
