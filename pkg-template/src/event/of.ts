import type { AzeerEvent, AzeerMessage } from "../generated/types.js";

/** The events of one name: `EventOf<"incoming_msg">`. */
export type EventOf<Name extends AzeerEvent["webhook_event_type"]> = Having<
	AzeerEvent,
	"webhook_event_type",
	Name
>;

/** The messages of one type, incoming and outgoing: `MessageOf<"text">`. */
export type MessageOf<Type extends AzeerMessage["message_type"]> = Having<AzeerMessage, "message_type", Type>;

/** The members of a union whose discriminant can be `Value`, narrowed to it. */
export type Having<Union, Tag extends string, Value> = Union extends { [tag in Tag]: infer Values }
	? Value extends Values
		? [Values] extends [Value]
			? Union
			: Union & { [tag in Tag]: Value }
		: never
	: never;
