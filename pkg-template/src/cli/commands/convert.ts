import { realpath } from "node:fs/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ParseResult } from "../../index.js";
import { checkNames } from "../convert/cells.js";
import { csv, ndjson } from "../convert/format.js";
import { exit, Failure } from "../exit.js";
import { written } from "../file-output.js";
import { passes } from "../filter.js";
import { type FilterOptions, filterOf, withFilters } from "../filter-options.js";
import { examples } from "../help.js";
import { interruption } from "../interruption.js";
import { addShow, jsonPointer } from "../options.js";
import { note, plural } from "../output.js";
import { Progress } from "../progress.js";
import { readStored } from "../stored.js";

const KINDS = ["valid", "unknown", "invalid"] as const;
type Kind = (typeof KINDS)[number];

interface ConvertOptions extends FilterOptions {
	readonly to: "csv" | "ndjson";
	readonly output: string;
	readonly members?: readonly string[];
	readonly only?: readonly Kind[];
	readonly pointer?: string;
	readonly escapeFormulas?: boolean;
	readonly show?: boolean;
}

export function addConvert(program: Command): void {
	const command = program
		.command("convert")
		.description("write stored deliveries as CSV or NDJSON")
		.argument("<file...>", "logs of listen, or bodies one a line, also as gzip; - is standard input")
		.addOption(new Option("--to <format>", "what to write").choices(["csv", "ndjson"]).makeOptionMandatory())
		.option("-o, --output <file>", "file to write; - is standard output", "-")
		.option(
			"--members <names>",
			"members to write, by name or JSON Pointer, with commas between; also $file, $line, $receivedAt and $issues",
			(text) => text.split(",").map((name) => name.trim()),
		)
		.option(
			"--only <kinds>",
			`only these of ${KINDS.join(", ")}, with commas between (default: valid,unknown)`,
			kinds,
		)
		.option("--pointer <pointer>", "where a line has its body, such as /body", jsonPointer)
		.option("--escape-formulas", "put ' before text that a spreadsheet takes for a formula");
	addShow(withFilters(command)).action(convert);
	examples(command, [
		[
			"A table of all messages, redacted",
			"convert deliveries.ndjson --to csv -o deliveries.csv --event incoming_msg",
		],
		[
			"Chosen members, with phone numbers",
			"convert deliveries.ndjson --to csv --members timestamp,from,text --show",
		],
		["What is broken, and why", "convert deliveries.ndjson --to ndjson --only invalid"],
	]);
}

async function convert(files: readonly string[], options: ConvertOptions): Promise<void> {
	const { only = ["valid", "unknown"], output: path, show: isShown = false, members, pointer } = options;
	await refuseToReplace(files, path);
	checkNames(members ?? []);
	const signal = interruption();
	const filter = filterOf(options);
	const format = (options.to === "csv" ? csv : ndjson)({
		members,
		isShown,
		hasInvalid: only.includes("invalid"),
		escapesFormulas: options.escapeFormulas ?? false,
	});
	const progress = new Progress();
	// Lines on the terminal would be drawn over.
	const isDrawn = path !== "-" || !process.stdout.isTTY;
	let [missing, skipped] = [0, 0];
	const onSkipped = (where: string, reason: string) => {
		skipped++;
		progress.end();
		note(`${where}: left out, because ${reason}`);
	};
	const stored = readStored(files, {
		pointer,
		signal,
		onSkipped,
		onFile: (name, size) => progress.begin(name, size),
		onBytes: (count) => isDrawn && progress.add(count),
	});
	const isWhole = await written(path, signal, async (output) => {
		await output.write(format.head);
		for await (const it of stored) {
			if (!passes(it, filter)) {
				continue;
			}
			if (only.includes(kindOf(it.result))) {
				await output.write(format.line(it));
			} else if (options.only === undefined) {
				missing++;
			}
		}
	}).finally(() => progress.end());
	if (!isWhole) {
		return;
	}
	if (missing > 0) {
		note(`${plural(missing, "line is", "lines are")} no event and left out; --only invalid writes those`);
	}
	if (missing + skipped > 0) {
		process.exitCode = exit.faults;
	}
}

const kindOf = (result: ParseResult): Kind =>
	result.ok ? (result.event.webhook_event_type === "unknown" ? "unknown" : "valid") : "invalid";

function kinds(text: string): readonly Kind[] {
	const isKind = (name: string): name is Kind => KINDS.some((it) => it === name);
	const names = text.split(",");
	if (!names.every(isKind)) {
		throw new InvalidArgumentError(`It has to be one or more of ${KINDS.join(", ")}.`);
	}
	return names;
}

/** A log is not replaced by what is made of it: that is redacted, and lacks what was filtered. */
async function refuseToReplace(files: readonly string[], output: string): Promise<void> {
	const paths = files.filter((file) => file !== "-").map((file) => realpath(file).catch(() => file));
	if (output !== "-" && (await Promise.all(paths)).includes(await realpath(output).catch(() => output))) {
		throw new Failure(`${output}: it is what is read, and is not replaced`);
	}
}
