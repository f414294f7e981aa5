import { visible } from "../parse/failure.js";
import type { Style } from "./output.js";

/** A part of a line, and where it was in the body. */
export interface Piece {
	readonly text: string;
	/** Offset in the body. */
	readonly start: number;
	readonly style: Style | undefined;
}

/** A string, which may lack its end; a mark of the structure; white space; any other run of characters. */
const TOKEN = /"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"?|[{}[\],:]|\n|[\t\r ]+|[^"{}[\],:\t\n\r ]+/gs;
const INDENT = "  ";

/**
 * A body as lines of pieces. One that has several lines keeps them; one that is a single line is written over several. It need
 * not be JSON.
 */
export function layout(body: string): Piece[][] {
	const keepsLines = body.trim().includes("\n");
	const tokens = body.match(TOKEN) ?? [];
	const lines: Piece[][] = [[]];
	let depth = 0;
	let at = 0;
	const add = (text: string, style?: Style): void => {
		(lines.at(-1) as Piece[]).push({ text: visible(text), start: at, style });
	};
	const breakLine = (): void => {
		lines.push([]);
		add(INDENT.repeat(Math.max(depth, 0)));
	};
	tokens.forEach((token, index) => {
		if (token === "\n") {
			if (keepsLines) {
				lines.push([]);
			}
		} else if (keepsLines) {
			add(token, styleOf(token, tokens, index));
		} else if (token.trim() !== "") {
			const isEnd = token === "}" || token === "]";
			depth -= isEnd ? 1 : 0;
			if (isEnd && !isStart(tokens[index - 1])) {
				breakLine();
			}
			add(token, styleOf(token, tokens, index));
			depth += isStart(token) ? 1 : 0;
			if (token === ":") {
				add(" ");
			} else if (
				token === "," ||
				(isStart(token) && tokens[index + 1] !== "}" && tokens[index + 1] !== "]")
			) {
				at += token.length;
				breakLine();
				at -= token.length;
			}
		}
		at += token.length;
	});
	if (lines.length > 1 && lines.at(-1)?.length === 0) {
		lines.pop();
	}
	return lines;
}

const isStart = (token: string | undefined): boolean => token === "{" || token === "[";

function styleOf(token: string, tokens: readonly string[], index: number): Style | undefined {
	if (token.startsWith('"')) {
		const next = tokens.slice(index + 1, index + 3).find((it) => it.trim() !== "");
		return next === ":" ? "cyan" : "green";
	}
	return /^[-\dtfn]/.test(token) ? "yellow" : undefined;
}
