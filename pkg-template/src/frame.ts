import { type Issue, visible } from "./failure.js";

/** How much of a long line is shown to either side of the place, in UTF-16 code units. */
const REACH = 60;

/** How many issues are shown. */
const SHOWN = 3;

/** For each of the first issues the line it is in, with a mark under the place and the message behind it. */
export function frame(source: string, issues: readonly Issue[]): string {
	const lines = source.split("\n");
	const shown = issues.slice(0, SHOWN);
	const margin = Math.max(...shown.map(({ line }) => String(line).length));
	return shown.map((issue) => excerpt(lines[issue.line - 1] ?? "", issue, margin)).join("\n");
}

function excerpt(text: string, { line, column, message }: Issue, margin: number): string {
	const at = column - 1;
	const start = at > REACH ? at - REACH : 0;
	const head = (start > 0 ? "…" : "") + visible(text.slice(start, at));
	const end = Math.min(text.length, at + REACH);
	const tail = visible(text.slice(at, end)) + (end < text.length ? "…" : "");
	const number = String(line).padStart(margin);
	return `${number} | ${head}${tail}\n${" ".repeat(margin)} | ${" ".repeat(head.length)}^ ${message}`;
}
