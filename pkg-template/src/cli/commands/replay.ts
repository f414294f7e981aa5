import type { Command } from "commander";
import { safeParse } from "../../index.js";
import { exit, Failure } from "../exit.js";
import { passes } from "../filter.js";
import { type FilterOptions, filterOf, withFilters } from "../filter-options.js";
import { fixtures } from "../fixtures.js";
import { examples } from "../help.js";
import { interruption } from "../interruption.js";
import { jsonPointer, wholeNumber } from "../options.js";
import { counted, note, paint, print } from "../output.js";
import { Progress } from "../progress.js";
import { randomOf } from "../random.js";
import { planned } from "../replay/plan.js";
import { post, type Target } from "../replay/post.js";
import { plannedLine, planOf, summary } from "../replay/report.js";
import { postAll, type Totals } from "../replay/run.js";
import { readStored, type Stored } from "../stored.js";
import { value } from "../values.js";

interface ReplayOptions extends FilterOptions {
	readonly to?: string;
	readonly fixtures?: boolean;
	readonly pointer?: string;
	readonly rate?: number;
	readonly concurrency: number;
	readonly header?: readonly string[];
	readonly duplicates: number;
	readonly shuffle?: boolean;
	readonly seed: number;
	readonly retries: number;
	readonly timeout: number;
	readonly dryRun?: boolean;
	readonly json?: boolean;
}

export function addReplay(program: Command): void {
	const command = program
		.command("replay")
		.description("post stored deliveries to an endpoint")
		.argument("[file...]", "logs of listen, or bodies one a line, also as gzip; - is standard input")
		.option("--to <url>", "the endpoint")
		.option("--fixtures", "post the examples in this package")
		.option("--pointer <pointer>", "where a line has its body, such as /body", jsonPointer)
		.option("--header <line>", 'header to send, such as "x-token: secret"; may be repeated', value.each)
		.option("--rate <number>", "deliveries in a second, at most", value.positive)
		.option(
			"--concurrency <number>",
			"requests at once; more than 1 may change the order",
			wholeNumber(1, 1000),
			1,
		)
		.option("--duplicates <share>", "post so many a second time, a little later", value.share, 0)
		.option("--shuffle", "post in random order; takes memory for all of them")
		.option(
			"--seed <number>",
			"another seed gives other duplicates and another order",
			wholeNumber(0, 2 ** 32 - 1),
			1,
		)
		.option("--retries <number>", "repeat a request that failed, so often at most", wholeNumber(0, 100), 0)
		.option("--timeout <seconds>", "longest time for an answer", value.positive, 30)
		.option("--dry-run", "print what would be posted, and post nothing")
		.option("--json", "print the totals, or with --dry-run each delivery, as JSON");
	withFilters(command).action(replay);
	examples(command, [
		["Post what listen has logged", "replay deliveries.ndjson --to http://localhost:8080"],
		["Post the examples, one in five twice", "replay --fixtures --duplicates 20% --to http://localhost:8080"],
		[
			"See what would be posted",
			"replay deliveries.ndjson.gz --event incoming_msg --since 2026-01-01 --dry-run",
		],
	]);
}

async function replay(files: readonly string[], options: ReplayOptions): Promise<void> {
	const { dryRun = false, json = false, seed, shuffle = false, duplicates } = options;
	if ((files.length === 0) === (options.fixtures === undefined)) {
		throw new Failure("name files, or say --fixtures for the examples in this package");
	}
	const signal = interruption();
	const progress = new Progress();
	let skipped = 0;
	const onSkipped = (where: string, reason: string) => {
		skipped++;
		progress.end();
		note(`${where}: not posted, because ${reason}`);
	};
	const stored = options.fixtures
		? examplesOf()
		: readStored(files, { pointer: options.pointer, signal, onSkipped });
	const plan = { duplicates, shuffle, random: randomOf(seed) };
	const bodies = planned(filtered(stored, options), plan);
	let hasFaults = false;
	if (dryRun) {
		for await (const body of bodies) {
			await print(json ? JSON.stringify(planOf(body)) : plannedLine(body));
		}
	} else {
		hasFaults = await postThem(bodies, options, { signal, progress });
	}
	if (signal.aborted) {
		process.exitCode = exit.interrupted;
	} else if (hasFaults || skipped > 0) {
		process.exitCode = exit.faults;
	}
}

/** Posts all, and prints the totals. Returns whether something was not accepted. */
async function postThem(
	bodies: AsyncGenerator<Stored, undefined>,
	options: ReplayOptions,
	{ signal, progress }: { readonly signal: AbortSignal; readonly progress: Progress },
): Promise<boolean> {
	const target = targetOf(options, signal);
	progress.begin(target.url.host, undefined);
	const start = performance.now();
	const pace = { concurrency: options.concurrency, rate: options.rate, signal };
	const totals = await postAll(
		bodies,
		({ body }) => post(body, target),
		pace,
		({ posted, failed }) => progress.say(`${counted(posted)} posted, ${counted(failed)} not accepted`),
	);
	progress.end();
	const seconds = (performance.now() - start) / 1000;
	if (signal.aborted && !options.json) {
		await print(paint("yellow", "Interrupted. Until then:"));
	}
	await print(options.json ? JSON.stringify(asJson(totals, seconds)) : summary(totals, seconds).join("\n"));
	if (totals.isHopeless) {
		note(`nothing answers at ${target.url.host}; the rest was not posted`);
	}
	return totals.failed > 0;
}

const asJson = ({ posted, accepted, unanswered, retries, outcomes }: Totals, seconds: number) => ({
	posted,
	accepted,
	unanswered,
	retries,
	seconds,
	answers: Object.fromEntries(outcomes),
});

async function* examplesOf(): AsyncGenerator<Stored, undefined> {
	for (const { name, body } of fixtures()) {
		yield { file: name, line: 1, body, receivedAt: undefined, result: safeParse(body) };
	}
}

async function* filtered(
	bodies: AsyncIterable<Stored>,
	options: FilterOptions,
): AsyncGenerator<Stored, undefined> {
	const filter = filterOf(options);
	for await (const body of bodies) {
		if (passes(body, filter)) {
			yield body;
		}
	}
}

function targetOf({ to, header = [], timeout, retries }: ReplayOptions, signal: AbortSignal): Target {
	if (to === undefined) {
		throw new Failure("say where to post: --to URL, or --dry-run to post nothing");
	}
	const url = URL.canParse(to) ? new URL(to) : undefined;
	if (!url?.protocol.startsWith("http")) {
		throw new Failure("--to has to be an address that begins with http:// or https://");
	}
	if (url.username !== "" || url.password !== "") {
		throw new Failure('--to may not have a password; use --header "authorization: …"');
	}
	return { url, headers: headersOf(header), timeout: timeout * 1000, retries, signal };
}

function headersOf(lines: readonly string[]): Headers {
	const headers = new Headers({ "content-type": "application/json", "user-agent": "azeer-webhooks" });
	for (const line of lines) {
		const [, name = "", text = ""] = /^([^:]*):(.*)$/.exec(line) ?? [];
		try {
			headers.set(name, text.trim());
		} catch {
			// The line itself may be a secret.
			throw new Failure('--header has to be a name, a colon and a value, such as "x-token: secret"');
		}
	}
	return headers;
}
