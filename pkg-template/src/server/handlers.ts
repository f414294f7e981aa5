import type { Having } from "../event/of.js";
import { eventNames, messageNames, messageTypes } from "../generated/builders.js";
import type { AzeerEvent, AzeerMessage, EventOf } from "../index.js";
import type { Delivery } from "./delivery.js";

/**
 * Handles an event. The delivery is done when it returns, or when the promise that it returns resolves; if it throws, the delivery has
 * failed and comes again. It may run more than once for one delivery, so all that it writes should be idempotent.
 */
export type Handler<Event> = (event: Event, delivery: Delivery) => unknown;

/** Handlers for the types of a message, and `other` for all types without one. */
export type MessageHandlers<Name extends AzeerMessage["webhook_event_type"]> = {
	readonly [Type in AzeerMessage["message_type"]]?:
		| Handler<Having<EventOf<Name>, "message_type", Type>>
		| undefined;
} & { readonly other?: Handler<EventOf<Name>> | undefined };

/**
 * Handlers by event name. A message has one for all types, or an object of them by type. `unknown` takes unknown events, and `other` all
 * events that no other handler takes, also messages of a type that an object of handlers lacks.
 */
export type Handlers = {
	readonly [Name in AzeerEvent["webhook_event_type"]]?:
		| Handler<EventOf<Name>>
		| (Name extends AzeerMessage["webhook_event_type"] ? MessageHandlers<Name> : never)
		| undefined;
} & { readonly other?: Handler<AzeerEvent> | undefined };

/** The handler of any event. */
type AnyHandler = Handler<AzeerEvent>;

/** Finds the handler of an event. */
export type Find = (event: AzeerEvent) => AnyHandler | undefined;

/**
 * Checks the handlers and copies them, so that a later change of the object changes nothing.
 *
 * @throws {TypeError} if a handler is not a function, a name is not documented, or there is no handler at all
 */
export function handlersOf(on: unknown): Find {
	const handlers = new Map<string, AnyHandler>();
	for (const [name, value] of membersOf(on, "on")) {
		if (!eventNames.includes(name) && name !== "unknown" && name !== "other") {
			throw new TypeError(
				`on.${name} is for no event; names are ${listed([...eventNames, "unknown", "other"])}`,
			);
		}
		if (typeof value === "function") {
			handlers.set(name, value as AnyHandler);
		} else if (!messageNames.includes(name)) {
			throw new TypeError(`on.${name} has to be a function`);
		} else {
			for (const [type, handler] of membersOf(value, `on.${name}`)) {
				if (!messageTypes.includes(type) && type !== "other") {
					throw new TypeError(
						`on.${name}.${type} is for no message type; types are ${listed([...messageTypes, "other"])}`,
					);
				}
				if (typeof handler !== "function") {
					throw new TypeError(`on.${name}.${type} has to be a function`);
				}
				handlers.set(`${name}.${type}`, handler as AnyHandler);
			}
		}
	}
	if (handlers.size === 0) {
		throw new TypeError("on has to have a handler");
	}
	return (event) => {
		const name = event.webhook_event_type;
		const { message_type: type } = event as { message_type?: unknown };
		return (
			handlers.get(`${name}.${type}`) ??
			handlers.get(`${name}.other`) ??
			handlers.get(name) ??
			handlers.get("other")
		);
	};
}

/** The members that are not `undefined`. */
function membersOf(value: unknown, name: string): [string, unknown][] {
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		const what = name === "on" ? "an object of handlers" : "a function, or an object of handlers";
		throw new TypeError(`${name} has to be ${what}`);
	}
	return Object.entries(value).filter(([, member]) => member !== undefined);
}

const listed = (names: readonly string[]): string => names.join(", ");
