import type { Tape } from "./tape.js";

/** An event name together with a message type. */
export interface Shape {
	readonly event: string;
	/** The message type; empty where the event is no message. */
	readonly content: string;
	/**
	 * The event with the members that such an event has as a rule, all of which are there. Each is taken for what it is as a
	 * rule; those that are something else are set once more.
	 */
	readonly build: (tape: Tape, shape: Shape) => object;
}

/** The shapes of all events: by message type those of a message, of any other the one it has. */
export function shapesOf(
	types: readonly string[],
	events: readonly (readonly [name: string, builds: readonly Shape["build"][]])[],
): Shape[] {
	return events.flatMap(([event, builds]) =>
		builds.map((build, i) => ({ event, content: builds.length > 1 ? (types[i] as string) : "", build })),
	);
}
