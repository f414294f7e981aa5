// A consumer that is killed: it handles deliveries with a store in a SQLite file, and counts in that file how often each handler has run.
//
//   node crash.mjs FILE hang LEASE      claims one delivery, prints that, and never ends
//   node crash.mjs FILE once LEASE      handles one delivery and prints the outcome
//   node crash.mjs FILE all COUNT       handles as many, each until it is done, and prints each and how often each was handled

import { setTimeout } from "node:timers/promises";
import { createProcessor, sqlSchema, sqlStore, toDelivery } from "azeer-webhooks/server";
import { fixtures } from "../suite.mjs";
import { opened } from "./sqlite.mjs";

const [, , file, mode, number] = process.argv;
const { exec, run } = await opened("node:sqlite", file);
for (const statement of sqlSchema("sqlite")) {
	exec(statement);
}
exec("CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, times INTEGER NOT NULL)");

const text = JSON.parse(fixtures.get("01-incoming-text"));
const store = sqlStore(run, { dialect: "sqlite" });
const count = ({ message_id }) =>
	run("INSERT INTO runs VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET times = times + 1", [message_id]);
const processor = (handler, lease) =>
	createProcessor({ store, lease, on: { incoming_msg: { text: handler } } });
const delivery = (message_id) => toDelivery(JSON.stringify({ ...text, message_id }));

switch (mode) {
	case "hang": {
		const handle = async () => {
			console.log("claimed: yes");
			await setTimeout(600_000);
		};
		await processor(handle, Number(number))(delivery(1));
		break;
	}
	case "once": {
		const { outcome } = await processor(count, Number(number))(delivery(1));
		console.log(`outcome ${JSON.stringify({ outcome })}`);
		break;
	}
	default: {
		// A killed consumer's claim is waited for.
		const process = processor(count, 200);
		for (let id = 1; id <= Number(number); id++) {
			while ((await process(delivery(id))).retry) {
				await setTimeout(20);
			}
			console.log(`done: ${id}`);
		}
		const runs = await run("SELECT id, times FROM runs ORDER BY id", []);
		console.log(`outcome ${JSON.stringify({ runs })}`);
	}
}
