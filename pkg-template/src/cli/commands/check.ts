import type { Command } from "commander";
import { framed, type LineError, lineError } from "../check/errors.js";
import { type Checked, type CheckOptions, canShare, checkFile } from "../check/file.js";
import { report } from "../check/report.js";
import { Sum, type Totals } from "../check/totals.js";
import { exit, Failure } from "../exit.js";
import { examples } from "../help.js";
import { STANDARD_INPUT } from "../input.js";
import { addReadingOptions, addShow, addStrict, type ReadingOptions, wholeNumber } from "../options.js";
import { complain, counted, paint, print } from "../output.js";
import { Progress } from "../progress.js";
import { redactedIssue, redactedName } from "../redact.js";
import { isLogged } from "../stored.js";

interface Options extends ReadingOptions {
	readonly strict?: boolean;
	readonly show?: boolean;
	readonly json?: boolean;
	readonly maxErrors: number;
	readonly workers?: number;
	readonly partBytes: number;
}

const DEFAULT_MAX_ERRORS = 5;
const MOST_ERRORS = 1000;
const PART_BYTES = 1 << 24;

export function addCheck(program: Command): void {
	const command = program
		.command("check")
		.description("check files of deliveries: totals, what is wrong, and what is new")
		.argument("<files...>", "NDJSON or a JSON array, also compressed by gzip, or - for standard input")
		.option("--json", "print all counts and the first errors as JSON")
		.option(
			"--max-errors <number>",
			`how many invalid deliveries are shown, at most ${MOST_ERRORS}; convert --only invalid writes all`,
			wholeNumber(0, MOST_ERRORS),
			DEFAULT_MAX_ERRORS,
		)
		.option("--workers <number>", "how many threads read a large file", wholeNumber(1, 64))
		.action(run);
	addShow(addStrict(addReadingOptions(command)));
	command.addOption(
		command
			.createOption("--part-bytes <bytes>")
			.default(PART_BYTES)
			.argParser(wholeNumber(1, 2 ** 40))
			.hideHelp(),
	);
	examples(command, [
		["Which deliveries are broken, and why", "check deliveries.ndjson"],
		["Several files, compressed or not, in which lines wrap the bodies", "check --pointer /body *.ndjson.gz"],
		["For a program", "check --json deliveries.ndjson | jq .issues"],
	]);
	command.addHelpText(
		"after",
		"\nExit codes: 0 all is well, 1 a delivery is invalid or unfinished (or, with --strict, unknown), 2 a file cannot be read.",
	);
}

async function run(paths: readonly string[], options: Options): Promise<void> {
	if ((options.workers ?? 1) > 1 && !canShare) {
		throw new Failure("--workers: in Deno, one thread reads a file");
	}
	const { json, show = false, strict = false, pointer, maxBytes } = options;
	const controller = new AbortController();
	// A second Ctrl-C ends the program at once.
	process.once("SIGINT", () => controller.abort());
	const { totals, hasFailed } = await checkAll(paths, options, controller.signal);
	const isInterrupted = controller.signal.aborted;
	const hasFaults = totals.invalid > 0 || totals.unfinished.length > 0 || (strict && totals.unknown > 0);
	const code = hasFailed ? exit.failed : hasFaults ? exit.faults : exit.ok;
	process.exitCode = isInterrupted ? exit.interrupted : code;
	const errors = totals.errors.map((it) => lineError(it, { pointer, maxBytes, strict }));
	if (json) {
		await print(JSON.stringify(asJson(totals, errors, { show, isInterrupted }), undefined, "\t"));
		return;
	}
	if (hasFailed && totals.lines === 0) {
		return;
	}
	if (isInterrupted) {
		await print(paint("yellow", "Interrupted. Until then:"));
	}
	if (pointer === undefined && isLogged(errors[0]?.body ?? "")) {
		await print(paint("yellow", "Is it a log of listen? Then --pointer /body checks the bodies in it.\n"));
	}
	if (
		pointer !== undefined &&
		totals.valid + totals.unknown === 0 &&
		errors[0]?.issues[0]?.code === "empty"
	) {
		await print(
			paint("yellow", `No delivery is at ${pointer}. Without --pointer, each line is a delivery.\n`),
		);
	}
	await print(report(totals, show).join("\n"));
	for (const error of errors) {
		await print(`\n${framed(error, show, pointer !== undefined)}`);
	}
	for (const hint of hints(totals, errors, pointer)) {
		await print(hint);
	}
}

/** What to run next. */
function hints(
	totals: Totals,
	[first, ...others]: readonly LineError[],
	pointer: string | undefined,
): string[] {
	if (first === undefined) {
		return [];
	}
	const shown = others.length + 1;
	const more = `--max-errors ${Math.min(MOST_ERRORS, 4 * shown)} shows more of the ${counted(totals.invalid)} invalid deliveries.`;
	const options = pointer === undefined ? "" : ` --pointer ${pointer}`;
	const file = first.file === STANDARD_INPUT ? "FILE" : first.file;
	return [
		"",
		...(totals.invalid > shown ? [more] : []),
		`To see one on several lines: npx azeer-webhooks inspect --line ${first.line}${options} ${file}`,
	];
}

/** Checks the files one after the other. One that cannot be read does not keep the others from being checked. */
async function checkAll(
	paths: readonly string[],
	{ strict = false, maxErrors, pointer, maxBytes, workers, partBytes }: Options,
	signal: AbortSignal,
): Promise<{ totals: Totals; hasFailed: boolean }> {
	const options: CheckOptions = { options: { pointer, maxBytes, strict }, maxErrors, workers, partBytes };
	const sum = new Sum(maxErrors);
	const progress = new Progress();
	const control = { signal, onBytes: (bytes: number) => progress.add(bytes) };
	let hasFailed = false;
	for (const path of paths) {
		let checked: Checked;
		try {
			checked = await checkFile(path, options, control, (size) => progress.begin(path, size));
		} catch (error) {
			if (!(error instanceof Failure)) {
				throw error;
			}
			checked = { totals: new Sum(0).totals, failure: error.message };
		} finally {
			progress.end();
		}
		sum.add(checked.totals);
		if (checked.failure !== undefined) {
			hasFailed = true;
			complain(checked.failure);
		}
		if (signal.aborted) {
			break;
		}
	}
	return { totals: sum.totals, hasFailed };
}

function asJson(
	{ errors: _, events, undocumented, ...others }: Totals,
	errors: readonly LineError[],
	{ show, isInterrupted }: { show: boolean; isInterrupted: boolean },
): unknown {
	const named = (name: string): string => (show ? name : redactedName(name));
	return {
		isInterrupted,
		...others,
		events: events.map((it) => ({
			...it,
			event: named(it.event),
			...(it.messageType !== undefined && { messageType: named(it.messageType) }),
		})),
		undocumented: undocumented.map((it) => ({ ...it, name: named(it.name) })),
		errors: errors.map(({ file, line, issues, more }) => ({
			file,
			line,
			issues: show ? issues : issues.map(redactedIssue),
			more,
		})),
	};
}
