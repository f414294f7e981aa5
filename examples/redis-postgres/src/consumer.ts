import { createServer } from "node:http";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { createProcessor, deliveryFromText, deliveryKey } from "azeer-webhooks/server";
import { batched } from "./batched.js";
import {
	answers,
	type Body,
	createPartition,
	createTables,
	following,
	type InvalidBody,
	writeBodies,
	writeInvalid,
} from "./database.js";
import { logError } from "./log.js";
import { answersProbe } from "./probes.js";
import { settings } from "./settings.js";
import { acknowledge, bury, connected, createGroup, type Entry, leave, left, read, trim } from "./stream.js";
import { Outage, pool } from "./transaction.js";

/** Each consumer needs a name of its own: what it has read and not acknowledged is kept under it. */
const name = `${hostname()}-${process.pid}`;
const redis = connected();
/** A blocking read holds up everything else on its connection. */
const reader = connected();
const stopping = new AbortController();

const save = batched((rows: Body[]) => writeBodies(rows, stopping.signal));
const archive = batched((rows: InvalidBody[]) => writeInvalid(rows, stopping.signal));

const handle = createProcessor({
	on: {
		// All events, unknown ones too: a later version may know them.
		other: (event, { body, receivedAt }) => {
			// The last part is a digest of all content. The others can be as long as the sender likes, and have a NUL.
			const key = deliveryKey(event).slice(-32);
			return save({ key, receivedAt, event: event.webhook_event_type, body: body as string });
		},
	},
	onInvalid: ({ issues }, { body, receivedAt }) =>
		archive({ receivedAt, issues: JSON.stringify(issues), body: Buffer.from(body as string) }),
});

/** Handles entries, and acknowledges each that is done. One that has failed is taken up again by `takeOver`. */
async function consume(entries: Entry[]): Promise<void> {
	const done: string[] = [];
	await Promise.all(
		entries.map(async (entry) => {
			const failure = await failureOf(entry);
			if (failure === undefined) {
				done.push(entry.id);
				return;
			}
			const { error } = failure;
			logError(`${entry.id} has failed`, error);
			if (entry.tries >= settings.maxTries && !(error instanceof Outage)) {
				await bury(redis, entry, String(error));
			}
		}),
	);
	await acknowledge(redis, done);
}

/** What was thrown, which can be anything; `undefined` if the entry is done. */
async function failureOf({ message }: Entry): Promise<{ readonly error: unknown } | undefined> {
	try {
		const outcome = await handle(deliveryFromText(message.delivery as string));
		return outcome.outcome === "failed" ? outcome : undefined;
	} catch (error) {
		// The text is no delivery.
		return { error };
	}
}

/** Handles what a consumer that has died, or a try that has failed, has left. */
async function takeOver(): Promise<void> {
	for await (const entry of left(redis, name)) {
		if (entry.tries > settings.maxTries) {
			await bury(redis, entry, "no consumer that was given it has finished");
		} else {
			await consume([entry]);
		}
		if (stopping.signal.aborted) {
			return;
		}
	}
}

async function upkeep(): Promise<void> {
	const month = new Date().toISOString().slice(0, 7);
	await createPartition(month, stopping.signal);
	await createPartition(following(month), stopping.signal);
	await takeOver();
	await trim(redis);
}

/** Reads and handles until it is to stop. */
async function run(): Promise<void> {
	let isSetUp = false;
	let nextUpkeep = 0;
	while (!stopping.signal.aborted) {
		if (!redis.isReady || !reader.isReady) {
			await setTimeout(100);
			continue;
		}
		try {
			if (!isSetUp) {
				await createGroup(redis);
				await createTables(stopping.signal);
				isSetUp = true;
			}
			if (Date.now() >= nextUpkeep) {
				await upkeep();
				nextUpkeep = Date.now() + settings.takeOverMs / 10;
			}
			await consume(await read(reader, name));
		} catch (error) {
			logError("consumer", error);
			// Redis may be away, or be back without the group (NOGROUP).
			isSetUp = false;
			await setTimeout(500);
		}
	}
}

const server = createServer((request, response) => {
	const isReady = async () => (await redis.ping()) === "PONG" && (await answers());
	if (!answersProbe(request, response, isReady)) {
		response.writeHead(404).end();
	}
});
server.listen(settings.port, () => console.log("listening"));

const stop = () => stopping.abort();
process.once("SIGTERM", stop).once("SIGINT", stop);

try {
	await run();
	await leave(redis, name).catch((error) => logError("consumer", error));
} finally {
	// What is still connected keeps the process alive.
	server.close();
	redis.destroy();
	reader.destroy();
	await pool.end();
}
