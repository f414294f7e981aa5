// One endpoint in three ways: node --expose-gc endpoint.mjs '{ "name": … }'. GET /state collects garbage and tells what was used.

import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createProcessor, createReceiver, header, memoryStore, toNodeListener } from "azeer-webhooks/server";
import express from "express";
import { schemaOf } from "../../bench/contestants/zod.mjs";
import { shapesOf } from "../../bench/shapes.mjs";
import { TOKEN } from "./settings.mjs";

let handled = 0;
const handle = async (event) => {
	handled += event.webhook_event_type === undefined ? 0 : 1;
};

function ours() {
	return toNodeListener(
		createReceiver({
			authenticate: header("x-token", TOKEN),
			deliver: createProcessor({ store: memoryStore(), on: { other: handle }, onInvalid: console.error }),
			onError: console.error,
		}),
	);
}

function mounted() {
	const app = express();
	app.all("/azeer", ours());
	return app;
}

/** As one writes it by hand, with care. */
function withZod() {
	const schema = schemaOf(shapesOf(createRequire(import.meta.url)("azeer-webhooks/schema.json")));
	const digest = (text) => createHash("sha256").update(text).digest();
	const token = digest(TOKEN);
	const seen = new Set();
	/** Contacts and broadcasts have no id of their own. */
	const idOf = ({ id, webhook_event_type, contact_id, broadcast_id, timestamp, broadcast_updated_at }) =>
		id ?? `${webhook_event_type} ${contact_id ?? broadcast_id} ${broadcast_updated_at ?? timestamp}`;

	const app = express();
	app.use((request, response, next) => {
		if (timingSafeEqual(digest(request.get("x-token") ?? ""), token)) {
			next();
		} else {
			response.sendStatus(401);
		}
	});
	app.use(express.json({ limit: "1mb" }));
	app.post("/azeer", async (request, response) => {
		const { success, data: event, error } = schema.safeParse(request.body);
		if (!success) {
			console.error(error);
			response.status(422).json(error.issues.map(({ code, path }) => ({ code, path })));
			return;
		}
		const id = idOf(event);
		if (!seen.has(id)) {
			await handle(event);
			seen.add(id);
		}
		response.sendStatus(200);
	});
	return app;
}

const { name } = JSON.parse(process.argv[2]);
const listener = { ours, withZod, mounted }[name]();
const server = createServer((request, response) => {
	if (request.url === "/state") {
		globalThis.gc();
		const { user, system } = process.cpuUsage();
		response.end(JSON.stringify({ handled, microseconds: user + system, ...process.memoryUsage() }));
	} else {
		listener(request, response);
	}
});
server.listen({ port: 0, host: "127.0.0.1" }, () => console.log(`listening at ${server.address().port}`));
// It ends with the test.
process.stdin.resume().on("end", () => process.exit());
