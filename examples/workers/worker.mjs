import { createProcessor, createReceiver, header, sqlStore } from "azeer-webhooks/server";

let receiver;

/** Remembers in the database which deliveries are handled. */
const storeIn = ({ DB }) =>
	sqlStore(
		async (sql, parameters) =>
			(
				await DB.prepare(sql)
					.bind(...parameters)
					.all()
			).results,
		{
			dialect: "sqlite",
		},
	);

/** The table holds what people wrote. */
const keepIn =
	({ DB }) =>
	(_, { body, receivedAt }) =>
		DB.prepare("INSERT INTO kept (received_at, body) VALUES (?, ?)").bind(receivedAt, body).run();

function makeReceiver(env) {
	const keep = keepIn(env);
	const processor = createProcessor({
		store: storeIn(env),
		on: {
			incoming_msg: (message) => console.log("in", message.message_id),
			outgoing_msg: (message) => console.log("out", message.message_id),
			unknown: keep, // a later version may know it
		},
		onInvalid: keep,
	});
	return createReceiver({
		authenticate: header("x-token", env.TOKEN),
		deliver: processor,
		onError: (error) => console.error("failed:", error?.name), // its message can quote what a person wrote
	});
}

export default {
	fetch(request, env, context) {
		if (new URL(request.url).pathname !== "/azeer") {
			return new Response(null, { status: 404 });
		}
		receiver ??= makeReceiver(env);
		return receiver(request, context);
	},
	// Each hour, as wrangler.jsonc says: nothing else removes the keys of old deliveries.
	scheduled: (_, env) => storeIn(env).removeExpired(),
};
