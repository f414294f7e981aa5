import stringWidth from "string-width";
import { visible } from "../parse/failure.js";

/** Letters that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/** How many columns a text takes in a terminal. Escape sequences of colours take none. */
export const widthOf = (text: string): number => stringWidth(text);

/** A text without control characters, which a terminal would obey, cut to a number of columns. */
export function shown(text: string, most = Number.POSITIVE_INFINITY): string {
	const clean = visible(text);
	return isolated(widthOf(clean) <= most ? clean : `${beginning(clean, most - 1)}…`);
}

/** A line of a mark and a message below a place in a body. If it is wider than a terminal, the message begins on a line of its own. */
export function fitted(line: string, most: number): string[] {
	const [, margin = "", space = "", message = ""] = /^( *\| )( *)\^ (.*)$/.exec(line) ?? [];
	if (message === "" || widthOf(line) <= most) {
		return [line];
	}
	const lines = [""];
	for (const word of message.split(" ")) {
		const longer = `${lines.at(-1)} ${word}`.trim();
		if (widthOf(margin + longer) <= most) {
			lines[lines.length - 1] = longer;
		} else {
			lines.push(word);
		}
	}
	return [`${margin}${space}^`, ...lines.map((it) => margin + it)];
}

function beginning(text: string, most: number): string {
	let kept = "";
	let width = 0;
	for (const { segment } of new Intl.Segmenter().segment(text)) {
		width += widthOf(segment);
		if (width > most) {
			break;
		}
		kept += segment;
	}
	return kept;
}

/** Keeps text that is written from right to left from reordering what is next to it in a line. */
function isolated(text: string): string {
	return RIGHT_TO_LEFT.test(text) ? FIRST_STRONG_ISOLATE + text + POP_ISOLATE : text;
}
