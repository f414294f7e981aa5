import type { Slots } from "../core/slots.js";

/** An event name together with a message type. */
export interface Shape {
	readonly event: string;
	/** The message type; empty if the event is not a message. */
	readonly messageType: string;
	/**
	 * Builds the event from the fields that every documented example has. All have to be present. Assumes each field's
	 * declared kind; `setFields` corrects the exceptions.
	 */
	readonly build: (slots: Slots, shape: Shape) => object;
}

/** The shapes of all events: one for each message type of a message, one for any other event. */
export function shapesOf(
	types: readonly string[],
	events: readonly (readonly [name: string, builds: readonly Shape["build"][]])[],
): Shape[] {
	return events.flatMap(([event, builds]) =>
		builds.map((build, i) => ({ event, messageType: builds.length > 1 ? (types[i] as string) : "", build })),
	);
}
