// The few values of an event that the index has.

import { type AzeerEvent, customerPhone, redact, sentAt, toWire } from "azeer-webhooks";
import { inspect, type Tier } from "azeer-webhooks/inspect";
import type { LogResult } from "azeer-webhooks/logs";
import { bodyOf } from "./wrapped.ts";

/** Event names of what has none. */
export const INVALID = "invalid";

/** How many members are remembered, over all lists. */
const MAX_STEPS = 50_000;

/** The message type, if there is one that the package knows. */
export const typeOf = (event: AzeerEvent): string =>
	event.webhook_event_type !== "unknown" && "message_type" in event && typeof event.message_type === "string"
		? event.message_type
		: "";

export const phoneOf = (event: AzeerEvent): string | null => {
	const phone = customerPhone(event);
	if (phone !== null || event.webhook_event_type !== "new_contact") {
		return phone;
	}
	// A contact's number has another name.
	return event.platform_id ?? null;
};

export const timeOf = (event: AzeerEvent): number => sentAt(event)?.getTime() ?? Number.NaN;

interface Verdict {
	readonly tier: Tier;
	readonly drift: boolean;
}

/** A list of members, up to one of them. */
interface Step {
	/** The lists that go on with a member, and those in which it is null. */
	readonly next: Map<string, Step>;
	readonly nextNull: Map<string, Step>;
	/** Of the list that ends here, by the event's name and its type. */
	readonly verdicts: Map<string, Map<string, Verdict>>;
}

const newStep = (): Step => ({ next: new Map(), nextNull: new Map(), verdicts: new Map() });

/**
 * Tells what an event is and whether it differs from Azeer's documentation. Both depend only on its name, its type and which members it has,
 * so a report is made once for each such list.
 */
export class Verdicts {
	#first = newStep();
	#steps = 0;

	of(result: LogResult & { ok: true }): Verdict {
		const { event } = result;
		if (event.webhook_event_type === "unknown") {
			return UNKNOWN;
		}
		const { verdicts } = this.#last(event as unknown as Record<string, unknown>);
		const byType = got(verdicts, event.webhook_event_type, () => new Map<string, Verdict>());
		return got(byType, typeOf(event), () => {
			const { tier, drift } = inspect(bodyOf(result));
			return { tier, drift: drift.length > 0 };
		});
	}

	#last(members: Record<string, unknown>): Step {
		if (this.#steps > MAX_STEPS) {
			this.#first = newStep();
			this.#steps = 0;
		}
		let step = this.#first;
		for (const name in members) {
			step = got(members[name] === null ? step.nextNull : step.next, name, () => {
				this.#steps += 1;
				return newStep();
			});
		}
		return step;
	}
}

const UNKNOWN: Verdict = { tier: "unknown", drift: false };

/** The value of a key, made if there is none. */
function got<V>(map: Map<string, V>, key: string, make: () => V): V {
	let value = map.get(key);
	if (value === undefined) {
		value = make();
		map.set(key, value);
	}
	return value;
}

const SHOWN = [
	"filename",
	"mime_type",
	"latitude",
	"longitude",
	"action",
	"contact_name",
	"broadcast_status",
];

/** What the table shows of an event, with or without redaction. */
export function preview(event: AzeerEvent, redacted: boolean): string {
	const isUnknown = event.webhook_event_type === "unknown";
	const members: Record<string, unknown> = redacted ? redact(event) : toWire(event);
	const shown = (typeof members.text === "string" ? ["text"] : SHOWN)
		.map((name) => members[name])
		.filter((value) => value !== undefined && value !== null && value !== "");
	if (isUnknown && !redacted) {
		shown.unshift(event.reason === "message_type" ? event.message_type : event.event_type);
	}
	return [...new Set(shown)].join(" · ").slice(0, 300);
}
