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
 * A webhook body: its text, or its UTF-8 bytes in a `Uint8Array` (a `Buffer` is one), another typed array, a
 * `DataView`, an `ArrayBuffer` or a `SharedArrayBuffer`.
 */
export type Body = string | ArrayBufferView | ArrayBufferLike;

/** One thing that is wrong with a body. Plain data. */
export interface Issue {
	/** The kind of fault. */
	readonly code: IssueCode;
	/**
	 * JSON Pointer (RFC 6901) to the value; empty for the whole payload. It holds member names as they came, and an
	 * undocumented name can be a person's text: take care where you log it.
	 */
	readonly path: string;
	/**
	 * What is wrong, in a sentence. It quotes nothing of the body except a single character that JSON does not allow.
	 */
	readonly message: string;
	/** What should be there, such as `a string`; null if not stated. */
	readonly expected: string | null;
	/** What is there, such as `a number`; null if not stated. */
	readonly received: string | null;
	/** Offset in the body: in UTF-16 code units of a string, in bytes of bytes. */
	readonly offset: number;
	/** Line, from 1. Lines end with U+000A. */
	readonly line: number;
	/** Column, from 1, in UTF-16 code units, as in editors. */
	readonly column: number;
}

/** What an error is made of. A class, so that `instanceof` tells it from an event. */
export class Failure {
	readonly issues: readonly Issue[];
	/** How many more issues the body has. */
	readonly more: number;
	readonly body: unknown;
	/** The body as text; `undefined` if it was not read. */
	readonly source: string | undefined;

	constructor(issues: readonly Issue[], more: number, body: unknown, source: string | undefined) {
		this.issues = issues;
		this.more = more;
		this.body = body;
		this.source = source;
	}
}

/** An issue as the core reports it, in numbers. `received` is text if the fault was found without the core. */
interface Fault extends Omit<Issue, "code" | "message" | "expected" | "received"> {
	readonly code: number;
	readonly expected: number;
	readonly received: number | string;
}

/** Makes the issue of a fault. `unit` is its offset in the source. */
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
	// Replacing by a regular expression would take several times as long.
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

/** The text with a space in place of each hidden character. */
export function visible(text: string): string {
	return text.replace(new RegExp(HIDDEN, "g"), " ");
}

/** The character at an offset, in quotes; its code point, such as `U+00A0`, if it is hidden. */
function quoted(source: string, unit: number): string {
	const point = source.codePointAt(unit);
	if (point === undefined) {
		return terms[END_OF_BODY] as string;
	}
	const character = String.fromCodePoint(point);
	return HIDDEN.test(character) ? `U+${point.toString(16).toUpperCase().padStart(4, "0")}` : `'${character}'`;
}
