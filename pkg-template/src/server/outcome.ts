import type { AzeerEvent, PayloadError } from "../index.js";

/**
 * What became of a delivery. `retry` is all that a queue consumer needs: acknowledge the delivery if it is `false`, or have it
 * delivered again if it is `true`.
 */
export type Outcome = Handled | Duplicate | Ignored | Invalid | Failed | Busy;

/** A handler has finished, and so the delivery is done. */
export interface Handled {
	readonly outcome: "handled";
	readonly retry: false;
	readonly event: AzeerEvent;
	readonly key: string;
}

/** The same delivery was handled before. */
export interface Duplicate {
	readonly outcome: "duplicate";
	readonly retry: false;
	readonly event: AzeerEvent;
	readonly key: string;
}

/** There is no handler for the event. */
export interface Ignored {
	readonly outcome: "ignored";
	readonly retry: false;
	readonly event: AzeerEvent;
	readonly key: string;
}

/** The body is not an event. */
export interface Invalid {
	readonly outcome: "invalid";
	readonly retry: false;
	readonly error: PayloadError;
	/** Whether `onInvalid` has kept it. */
	readonly isKept: boolean;
}

/** A handler, `onInvalid` or the store threw. Nothing is marked as done. */
export interface Failed {
	readonly outcome: "failed";
	readonly retry: true;
	/** What was thrown. */
	readonly error: unknown;
	/** The event, if the body is one. */
	readonly event: AzeerEvent | undefined;
	readonly key: string | undefined;
}

/** Another worker is handling the same delivery now. */
export interface Busy {
	readonly outcome: "busy";
	readonly retry: true;
	readonly event: AzeerEvent;
	readonly key: string;
}
