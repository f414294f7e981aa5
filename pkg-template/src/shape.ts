import type { Tape } from "./tape.js";

/** A set of documented members. */
export interface Layout {
	/** Their names, in the order of the tape. */
	readonly names: readonly string[];
	/** The event, where all of them are there and none is null. */
	readonly build: (tape: Tape, shape: Shape) => object;
}

/** An event name together with a message type. */
export interface Shape {
	readonly event: string;
	/** The message type; empty where the event is no message. */
	readonly content: string;
	/** `undefined` where the members are not documented. */
	readonly layout: Layout | undefined;
}
