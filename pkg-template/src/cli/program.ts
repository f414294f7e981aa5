import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { addCheck } from "./commands/check.js";
import { addConvert } from "./commands/convert.js";
import { addInspect } from "./commands/inspect.js";
import { addListen } from "./commands/listen.js";
import { addReplay } from "./commands/replay.js";
import { addSample } from "./commands/sample.js";
import { addSchema } from "./commands/schema.js";
import { exit, Failure } from "./exit.js";
import { examples } from "./help.js";
import { complain } from "./output.js";
import { packageFile } from "./package.js";

const NAME = "azeer-webhooks";

/** Each adds its command to the program. */
const commands = [addCheck, addInspect, addConvert, addSample, addSchema, addListen, addReplay];

/** Runs the command line. The exit code is set when this resolves. */
export async function main(args: readonly string[]): Promise<void> {
	process.on("uncaughtException", (error) => {
		fail(error);
		process.exit();
	});
	for (const stream of [process.stdout, process.stderr]) {
		stream.on("error", closed);
	}
	try {
		await program().parseAsync(args);
	} catch (error) {
		if (!(error instanceof CommanderError)) {
			fail(error);
		} else {
			// It has printed the help, the version or what is wrong with the arguments.
			process.exitCode = error.exitCode === 0 ? exit.ok : exit.failed;
		}
	}
}

function program(): Command {
	const { version } = JSON.parse(readFileSync(packageFile("package.json"), "utf8"));
	const root = new Command(NAME)
		.description("Checks, shows and receives webhook deliveries of Azeer, and files of them.")
		.usage("COMMAND …")
		.version(version)
		.exitOverride()
		.configureOutput({ outputError: (text, write) => write(`${NAME}: ${text.replace(/^error: /, "")}`) })
		.showHelpAfterError("Add --help to see how it is used.");
	examples(root, [
		["Which deliveries of a file are broken, and why", "check deliveries.ndjson"],
		["Show one delivery, and what is wrong with it", "inspect delivery.json"],
		["Make a table of them", "convert deliveries.ndjson --to csv -o deliveries.csv"],
		["Make some up", "sample 1000 --broken 1% -o sample.ndjson"],
		["Receive deliveries, and keep each in a log", "listen --no-token --log deliveries.ndjson"],
		["Post them to an endpoint", "replay deliveries.ndjson --to http://localhost:8080"],
		["Print the JSON Schema of all events", "schema"],
	]);
	for (const add of commands) {
		add(root);
	}
	return root;
}

/** Ends with one line, which says what is wrong. What is not expected is a bug, but no stack trace either. */
function fail(error: unknown): void {
	process.exitCode = exit.failed;
	const message = error instanceof Error ? error.message : String(error);
	complain(error instanceof Failure ? message : `unexpected error: ${message.split("\n")[0]}`);
}

/** The reader of the output has closed it, as `head` does. */
function closed(error: NodeJS.ErrnoException): void {
	if (error.code !== "EPIPE") {
		process.exitCode = exit.failed;
	}
	process.exit();
}
