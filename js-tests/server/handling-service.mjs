// A service with a processor and a store, as docs/receiving.md has them: node handling-service.mjs OPTIONS
//
// OPTIONS is JSON: `client`, `at` (a port or a file), `lease`, `deadline`, and `log`, a file to which it writes one line when a handler
// begins and one for each outcome: the message_id, what it is, and the id of this process. The handler of a message with the text "wait"
// goes on once somebody has asked for /go. With `isDeaf`, nobody listens to the errors of the client. `limits` are further options of it.

import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout } from "node:timers/promises";
import {
	createProcessor,
	createReceiver,
	redisStore,
	sqlSchema,
	sqlStore,
	toNodeListener,
	unauthenticated,
} from "azeer-webhooks/server";
import { opened } from "./sqlite.mjs";

const { client, at, lease, deadline, log, isDeaf = false, limits = {} } = JSON.parse(process.argv[2]);

const listen = (emitter) => {
	if (!isDeaf) {
		emitter.on("error", (error) => console.error(error.message));
	}
};

const stores = {
	async pg() {
		const { default: pg } = await import("pg");
		const pool = new pg.Pool({ host: "127.0.0.1", port: at, user: "postgres", ...limits });
		listen(pool);
		for (const statement of sqlSchema("postgres")) {
			await pool.query(statement);
		}
		return sqlStore(async (sql, parameters) => (await pool.query(sql, parameters)).rows, {
			dialect: "postgres",
		});
	},
	async redis() {
		const { createClient } = await import("redis");
		const redis = createClient({ socket: { host: "127.0.0.1", port: at } });
		listen(redis);
		await redis.connect();
		return redisStore((command) => redis.sendCommand(command));
	},
	async ioredis() {
		const { default: Redis } = await import("ioredis");
		const redis = new Redis(at, "127.0.0.1", limits);
		listen(redis);
		return redisStore(([name, ...args]) => redis.call(name, ...args));
	},
	"node:sqlite": () => inFile("node:sqlite"),
	"better-sqlite3": () => inFile("better-sqlite3"),
};

async function inFile(driver) {
	const { exec, run } = await opened(driver, at);
	exec("PRAGMA journal_mode = WAL");
	for (const statement of sqlSchema("sqlite")) {
		exec(statement);
	}
	return sqlStore(run, { dialect: "sqlite" });
}

const waiting = [];
const note = (id, what) => appendFileSync(log, `${id} ${what} ${process.pid}\n`);
const processor = createProcessor({
	store: await stores[client](),
	lease,
	on: {
		incoming_msg: {
			text: async ({ message_id, text }) => {
				note(message_id, "begun");
				if (text === "wait") {
					await new Promise((resolve) => waiting.push(resolve));
				} else {
					await setTimeout(5);
				}
			},
		},
	},
});
const receiver = createReceiver({
	authenticate: unauthenticated(),
	deadline,
	deliver: async (delivery) => {
		const outcome = await processor(delivery);
		note(outcome.event.message_id, outcome.outcome);
		return outcome;
	},
	onError: (error) => console.error(error.message),
});
const listener = toNodeListener(receiver);

const server = createServer((request, response) => {
	if (request.url === "/go") {
		for (const go of waiting.splice(0)) {
			go();
		}
		response.end();
	} else {
		listener(request, response);
	}
});
// A connection that is closed while a request is on its way to it would be a failure of the test.
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log(`listening at ${server.address().port}`));
// It ends with the test.
process.stdin.resume().on("end", () => process.exit());
