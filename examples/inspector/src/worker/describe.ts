// The few values of an event that the index has.

import { type AzeerEvent, customerPhone, redact, sentAt, toWire } from "azeer-webhooks";
import { inspect, type Tier } from "azeer-webhooks/inspect";
import type { LogResult } from "azeer-webhooks/logs";
import { bodyOf } from "./wrapped.ts";

/** Event names of what has none. */
export const INVALID = "invalid";

/** How many lists of members are remembered. */
const MAX_SIGNATURES = 5000;

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

/**
 * Tells what an event is and whether it differs from Azeer's documentation. Both depend only on its name, its type and which members it has,
 * so a report is made once for each such list.
 */
export class Verdicts {
	readonly #reports = new Map<string, { tier: Tier; drift: boolean }>();

	of(result: LogResult & { ok: true }): { tier: Tier; drift: boolean } {
		const signature = signatureOf(result.event);
		let report = this.#reports.get(signature);
		if (report === undefined) {
			const { tier, drift } = inspect(bodyOf(result));
			report = { tier, drift: drift.length > 0 };
			if (this.#reports.size === MAX_SIGNATURES) {
				this.#reports.clear();
			}
			this.#reports.set(signature, report);
		}
		return report;
	}
}

function signatureOf(event: AzeerEvent): string {
	if (event.webhook_event_type === "unknown") {
		return "unknown";
	}
	const members = event as unknown as Record<string, unknown>;
	let signature = `${event.webhook_event_type}/${members.message_type}`;
	for (const name in members) {
		signature += members[name] === null ? `,${name}=` : `,${name}`;
	}
	return signature;
}

/** What the table shows of an event, with or without redaction. */
export function preview(event: AzeerEvent, redacted: boolean): string {
	const isUnknown = event.webhook_event_type === "unknown";
	const members: Record<string, unknown> = redacted ? redact(event) : toWire(event);
	const shown = [
		"text",
		"filename",
		"mime_type",
		"latitude",
		"longitude",
		"action",
		"contact_name",
		"broadcast_status",
	]
		.map((name) => members[name])
		.filter((value) => value !== undefined && value !== null && value !== "");
	if (isUnknown && !redacted) {
		shown.unshift(event.reason === "message_type" ? event.message_type : event.event_type);
	}
	return [...new Set(shown)].join(" · ").slice(0, 300);
}
