import type { Command } from "commander";
import { type Issue, toWire } from "../../index.js";
import { type Drift, inspect, type Report } from "../../inspect.js";
import { internals } from "../../logs.js";
import { exit, Failure } from "../exit.js";
import { examples } from "../help.js";
import { openInput, readWhole, resultsOf } from "../input.js";
import { layout, type Piece } from "../layout.js";
import { addReadingOptions, addShow, addStrict, type ReadingOptions, wholeNumber } from "../options.js";
import { columns, paint, plural, print } from "../output.js";
import { redactedBody, redactedName, redactedPath } from "../redact.js";
import { isLogged } from "../stored.js";
import { fitted, shown, widthOf } from "../text.js";

interface Options extends ReadingOptions {
	readonly line?: number;
	readonly strict?: boolean;
	readonly show?: boolean;
}

export function addInspect(program: Command): void {
	const command = program
		.command("inspect")
		.description("show one delivery, with each issue under its line")
		.argument("<file>", "the delivery, or - for standard input")
		.option("--line <number>", "the delivery on this line of a log", wholeNumber(1, Number.MAX_SAFE_INTEGER))
		.action(run);
	addShow(addStrict(addReadingOptions(command)));
	examples(command, [
		["What is wrong with a delivery", "inspect delivery.json"],
		["The delivery on line 12 of a log, with all that people wrote", "inspect --line 12 --show log.ndjson"],
		["From another program", "inspect - < delivery.json"],
	]);
}

async function run(path: string, options: Options): Promise<void> {
	const body = await bodyOf(path, options);
	const { maxBytes, strict = false } = options;
	const report = inspect(body, { maxBytes, strict });
	const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(body.subarray(0, maxBytes));
	for (const line of drawn(options.show ? text : redactedBody(text), report.issues)) {
		await print(line);
	}
	await print("");
	if (options.pointer === undefined && isLogged(text)) {
		await print(
			paint(
				"yellow",
				`Is it of a log of listen? Then --line ${options.line ?? 1} --pointer /body shows the body in it.`,
			),
		);
	}
	for (const line of summary(report, options.show === true)) {
		await print(line);
	}
	process.exitCode = report.tier === "invalid" ? exit.faults : exit.ok;
}

async function bodyOf(path: string, { line, pointer, maxBytes }: Options): Promise<Uint8Array> {
	if (line === undefined && pointer !== undefined) {
		throw new Failure("--pointer needs --line: it says where a line of a log has its body");
	}
	const input = await openInput(path);
	try {
		if (line === undefined) {
			const body = await readWhole(input, maxBytes);
			if (isLog(body)) {
				throw new Failure(
					`${input.name}: it is a log of several deliveries; --line 1 shows the first, and check reads all`,
				);
			}
			return body;
		}
		for await (const result of resultsOf(input, { maxBytes, pointer })) {
			if (result.line === line) {
				return pointer === undefined ? result.bytes : unwrapped(result.bytes, pointer);
			}
			if (result.line > line) {
				break;
			}
		}
		throw new Failure(`${input.name}: there is no delivery on line ${line}`);
	} finally {
		await input.close();
	}
}

/** Whether a file has several deliveries, one a line: its first line is an object, and the next one begins like one. */
function isLog(bytes: Uint8Array): boolean {
	const [first = "", second = ""] = new TextDecoder()
		.decode(bytes)
		.split("\n")
		.filter((it) => it.trim() !== "");
	if (!second.startsWith("{")) {
		return false;
	}
	try {
		JSON.parse(first);
		return true;
	} catch {
		return false;
	}
}

function unwrapped(bytes: Uint8Array, pointer: string): Uint8Array {
	const names = internals.pointerNames(pointer) as readonly string[];
	const { body } = internals.unwrap(bytes, names) ?? { body: bytes };
	return typeof body === "string" ? new TextEncoder().encode(body) : body;
}

/** The body with line numbers, and the issues under their lines. */
function drawn(body: string, issues: readonly Issue[]): string[] {
	const laidOut = layout(body);
	const margin = String(laidOut.length).length;
	const marks = new Map<number, string[]>();
	for (const issue of issues) {
		const { line, column } = placeOf(laidOut, offsetOf(body, issue));
		const mark = `${" ".repeat(margin)} | ${" ".repeat(column)}^ ${issue.message}`;
		const lines = fitted(mark, columns()).map((it) => paint("red", it));
		marks.set(line, [...(marks.get(line) ?? []), ...lines]);
	}
	return laidOut.flatMap((pieces, at) => {
		const text = pieces.map(({ text, style }) => (style === undefined ? text : paint(style, text))).join("");
		return [`${paint("dim", `${String(at + 1).padStart(margin)} |`)} ${text}`, ...(marks.get(at) ?? [])];
	});
}

/** Lines and columns of issues count UTF-16 code units, as bodies here do. */
function offsetOf(body: string, { line, column }: Issue): number {
	let start = 0;
	for (let passed = 1; passed < line; passed++) {
		start = body.indexOf("\n", start) + 1;
	}
	return start + column - 1;
}

/** Where an offset of the body is drawn: the index of the line, and how many columns are before it. */
function placeOf(lines: readonly Piece[][], offset: number): { line: number; column: number } {
	let place = { line: 0, column: 0 };
	lines.forEach((pieces, line) => {
		let column = 0;
		for (const { text, start } of pieces) {
			if (start <= offset) {
				place = { line, column: column + widthOf(text.slice(0, offset - start)) };
			}
			column += widthOf(text);
		}
	});
	return place;
}

function summary({ tier, event, issues, drift }: Report, show: boolean): string[] {
	if (event === undefined) {
		return [paint("red", `invalid: ${plural(issues.length, "issue")}`)];
	}
	const { webhook_event_type, message_type } = toWire(event);
	const names = [webhook_event_type, message_type]
		.filter((it) => typeof it === "string")
		.map((it) => shown(show ? it : redactedName(it)));
	const title = {
		documented: "valid",
		named: "valid, but Azeer documents only its name",
		unknown: "unknown",
	};
	const reason = event.webhook_event_type === "unknown" ? ` (${REASONS[event.reason]})` : "";
	return [
		`${paint(tier === "unknown" ? "yellow" : "green", title[tier as keyof typeof title])}: ${names.join(", ")}${reason}`,
		...drift.map((it) => driftOf(it, show)),
	];
}

const REASONS = {
	event_type: "Azeer documents no such event",
	message_type: "Azeer documents no such type of message",
	content: "it lacks the content that such a message has",
};

const DRIFT = {
	undocumented: "is not documented for such an event",
	absent: "is absent, but every documented example has it",
	null: "is null, as in no documented example",
};

const driftOf = ({ kind, path }: Drift, show: boolean): string =>
	`${paint("yellow", "drift")}: ${shown(show ? path : redactedPath(path))} ${DRIFT[kind]}`;
