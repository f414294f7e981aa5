// The filtered events as a file.

import { redact } from "azeer-webhooks";
import type { LogResult } from "azeer-webhooks/logs";
import type { Cell, ExportFormat } from "../shared/protocol.ts";
import { detail } from "./detail.ts";
import { bodyOf } from "./wrapped.ts";

const HEADER = ["file", "line", "time", "event", "type", "validity", "drift", "phone", "preview"] as const;

export const firstLine = (format: ExportFormat): string =>
	format === "csv" ? `${HEADER.join(",")}\r\n` : "";

/** One line of the file. NDJSON without redaction has the lines of the log, so it can be read like the log. */
export function exported(
	format: ExportFormat,
	cell: Cell,
	result: LogResult,
	redacted: boolean,
): string | Uint8Array {
	if (format === "csv") {
		const time = cell.time === null ? "" : new Date(cell.time).toISOString();
		return `${HEADER.map((name) => csv(name === "time" ? time : String(cell[name]))).join(",")}\r\n`;
	}
	if (!redacted) {
		const { bytes } = result;
		// An element of an array can have line breaks. In JSON they are only white space.
		return bytes.includes(0x0a) ? bytes.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)) : bytes;
	}
	const { file, line, validity } = cell;
	if (result.ok) {
		return JSON.stringify({ file, line, validity, event: redact(result.event) });
	}
	const { faults } = detail(
		bodyOf(result),
		{ row: null, file, line, offset: 0, size: 0, receivedAt: null },
		true,
	);
	return JSON.stringify({
		file,
		line,
		validity,
		issues: faults.map(({ code, message, line, column }) => ({ code, message, line, column })),
	});
}

/** A field. Spreadsheets take some first characters for a formula. */
function csv(value: string): string {
	const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
