// Splits the text of a body into tokens. It never fails, so that a broken body is shown as well as a sound one.

export interface Token {
	readonly kind: "name" | "string" | "number" | "word" | "mark" | "space";
	readonly start: number;
	readonly end: number;
	/** How many objects and arrays are around it. */
	readonly depth: number;
}

const TOKEN = /\s+|"(?:[^"\\]|\\.)*"?|-?\d[\d.eE+-]*|[{}[\],:]|[^\s"{}[\],:]+/gs;
const IS_NAME = /\s*:/y;

export function tokens(text: string): Token[] {
	let depth = 0;
	return Array.from(text.matchAll(TOKEN), ({ 0: found, index: start }) => {
		const end = start + found.length;
		const kind = kindOf(text, found, end);
		if (found === "}" || found === "]") {
			depth = Math.max(0, depth - 1);
		}
		const token = { kind, start, end, depth };
		if (found === "{" || found === "[") {
			depth += 1;
		}
		return token;
	});
}

function kindOf(text: string, found: string, end: number): Token["kind"] {
	const first = found[0] as string;
	if (first === '"') {
		IS_NAME.lastIndex = end;
		return IS_NAME.test(text) ? "name" : "string";
	}
	if ("{}[],:".includes(first)) {
		return "mark";
	}
	if (/\s/.test(first)) {
		return "space";
	}
	return /^-?\d/.test(found) ? "number" : "word";
}
