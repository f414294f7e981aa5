import { stringify } from "csv-stringify/sync";
import { privateNames, publicNames } from "../../generated/builders.js";
import { type JsonValue, redact } from "../../index.js";
import { redactedBody } from "../redact.js";
import type { Stored } from "../stored.js";
import { cellOf, issuesOf, rowOf } from "./cells.js";

/** How bodies become lines of the output. */
export interface Format {
	/** What is written before all rows. */
	readonly head: string;
	line(stored: Stored): string;
}

export interface FormatOptions {
	/** Names or JSON Pointers; `undefined` for all that Azeer documents (CSV), or the whole body (NDJSON). */
	readonly members: readonly string[] | undefined;
	readonly isShown: boolean;
	/** Whether invalid bodies are among the rows. */
	readonly hasInvalid: boolean;
	/** Whether a spreadsheet must take no cell for a formula. */
	readonly escapesFormulas: boolean;
}

/** CSV as RFC 4180 has it, with a line of names. What is absent or null is empty; objects and arrays are JSON. */
export function csv({ members, isShown, hasInvalid, escapesFormulas }: FormatOptions): Format {
	const names = members ?? [
		...(hasInvalid ? ["$line", "$issues"] : []),
		...[...publicNames, ...privateNames].sort(),
	];
	const cells = names.map((name) => cellOf(name, isShown));
	// By itself the library quotes a line break only if it is the one that ends records.
	const rules = { record_delimiter: "\r\n", quoted_match: /[\r\n]/ };
	const record = (values: readonly string[]) => stringify([values], rules);
	const text = (value: JsonValue | undefined): string => {
		if (typeof value === "string") {
			return escapesFormulas && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
		}
		return value === undefined || value === null ? "" : JSON.stringify(value);
	};
	return {
		head: record(names),
		line: (stored) => {
			const row = rowOf(stored);
			return record(cells.map((cell) => text(cell(row))));
		},
	};
}

/** NDJSON: the chosen members, or the whole body. */
export function ndjson({ members, isShown }: FormatOptions): Format {
	const cells = members?.map((name) => [name, cellOf(name, isShown)] as const);
	return {
		head: "",
		line: (stored) => {
			if (cells === undefined) {
				return `${whole(stored, isShown)}\n`;
			}
			const row = rowOf(stored);
			return `${JSON.stringify(Object.fromEntries(cells.map(([name, cell]) => [name, cell(row)])))}\n`;
		},
	};
}

/** The body on one line. One that is not an event may be no JSON, so it is wrapped, with what is wrong. */
function whole(stored: Stored, isShown: boolean): string {
	const { result, line, receivedAt } = stored;
	const text = textOf(stored.body);
	if (!result.ok) {
		const redacted = text && redactedBody(text);
		const shown =
			text === undefined ? { base64: Buffer.from(stored.body).toString("base64") } : { body: text };
		const content = isShown ? shown : { body: redacted };
		return JSON.stringify({ ...content, receivedAt, line, issues: issuesOf(stored) });
	}
	// JSON has line breaks between its tokens only.
	return isShown && text !== undefined
		? text.trim().replaceAll(/[\r\n]+/g, " ")
		: JSON.stringify(redact(result.event));
}

/** The text of a body; `undefined` if it is not UTF-8. */
function textOf(body: string | Uint8Array): string | undefined {
	try {
		return typeof body === "string"
			? body
			: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
	} catch {
		return undefined;
	}
}
