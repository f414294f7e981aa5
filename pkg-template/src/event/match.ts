import type { AzeerEvent } from "../generated/types.js";
import type { EventOf } from "./of.js";

type Name = AzeerEvent["webhook_event_type"];

/** A handler for each event name. */
type Handlers<Result> = { readonly [N in Name]: (event: EventOf<N>) => Result };

/** Handlers for some event names, and one for all others. */
type SomeHandlers<Result> = Partial<Handlers<Result>> & { readonly default: (event: AzeerEvent) => Result };

/**
 * Calls the handler for an event's name and returns its result. TypeScript demands a handler for every name, or a
 * `default`.
 *
 * @throws {TypeError} if there is neither
 *
 * @example
 * const line = match(event, {
 *   incoming_msg: (message) => `from ${message.from}`,
 *   unknown: ({ event_type }) => `new to us: ${event_type}`,
 *   default: ({ webhook_event_type }) => webhook_event_type,
 * });
 */
export function match<Result>(event: AzeerEvent, handlers: Handlers<Result> | SomeHandlers<Result>): Result {
	const all = handlers as { readonly [name: string]: ((event: AzeerEvent) => Result) | undefined };
	const handler = all[event.webhook_event_type] ?? all.default;
	if (handler === undefined) {
		throw new TypeError(`match has no function for ${event.webhook_event_type}`);
	}
	return handler(event);
}
