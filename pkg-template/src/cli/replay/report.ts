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
export function summary({ outcomes, posted, retries }: Totals, seconds: number): string[] {
	const rows = [...outcomes].map(([outcome, count]) => [answer(outcome), counted(count)]);
	const again = retries > 0 ? `, ${plural(retries, "request")} repeated` : "";
	return [
		...(rows.length > 0 ? table(COLUMNS, rows.sort()) : []),
		`${plural(posted, "delivery", "deliveries")} posted in ${seconds.toFixed(1)} s${again}`,
	];
}

const answer = (outcome: number | string): string =>
	typeof outcome === "number" && outcome >= 300 && outcome < 400
		? `${outcome}, a redirect, which is not followed`
		: String(outcome);

/** A line about what would be posted. */
export function plannedLine({ file, line, body, result }: Stored): string {
	const event = eventOf(result);
	const { webhook_event_type: name, message_type: type } = event === undefined ? {} : toWire(event);
	const names = [name, type].filter((it) => typeof it === "string").map(redactedName);
	const what = [...(result.ok ? [] : ["invalid"]), ...names].join(" ");
	return `${file}:${line} ${what} (${Buffer.byteLength(body)} B)`;
}
