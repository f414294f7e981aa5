import { once } from "node:events";
import { type Command, Option } from "commander";
import { systemFailure } from "../exit.js";
import { examples } from "../help.js";
import { interruption } from "../interruption.js";
import { DurableLog } from "../listen/durable-log.js";
import { receivedLine } from "../listen/line.js";
import { type Received, startService } from "../listen/service.js";
import { authentication, type TokenOptions } from "../listen/token.js";
import { wholeNumber } from "../options.js";
import { note, plural, print } from "../output.js";
import { value } from "../values.js";

interface ListenOptions extends TokenOptions {
	readonly port: number;
	readonly host: string;
	readonly log: string;
	readonly rotate?: number;
	readonly maxBytes: number;
	readonly show?: boolean;
}

const MIB = 2 ** 20;

export function addListen(program: Command): void {
	const command = program
		.command("listen")
		.description("receive deliveries, and keep each in a log before it is answered")
		.option("--port <number>", "port to listen at; 0 takes a free one", wholeNumber(0, 65_535), 8080)
		.option("--host <address>", "address to listen at; 0.0.0.0 is all of this machine's", "127.0.0.1")
		.addOption(
			new Option(
				"--token <token>",
				"accept deliveries with this token; one of --bearer, --header, --query and --basic says how it is sent",
			).env("AZEER_TOKEN"),
		)
		.option("--no-token", "accept deliveries from anybody")
		.option("--bearer", "the token is in Authorization: Bearer")
		.option("--header <name>", "the token is in this header")
		.option("--query <name>", "the token is in this parameter of the address")
		.option("--basic <user>", "the token is the password of this user")
		.option("--log <file>", "file to which deliveries are appended", "deliveries.ndjson")
		.option("--rotate <size>", "begin a new file before this one has more bytes, such as 100M", value.size)
		.option("--max-bytes <size>", "largest body", value.size, MIB)
		.option("--show", "show phone numbers and texts")
		.action(listen);
	examples(command, [
		["See what Azeer sends, and how it sends the token", "listen --no-token --log deliveries.ndjson"],
		["Accept a token in a header, in a new file every 100 MB", "listen --header x-token --rotate 100M"],
		["Look at the log", "check deliveries.ndjson --pointer /body"],
	]);
}

async function listen(options: ListenOptions): Promise<void> {
	const { host, port, maxBytes, show = false } = options;
	const { authenticate, secrets } = authentication(options);
	const signal = interruption();
	const log = await DurableLog.open(options.log, options.rotate).catch((error: unknown) => {
		throw systemFailure(options.log, error);
	});
	let kept = 0;
	const onReceived = (received: Received) => {
		kept += received.status === 202 ? 1 : 0;
		print(receivedLine(received, show));
	};
	const onError = (error: unknown) => note(`not kept: ${systemFailure(options.log, error).message}`);
	const service = await startService({
		host,
		port,
		maxBytes,
		authenticate,
		secrets,
		log,
		onReceived,
		onError,
	}).catch((error: unknown) => {
		throw systemFailure(`${host}:${port}`, error);
	});
	note(`listening at ${service.url}; deliveries go to ${options.log}; Ctrl-C ends`);
	await once(signal, "abort");
	await service.close();
	await log.close();
	note(`${plural(kept, "delivery", "deliveries")} kept in ${options.log}`);
}
