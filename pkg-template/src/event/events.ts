import { messageNames } from "../generated/builders.js";
import type { AzeerEvent, AzeerMessage, JsonValue } from "../generated/types.js";

/**
 * Whether an event is an incoming or outgoing message of a known type, with its content.
 *
 * @example
 * if (isMessage(event)) console.log(event.from, event.message_type);
 */
export function isMessage(event: AzeerEvent): event is AzeerMessage {
	return messageNames.includes(event.webhook_event_type);
}

/**
 * The object that Azeer sent: the event itself, or the `payload` of an unknown event. To store or forward an event,
 * prefer the raw body.
 *
 * @example
 * console.log(Object.keys(toWire(event)));
 */
export function toWire(event: AzeerEvent): { [member: string]: JsonValue } {
	const wire = event.webhook_event_type === "unknown" ? event.payload : event;
	return wire as { [member: string]: JsonValue };
}

/**
 * The value of an undocumented member, which the types do not have; `undefined` if it is absent.
 *
 * @example
 * const body = extra(event, "message_body");
 */
export function extra(event: AzeerEvent, name: string): JsonValue | undefined {
	const wire = toWire(event);
	return Object.hasOwn(wire, name) ? wire[name] : undefined;
}

/** The event name on the wire, of an unknown event too. */
export function nameOf(event: AzeerEvent): string {
	return event.webhook_event_type === "unknown" ? event.event_type : event.webhook_event_type;
}
