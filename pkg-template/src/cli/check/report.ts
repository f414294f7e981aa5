import type { EventCount } from "../../logs.js";
import { counted, paint, plural } from "../output.js";
import { redactedName } from "../redact.js";
import { type Column, table } from "../table.js";
import type { Place, Placed, Totals } from "./totals.js";

const REASONS = {
	event_type: "no such event is documented",
	message_type: "no such type of message is documented",
	content: "the content of such a message is missing",
};

const COUNT: Column = { title: "count", align: "right" };
const FIRST: Column = { title: "first", shrinks: true };
const place = ({ file, line }: Place): string => `${file}:${line}`;

/** Tables of what was counted. */
export function report(totals: Totals, show: boolean): string[] {
	const { lines, valid, unknown, invalid, events, issues, undocumented, unfinished } = totals;
	const named = (name: string): string => (show ? name : redactedName(name));
	const [known, others] = [events.filter(({ reason }) => !reason), events.filter(({ reason }) => reason)];
	const names = ({ event, messageType }: Placed<EventCount>): string[] => [
		named(event),
		messageType === undefined ? "" : named(messageType),
	];
	const NAMES: Column[] = [
		{ title: "event", shrinks: true },
		{ title: "message type", shrinks: true },
	];
	const numbers = [
		paint("green", `${counted(valid)} valid`),
		paint(unknown > 0 ? "yellow" : "dim", `${counted(unknown)} unknown`),
		paint(invalid > 0 ? "red" : "dim", `${counted(invalid)} invalid`),
	];
	return [
		`${plural(lines, "line")}, ${plural(valid + unknown + invalid, "delivery", "deliveries")}: ${numbers.join(", ")}`,
		...section(
			"Events",
			[...NAMES, COUNT, FIRST],
			known.map((it) => [...names(it), counted(it.count), place(it)]),
		),
		...section(
			"Unknown events",
			[...NAMES, { title: "why", shrinks: true }, COUNT, FIRST],
			others.map((it) => [
				...names(it),
				REASONS[it.reason as keyof typeof REASONS],
				counted(it.count),
				place(it),
			]),
		),
		...section(
			"Undocumented members",
			[{ title: "name", shrinks: true }, COUNT, FIRST],
			undocumented.map((it) => [named(it.name), counted(it.count), place(it)]),
		),
		...section(
			"Issues",
			[{ title: "code" }, COUNT, FIRST],
			issues.map((it) => [it.code, counted(it.count), place(it)]),
		),
		...section(
			"Unfinished lines, which are no deliveries",
			[{ title: "why", shrinks: true }, COUNT, FIRST],
			unfinished.map((it) => ["the program that wrote it was stopped", counted(it.count), place(it)]),
		),
	];
}

/** How many rows are shown. `--json` has all. */
const SHOWN = 20;

function section(title: string, columns: readonly Column[], rows: readonly string[][]): string[] {
	if (rows.length === 0) {
		return [];
	}
	const left = rows.length - SHOWN;
	return [
		"",
		paint("bold", title),
		...table(columns, rows.slice(0, SHOWN)),
		...(left > 0 ? [`  and ${counted(left)} more; --json lists them`] : []),
	];
}
