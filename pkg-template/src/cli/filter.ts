import { customerPhone, sentAt, toWire } from "../index.js";
import { eventOf } from "./event-of.js";
import type { Stored } from "./stored.js";

/** Which bodies are wanted. What is not set filters nothing. */
export interface Filter {
	readonly events?: readonly string[] | undefined;
	readonly types?: readonly string[] | undefined;
	/** Bodies of this time and later. */
	readonly since?: Date | undefined;
	/** Bodies before this time. */
	readonly until?: Date | undefined;
	readonly phones?: readonly string[] | undefined;
}

/** Whether a body passes. A body that is no JSON object has no names and no phone number, so it passes no filter of them. */
export function passes(stored: Stored, { events, types, since, until, phones }: Filter): boolean {
	const event = eventOf(stored.result);
	const { webhook_event_type, message_type } = event === undefined ? {} : toWire(event);
	const isOne = (wanted: readonly string[] | undefined, value: unknown) =>
		wanted === undefined || wanted.some((it) => it === value);
	if (!isOne(events, webhook_event_type) || !isOne(types, message_type)) {
		return false;
	}
	if (phones !== undefined) {
		const phone = event === undefined ? null : customerPhone(event);
		if (phone === null || !phones.some((it) => digits(it) === digits(phone))) {
			return false;
		}
	}
	return (since === undefined && until === undefined) || isBetween(timeOf(stored), since, until);
}

/** Azeer's numbers have no plus sign, and people write spaces. */
const digits = (phone: string): string => phone.replace(/\D/g, "");

/** When the event was sent or, if it does not say that, received. */
function timeOf({ result, receivedAt }: Stored): number {
	const sent = result.ok ? sentAt(result.event) : null;
	return sent?.getTime() ?? Date.parse(receivedAt ?? "");
}

/** A time that is unknown is in no span. */
function isBetween(time: number, since: Date | undefined, until: Date | undefined): boolean {
	return (
		time >= (since?.getTime() ?? Number.NEGATIVE_INFINITY) &&
		time < (until?.getTime() ?? Number.POSITIVE_INFINITY)
	);
}
