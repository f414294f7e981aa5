import {
	BYTES,
	CHARACTER,
	codes,
	END_OF_BODY,
	HIDDEN,
	type IssueCode,
	NOTHING,
	terms,
} from "../generated/texts.js";

/**
 * What can be parsed: the text of a webhook body, or its UTF-8 bytes. Bytes are a `Uint8Array` (a `Buffer` is one), any other typed array, a
 * `DataView`, an `ArrayBuffer` or a `SharedArrayBuffer`.
 */
export type Body = string | ArrayBufferView | ArrayBufferLike;

/** One thing that is wrong with a body. */
export interface Issue {
	/** What kind of fault it is. */
	readonly code: IssueCode;
	/**
	 * The value concerned, as a JSON Pointer (RFC 6901); empty for the whole payload. It has names of members as they came, and a name that
	 * Azeer does not document can be a person's text: mind where it is logged.
	 */
	readonly path: string;
	/** What is wrong, in a sentence. Nothing that a person wrote is in it, but for a single character that JSON does not allow. */
	readonly message: string;
	/** What should be there, where that can be said. */
	readonly expected: string | null;
	/** What is there, where that can be said. */
	readonly received: string | null;
	/** Where it is: in UTF-16 code units from the start of a string, in bytes from the start of bytes. */
	readonly offset: number;
	/** Line, from 1; lines end with U+000A. */
	readonly line: number;
	/** Column in UTF-16 code units, from 1, as editors count. */
	readonly column: number;
}

/** What an error is made of. A class, to be told from an event at a glance. */
export class Failure {
	readonly issues: readonly Issue[];
	/** How many more issues there were than are kept. */
	readonly more: number;
	readonly body: unknown;
	/** The body as text, where it was read. */
	readonly source: string | undefined;

	constructor(issues: readonly Issue[], more: number, body: unknown, source: string | undefined) {
		this.issues = issues;
		this.more = more;
		this.body = body;
		this.source = source;
	}
}

/** An issue as it crosses the boundary: codes and positions; `received` in words where the core was not asked. */
interface Fault extends Omit<Issue, "code" | "message" | "expected" | "received"> {
	readonly code: number;
	readonly expected: number;
	readonly received: number | string;
}

/** Finds the words for a fault at `unit` of the source. */
export function describe(source: string, unit: number, maxBytes: number, fault: Fault): Issue {
	const { path, offset, line, column } = fault;
	const [code, , template] = codes[fault.code] as (typeof codes)[number];
	const words = (term: number | string): string | null => {
		switch (term) {
			case NOTHING:
				return null;
			case CHARACTER:
				return quoted(source, unit);
			case BYTES:
				return `${maxBytes} bytes`;
			default:
				return typeof term === "string" ? term : (terms[term] as string);
		}
	};
	const [expected, received] = [words(fault.expected), words(fault.received)];
	// By hand: whatever takes a pattern takes several times as long.
	let message = "";
	let at = 0;
	for (let open = template.indexOf("{"); open >= 0; open = template.indexOf("{", at)) {
		const end = template.indexOf("}", open);
		const name = template.slice(open + 1, end);
		const word = name === "member" ? path.slice(1) : name === "expected" ? expected : received;
		message += template.slice(at, open) + (word ?? "");
		at = end + 1;
	}
	message += template.slice(at);
	return { code, path, message, expected, received, offset, line, column };
}

/** The text with spaces in place of what does not show. */
export function visible(text: string): string {
	return text.replace(new RegExp(HIDDEN, "g"), " ");
}

/** The character at an offset, between quotes; by its number where it would not be seen. */
function quoted(source: string, unit: number): string {
	const point = source.codePointAt(unit);
	if (point === undefined) {
		return terms[END_OF_BODY] as string;
	}
	const character = String.fromCodePoint(point);
	return HIDDEN.test(character) ? `U+${point.toString(16).toUpperCase().padStart(4, "0")}` : `'${character}'`;
}
