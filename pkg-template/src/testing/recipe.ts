import type { Made } from "../generated/factories.js";

/** What a factory makes: an event of one name, for a message of one type. */
export interface Recipe {
	readonly factory: keyof Made;
	readonly event: string;
	readonly messageType: string | undefined;
	/** Whether Azeer documents the members of this event or message type. */
	readonly isDocumented: boolean;
	/** All members that the event can have, in the order in which Azeer sends them. */
	readonly members: readonly RecipeMember[];
}

export interface RecipeMember {
	readonly name: string;
	/** `tag` is a discriminant. */
	readonly kind: "tag" | "string" | "integer" | "boolean" | "date-time" | "latitude" | "longitude";
	/** A message without its content is unknown. */
	readonly need: "required" | "content" | "optional";
	/** Whether some documented examples lack it. */
	readonly isRare: boolean;
	/** Templates of values. */
	readonly values: readonly string[];
	/** Whether the values are those of the message type, which belong together by their places in their lists. */
	readonly isOfType: boolean;
}
