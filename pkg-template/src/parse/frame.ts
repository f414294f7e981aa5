import { type Issue, visible } from "./failure.js";

/** Fits into 132 columns. */
const REACH = 60;

/** How many issues are shown. */
export const SHOWN = 3;

/**
 * Shows the first issues: for each the line it is in, and below it a mark under the place, followed by the message. `first` is the number of
 * the source's first line, `reach` how many UTF-16 code units of a line are shown on each side of an issue.
 */
export function frame(source: string, issues: readonly Issue[], { first = 1, reach = REACH } = {}): string {
	const lines = source.split("\n");
	const shown = issues.slice(0, SHOWN).map((issue) => ({ ...issue, line: issue.line + first - 1 }));
	const margin = Math.max(...shown.map(({ line }) => String(line).length));
	return shown.map((issue) => excerpt(lines[issue.line - first] ?? "", issue, margin, reach)).join("\n");
}

function excerpt(text: string, { line, column, message }: Issue, margin: number, reach: number): string {
	const at = column - 1;
	const start = Math.max(at - reach, endOfRightToLeft(text.slice(0, at)), 0);
	const before = (start > 0 ? "…" : "") + visible(text.slice(start, at));
	const end = Math.min(text.length, at + reach);
	const after = visible(text.slice(at, end)) + (end < text.length ? "…" : "");
	const number = String(line).padStart(margin);
	return `${number} | ${before}${after}\n${" ".repeat(margin)} | ${" ".repeat(width(before))}^ ${message}`;
}

/**
 * The offset after the last letter that is written from right to left; 0 if there is none. A terminal reorders such
 * text, so that columns before this offset are unknown.
 */
function endOfRightToLeft(text: string): number {
	const [found] = /^.*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/su.exec(text) ?? [""];
	return found.length;
}

/** How many columns a text takes in a terminal: two for a wide character, none for a combining mark. */
function width(text: string): number {
	let columns = 0;
	for (const character of text) {
		if (/\p{M}/u.test(character)) {
			continue;
		}
		columns +=
			/\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
				character,
			)
				? 2
				: 1;
	}
	return columns;
}
