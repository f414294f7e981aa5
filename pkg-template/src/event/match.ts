import type { AzeerEvent } from "../generated/types.js";
import type { EventOf } from "./of.js";

type Name = AzeerEvent["webhook_event_type"];

/** A function for every event name. */
type Handlers<Result> = { readonly [N in Name]: (event: EventOf<N>) => Result };

/** A function for some event names, and one for all others. */
type SomeHandlers<Result> = Partial<Handlers<Result>> & { readonly default: (event: AzeerEvent) => Result };

/**
 * Calls the function that is there for an event's name, and gives what it returns. Either every name has one, or there
 * is a `default`; TypeScript refuses anything less.
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
