import type { Command } from "commander";
import type { AzeerEvent } from "../../index.js";
import { createFake, wire } from "../../testing.js";
import { Failure } from "../exit.js";
import { written } from "../file-output.js";
import { fixtures } from "../fixtures.js";
import { examples } from "../help.js";
import { interruption } from "../interruption.js";
import { wholeNumber } from "../options.js";
import { randomOf } from "../random.js";
import { Faults } from "../sample/faults.js";
import { Oracle } from "../sample/oracle.js";
import { value } from "../values.js";

interface SampleOptions {
	readonly fixtures?: boolean;
	readonly seed: number;
	readonly broken: number;
	readonly oracle?: string;
	readonly output: string;
}

export function addSample(program: Command): void {
	const command = program
		.command("sample")
		.description("write made-up deliveries, or the examples in this package, one a line")
		.argument("[count]", "how many are made up", wholeNumber(1, Number.MAX_SAFE_INTEGER))
		.option("--fixtures", "write the examples in this package")
		.option("--seed <number>", "another seed gives other deliveries", wholeNumber(0, 2 ** 32 - 1), 1)
		.option("--broken <share>", "break so many, with each fault in turn; never the first", value.share, 0)
		.option("--oracle <file>", "write what check --json should count")
		.option("-o, --output <file>", "file to write; - is standard output", "-")
		.action(sample);
	examples(command, [
		["The examples", "sample --fixtures"],
		[
			"A million deliveries, of which one in a hundred is broken",
			"sample 1000000 --broken 1% -o sample.ndjson",
		],
	]);
}

async function sample(count: number | undefined, options: SampleOptions): Promise<void> {
	if ((count === undefined) !== (options.fixtures ?? false)) {
		throw new Failure("say how many, or --fixtures for the examples in this package");
	}
	if (count === undefined && options.oracle !== undefined) {
		throw new Failure("--oracle goes with made-up deliveries only");
	}
	const signal = interruption();
	const oracle = new Oracle();
	const lines = count === undefined ? exampleLines() : madeUp(count, options, oracle);
	const isWhole = await written(options.output, signal, async (output) => {
		for (const line of lines) {
			await output.write(line);
			if (signal.aborted) {
				return;
			}
		}
	});
	if (isWhole && options.oracle !== undefined) {
		const counts = `${JSON.stringify(oracle.counts(), null, "\t")}\n`;
		await written(options.oracle, signal, (output) => output.write(counts));
	}
}

/** JSON has line breaks between its tokens only. */
function* exampleLines(): Generator<string, undefined> {
	for (const { body } of fixtures()) {
		yield `${body.trim().replaceAll(/[\r\n]+/g, " ")}\n`;
	}
}

const LINE_FEED = Buffer.from("\n");

/** Made-up bodies, some broken. The first never is, because the beginning of a file tells how to read it. */
function* madeUp(
	count: number,
	{ seed, broken }: SampleOptions,
	oracle: Oracle,
): Generator<Uint8Array, undefined> {
	const fake = createFake({ seed });
	const random = randomOf(seed);
	const faults = new Faults();
	for (let line = 0; line < count; line++) {
		const isBroken = random() < broken && line > 0;
		const { body, event, code } = isBroken ? faults.broken(fake.event) : valid(fake.event());
		const bytes = Buffer.concat([Buffer.from(body), LINE_FEED]);
		oracle.add(bytes.length, event, code);
		yield bytes;
	}
}

const valid = (event: AzeerEvent) => ({ body: wire(event), event, code: undefined });
