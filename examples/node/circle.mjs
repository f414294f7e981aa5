// The command line, in a circle: `listen` keeps what `replay` posts, and `check` reads the log.
//
//   node circle.mjs

import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";

const LOG = "deliveries.ndjson";

/** Starts a command. `stderr` is where it says what it does. */
function started(command, stderr = "inherit") {
	console.log(`\n$ npx azeer-webhooks ${command}`);
	const args = ["node_modules/azeer-webhooks/dist/cli.js", ...command.split(" ")];
	return spawn(process.execPath, args, { stdio: ["ignore", "inherit", stderr] });
}

/** Runs a command to its end. Throws if its exit code is not the one that is wanted. */
async function ran(command, wanted = 0) {
	const [code] = await once(started(command), "close");
	if (code !== wanted) {
		throw new Error(`the exit code is ${code}, not ${wanted}`);
	}
}

rmSync(LOG, { force: true });
const listen = started(`listen --no-token --port 0 --log ${LOG}`, "pipe");
listen.stderr.pipe(process.stderr);
try {
	const [said] = await once(listen.stderr, "data");
	const [url] = /http:\S+(?=;)/.exec(said);
	await ran(`replay --fixtures --duplicates 30% --to ${url}`);
	await ran("sample 10 --broken 30% -o sample.ndjson");
	await ran(`replay sample.ndjson --shuffle --to ${url}`);
} finally {
	listen.kill("SIGINT");
	await once(listen, "close");
}
await ran(`check ${LOG} --pointer /body --max-errors 1`, 1);
