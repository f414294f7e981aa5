import type { AzeerEvent, AzeerMessage } from "../generated/types.js";

/**
 * The events of a name: `EventOf<"incoming_msg">`.
 */
export type EventOf<Name extends AzeerEvent["webhook_event_type"]> = Having<
	AzeerEvent,
	"webhook_event_type",
	Name
>;

/**
 * The messages of a type, incoming and outgoing: `MessageOf<"text">`.
 */
export type MessageOf<Type extends AzeerMessage["message_type"]> = Having<AzeerMessage, "message_type", Type>;

/** Members of a union whose discriminant can be `Value`; one with several values there is narrowed to that. */
type Having<Union, Tag extends string, Value> = Union extends { [tag in Tag]: infer Values }
	? Value extends Values
		? [Values] extends [Value]
			? Union
			: Union & { [tag in Tag]: Value }
		: never
	: never;
