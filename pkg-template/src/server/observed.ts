import { bytesOf } from "../core/bytes.js";
import { isDocumented } from "../event/documented.js";
import { messageTypes } from "../generated/builders.js";
import { type AzeerEvent, toWire } from "../index.js";
import type { Delivery } from "./delivery.js";
import type { Observation } from "./observation.js";
import type { Outcome } from "./outcome.js";

/** The observation of a delivery that has become an outcome. */
export function observationOf(delivery: Delivery, outcome: Outcome, durationMs: number): Observation {
	// A program without types may have given anything.
	const body: unknown = delivery?.body;
	return {
		kind: "delivery",
		outcome: outcome.outcome,
		...("event" in outcome && outcome.event !== undefined && countsOf(outcome.event)),
		...issueOf(outcome),
		durationMs,
		bytes: typeof body === "string" ? new TextEncoder().encode(body).length : (bytesOf(body)?.length ?? 0),
	};
}

/** The code of the first issue, if the body is invalid. */
export function issueOf(outcome: Outcome | undefined): Pick<Observation, "issue"> {
	const [first] = outcome?.outcome === "invalid" ? outcome.error.issues : [];
	return first === undefined ? {} : { issue: first.code };
}

/** The names and the counts of an event. */
function countsOf(event: AzeerEvent): Pick<Observation, "event" | "messageType" | "drift"> {
	const wire = toWire(event);
	const names = Object.keys(wire);
	const type = wire.message_type;
	return {
		event: event.webhook_event_type,
		// Any other type is a text that a sender has written.
		...(typeof type === "string" && messageTypes.includes(type) && { messageType: type }),
		drift: names.filter((name) => !isDocumented(name)).length,
	};
}
