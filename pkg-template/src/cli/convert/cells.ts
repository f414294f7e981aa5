import { type JsonValue, redact, toWire } from "../../index.js";
import { eventOf } from "../event-of.js";
import { Failure } from "../exit.js";
import { noteUndocumented } from "../names.js";
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

interface Members {
	readonly [name: string]: JsonValue;
}

/** A body whose members are wanted: as they are, and as `redact` has them. */
export interface Row {
	readonly stored: Stored;
	readonly wire: Members;
	readonly redacted: Members;
}

export function rowOf(stored: Stored): Row {
	const event = eventOf(stored.result);
	return event === undefined
		? { stored, wire: {}, redacted: {} }
		: { stored, wire: toWire(event), redacted: redact(event) };
}

/**
 * Says which of the names of `--members` Azeer does not document. A JSON Pointer may lead anywhere.
 *
 * @throws {Failure} if a name begins with `$`, and is not in {@link about}
 */
export function checkNames(names: readonly string[]): void {
	for (const name of names.filter((it) => it.startsWith("$") && !Object.hasOwn(about, it))) {
		throw new Failure(`--members ${name}: there is ${Object.keys(about).join(", ")}; /${name} is a member`);
	}
	noteUndocumented(
		"--members",
		"member",
		names.filter((it) => !/^[$/]/.test(it)),
	);
}

/** Gives the value of one column: a member by its name or by a JSON Pointer, or one of the names in {@link about}. */
export type Cell = (row: Row) => JsonValue | undefined;

export function cellOf(name: string, isShown: boolean): Cell {
	const special = Object.hasOwn(about, name) ? about[name] : undefined;
	if (special !== undefined) {
		return ({ stored }) => special(stored);
	}
	const names = name.startsWith("/") ? pointerNames(name) : [name];
	return ({ wire, redacted }) => {
		const value = valueAt(wire, names);
		if (isShown || value === undefined) {
			return value;
		}
		// `redact` leaves out undocumented members. What is inside of another value is hidden.
		const shown = names.length === 1 ? valueAt(redacted, names) : undefined;
		return shown === undefined ? HIDDEN : shown;
	};
}
