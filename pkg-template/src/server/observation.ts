import type { IssueCode } from "../index.js";
import type { Outcome } from "./outcome.js";

/** What `observe` receives: counts and names, nothing personal. */
export interface Observation {
	/** What was finished: a delivery by a processor, or a request by a receiver. */
	readonly kind: "delivery" | "request";
	/** What became of it; `undefined` for a request that was refused before it became a delivery, or that `deliver` put into a queue. */
	readonly outcome: Outcome["outcome"] | undefined;
	/** The status of the answer to a request. */
	readonly status?: number;
	/** The event name, if it is one that Azeer documents; `"unknown"` for any other. */
	readonly event?: string;
	/** The message type, if it is a known one. */
	readonly messageType?: string;
	/** The code of the first issue of an invalid body. */
	readonly issue?: IssueCode;
	/** How many undocumented members the event has. */
	readonly drift?: number;
	/** How long it took, in milliseconds. */
	readonly durationMs: number;
	/** The size of the body in bytes of UTF-8, as far as it was read. */
	readonly bytes: number;
}

/** Receives an observation. What it throws is ignored: it must not lose a delivery. */
export type Observe = (observation: Observation) => void;
