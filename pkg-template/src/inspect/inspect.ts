import { initSync, inspect as report } from "inspect-glue";
import { load } from "#inspect-core";
import { bytesOf, encodeWtf8, isWellFormed } from "../core/bytes.js";
import { HIGHEST_LIMIT } from "../generated/abi.js";
import { type AzeerEvent, type Body, type Issue, type ParseOptions, safeParse } from "../index.js";

/**
 * What a body is: an event whose members Azeer documents; one that is known by its name or message type only; one that fits
 * nothing known; or none, in which case there are issues.
 */
export type Tier = "documented" | "named" | "unknown" | "invalid";

/** How a documented event differs from what Azeer documents, which is no issue. */
export interface Drift {
	/**
	 * A member that is not documented for such an event; one that is absent though every documented example has it; or a
	 * documented one that is null, as none is in any example.
	 */
	readonly kind: "undocumented" | "absent" | "null";
	/** The member, as a JSON Pointer (RFC 6901). */
	readonly path: string;
}

/** Where the value of a member is. */
export interface Span {
	/** The member, as a JSON Pointer (RFC 6901). */
	readonly path: string;
	/** Its first character: in UTF-16 code units from the start of a string, in bytes from the start of bytes. */
	readonly start: number;
	/** Behind its last character. */
	readonly end: number;
	/** Line, from 1. */
	readonly line: number;
	/** Column in UTF-16 code units, from 1. */
	readonly column: number;
}

/** A full report. */
export interface Report {
	/** What the body is. */
	readonly tier: Tier;
	/** The event; `undefined` where the body is none. */
	readonly event: AzeerEvent | undefined;
	/** All issues, 32 at most. */
	readonly issues: readonly Issue[];
	/** How a documented event differs from what is documented, in the order of the body; what is absent comes last. */
	readonly drift: readonly Drift[];
	/** Where the members of the payload are, up to the first fault of its JSON. */
	readonly members: readonly Span[];
}

let isReady = false;

/**
 * Reports on a webhook body. It has a WebAssembly module of its own, and takes its time: to handle events, `parse` is there.
 *
 * @throws {RangeError | TypeError} where an option is out of range or of another type
 *
 * @example
 * for (const { kind, path } of inspect(body).drift) console.log(kind, path);
 */
export function inspect(body: Body, options: ParseOptions = {}): Report {
	const result = safeParse(body, options);
	const event = result.ok ? result.event : undefined;
	const issues = result.ok ? [] : result.error.issues;
	if (issues.some(({ code }) => code === "too_large" || code === "unsupported_body")) {
		return { tier: "invalid", event, issues, drift: [], members: [] };
	}
	if (!isReady) {
		initSync({ module: load() });
		isReady = true;
	}
	// The parser has refused a body above the limit.
	const bytes = typeof body === "string" ? encoded(body) : (bytesOf(body) as Uint8Array);
	const isStrict = options.strict === true;
	const { tier, drift, members } = report(bytes, HIGHEST_LIMIT, isStrict, typeof body === "string") as Report;
	return { tier, event, issues, drift, members };
}

function encoded(text: string): Uint8Array {
	if (isWellFormed(text)) {
		return new TextEncoder().encode(text);
	}
	const bytes = new Uint8Array(text.length * 3);
	return bytes.subarray(0, encodeWtf8(text, bytes));
}
