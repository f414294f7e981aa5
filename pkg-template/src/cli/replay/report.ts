import { toWire } from "../../index.js";
import { eventOf } from "../event-of.js";
import { counted, plural } from "../output.js";
import { redactedName } from "../redact.js";
import type { Stored } from "../stored.js";
import type { Column } from "../table.js";
import { table } from "../table.js";
import type { Totals } from "./run.js";

const COLUMNS: readonly Column[] = [{ title: "answer" }, { title: "deliveries", align: "right" }];

/** The totals as lines. */
export function summary({ outcomes, posted, unanswered, retries }: Totals, seconds: number): string[] {
	const rows = [...outcomes].map(([outcome, count]) => [answer(outcome), counted(count)]);
	const again = retries > 0 ? `, ${plural(retries, "request")} repeated` : "";
	const without = unanswered > 0 ? `, ${counted(unanswered)} without an answer` : "";
	return [
		...(rows.length > 0 ? table(COLUMNS, rows.sort()) : []),
		`${plural(posted, "delivery", "deliveries")} posted in ${seconds.toFixed(1)} s${without}${again}`,
	];
}

function answer(outcome: number | string): string {
	if (typeof outcome === "number" && outcome >= 300 && outcome < 400) {
		return `${outcome}, a redirect, which is not followed`;
	}
	return outcome === 401 ? "401, no token that is accepted: see --header" : String(outcome);
}

/** A line about what would be posted. */
export function plannedLine(stored: Stored): string {
	const { file, line, isValid, event, messageType, bytes } = planOf(stored);
	const what = [isValid ? undefined : "invalid", event, messageType].filter((it) => it !== undefined);
	return `${file}:${line} ${what.join(" ")} (${bytes} B)`;
}

/** What would be posted, for programs. */
export function planOf({ file, line, body, result }: Stored) {
	const event = eventOf(result);
	const { webhook_event_type: name, message_type: type } = event === undefined ? {} : toWire(event);
	const shown = (it: unknown) => (typeof it === "string" ? redactedName(it) : undefined);
	const bytes = Buffer.byteLength(body);
	return { file, line, isValid: result.ok, event: shown(name), messageType: shown(type), bytes };
}
