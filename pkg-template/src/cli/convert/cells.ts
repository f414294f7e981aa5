import { type AzeerEvent, type JsonValue, redact, toWire } from "../../index.js";
import { eventOf } from "../event-of.js";
import { pointerNames, valueAt } from "../pointer.js";
import { redactedIssue } from "../redact.js";
import type { Stored } from "../stored.js";

const HIDDEN = "[redacted]";

/** What is said of a body, beside the members of its event. */
const about: { readonly [name: string]: (stored: Stored) => JsonValue | undefined } = {
	$file: ({ file }) => file,
	$line: ({ line }) => line,
	$receivedAt: ({ receivedAt }) => receivedAt,
	$issues: (stored) =>
		issuesOf(stored)
			.map(({ code, path }) => `${code} ${path}`.trimEnd())
			.join("; ") || undefined,
};

/** What is wrong with a body, without anything that a person wrote. */
export function issuesOf({ result }: Stored) {
	const issues = result.ok ? [] : result.error.issues.map(redactedIssue);
	return issues.map(({ code, path, line, column }) => ({ code, path, line, column }));
}

/** Gives the value of one column: a member by its name or by a JSON Pointer, or one of the names in {@link about}. */
export type Cell = (stored: Stored) => JsonValue | undefined;

export function cellOf(name: string, isShown: boolean): Cell {
	const special = Object.hasOwn(about, name) ? about[name] : undefined;
	if (special !== undefined) {
		return special;
	}
	const names = name.startsWith("/") ? pointerNames(name) : [name];
	return (stored) => {
		const event = eventOf(stored.result);
		const value = event && valueAt(toWire(event), names);
		return isShown || value === undefined ? value : redacted(event as AzeerEvent, names);
	};
}

/** The value of a member as `redact` has it, which leaves out undocumented ones. What is inside of another value is hidden. */
function redacted(event: AzeerEvent, [name = "", ...inner]: readonly string[]): JsonValue {
	const value = inner.length === 0 ? valueAt(redact(event), [name]) : undefined;
	return value === undefined ? HIDDEN : value;
}
