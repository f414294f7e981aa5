import type { Issue, PayloadError } from "../../index.js";
import { type InvalidLine, internals, type LogResult } from "../../logs.js";
import { frame, SHOWN } from "../../parse/frame.js";
import { columns, paint } from "../output.js";
import { redactedBody, redactedIssue } from "../redact.js";
import { fitted } from "../text.js";
import type { Placed } from "./totals.js";

/** What is wrong with a line of a file. */
export interface LineError {
	readonly file: string;
	readonly line: number;
	/** Positions are in the body. */
	readonly issues: readonly Issue[];
	/** How many issues are not listed. */
	readonly more: number;
	/** The body as text. */
	readonly body: string;
}

/** Parses an invalid line again. */
export function lineError(
	{ file, line, bytes }: Placed<InvalidLine>,
	{
		pointer,
		...parse
	}: { readonly maxBytes: number; readonly strict: boolean; readonly pointer: string | undefined },
): LineError {
	const reader = new internals.ResultReader({ parse, pointer: internals.pointerNames(pointer) });
	const [result] = [...reader.body(bytes, line, 0)] as [LogResult];
	const { issues, more, body } = (result as LogResult & { readonly error: PayloadError }).error;
	const text =
		typeof body === "string"
			? body
			: new TextDecoder("utf-8", { ignoreBOM: true }).decode(body as Uint8Array);
	return { file, line, issues, more, body: text };
}

/** Columns of a frame beside the excerpt: the line number, the bar, and the two ellipses. */
const MARGIN = 12;
const LEAST_REACH = 10;
const MOST_REACH = 60;

/** The first issues of a line, each under the place in the body. */
export function framed(
	{ file, line, issues, more, body }: LineError,
	show: boolean,
	isWrapped: boolean,
): string {
	const reach = Math.max(LEAST_REACH, Math.min(MOST_REACH, Math.floor((columns() - MARGIN) / 2)));
	// Positions in a wrapped body are not those in the file.
	const first = isWrapped ? 1 : line;
	const text = frame(show ? body : redactedBody(body), show ? issues : issues.map(redactedIssue), {
		first,
		reach,
	});
	const left = issues.length + more - SHOWN;
	return [
		paint("bold", `${file}:${line}`),
		...text.split("\n").flatMap((it) => fitted(it, columns())),
		...(left > 0 ? [`and ${left} more`] : []),
	].join("\n");
}
