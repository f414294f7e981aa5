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
	const start = Math.max(at - REACH, behindRightToLeft(text.slice(0, at)), 0);
	const head = (start > 0 ? "…" : "") + visible(text.slice(start, at));
	const end = Math.min(text.length, at + REACH);
	const tail = visible(text.slice(at, end)) + (end < text.length ? "…" : "");
	const number = String(line).padStart(margin);
	return `${number} | ${head}${tail}\n${" ".repeat(margin)} | ${" ".repeat(width(head))}^ ${message}`;
}

/**
 * Behind the last letter that is written from right to left: a terminal shows such text in another order than it is in,
 * and a mark under the place would be anywhere. What is left is in order.
 */
function behindRightToLeft(head: string): number {
	const [found] = /^.*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/su.exec(head) ?? [""];
	return found.length;
}

/** How many columns of a terminal a text takes: two for a wide character, none for one that goes onto another. */
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
