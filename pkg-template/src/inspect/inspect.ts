import { initSync, inspect as report } from "inspect-glue";
import { load } from "#inspect-core";
import { bytesOf, encoded } from "../core/bytes.js";
import { HIGHEST_LIMIT } from "../generated/abi.js";
import { type AzeerEvent, type Body, type Issue, type ParseOptions, safeParse } from "../index.js";

/**
 * What a body is. `documented`: an event whose members Azeer documents. `named`: only its name or message type is
 * known. `unknown`: it fits nothing known. `invalid`: not an event; see the issues.
 */
export type Tier = "documented" | "named" | "unknown" | "invalid";

/** How a documented event differs from Azeer's documentation. Not an issue: `parse` accepts it. */
export interface Drift {
	/**
	 * `undocumented`: a member that is not documented for such an event. `absent`: one that every documented example
	 * has. `null`: a documented one that is null, as none is in any example.
	 */
	readonly kind: "undocumented" | "absent" | "null";
	/** The member, as a JSON Pointer (RFC 6901). */
	readonly path: string;
}

/** The place of a member's value. */
export interface Span {
	/** The member, as a JSON Pointer (RFC 6901). */
	readonly path: string;
	/** Offset of its first character: in UTF-16 code units of a string, in bytes of bytes. */
	readonly start: number;
	/** Offset after its last character, in the same unit. */
	readonly end: number;
	/** Line, from 1. */
	readonly line: number;
	/** Column, from 1, in UTF-16 code units. */
	readonly column: number;
}

/** A report on a body. */
export interface Report {
	/** What the body is. */
	readonly tier: Tier;
	/** The event; `undefined` if the body is not one. */
	readonly event: AzeerEvent | undefined;
	/** The first 32 issues. */
	readonly issues: readonly Issue[];
	/** Differences from the documentation, in the order of the body; absent members come last. */
	readonly drift: readonly Drift[];
	/** The payload's members, up to the first fault of its JSON. */
	readonly members: readonly Span[];
}

let isReady = false;

/**
 * Reports on a webhook body, for panels and contract tests. To handle events use `parse`, which is faster and smaller.
 *
 * @throws {RangeError | TypeError} if an option is out of range or of the wrong type
 * @throws {Error} if the host cannot run WebAssembly
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
