import { customerPhone, messageText, sentAt } from "azeer-webhooks";
import { createProcessor, createReceiver, deliveryKey, header, sqlStore } from "azeer-webhooks/server";

let receiver;

/** Remembers in the database which deliveries are handled. */
function storeIn({ DB }) {
	const run = async (sql, parameters) => {
		const { results } = await DB.prepare(sql)
			.bind(...parameters)
			.all();
		return results;
	};
	return sqlStore(run, { dialect: "sqlite" });
}

/** Writes the text of a message once, even if its handler runs twice. */
function textsIn({ DB }) {
	const insert = `INSERT INTO texts (delivery_key, phone, sent_at, text)
		VALUES (?, ?, ?, ?) ON CONFLICT (delivery_key) DO NOTHING`;
	return async (event) => {
		const text = messageText(event);
		if (text !== null) {
			const sent = sentAt(event)?.toISOString() ?? null;
			await DB.prepare(insert).bind(deliveryKey(event), customerPhone(event), sent, text).run();
		}
	};
}

/** Writes the body of a delivery. */
function keepIn({ DB }) {
	const insert = "INSERT INTO kept (received_at, body) VALUES (?, ?)";
	return (_, { body, receivedAt }) => DB.prepare(insert).bind(receivedAt, body).run();
}

function makeReceiver(env) {
	const saveText = textsIn(env);
	const keep = keepIn(env);
	const processor = createProcessor({
		store: storeIn(env),
		on: {
			async incoming_msg(message) {
				await saveText(message);
				console.log("in", message.message_id);
			},
			async outgoing_msg(message) {
				await saveText(message);
				console.log("out", message.message_id);
			},
			// A later version may know it. It can be a message with a text.
			async unknown(event, delivery) {
				await saveText(event);
				await keep(event, delivery);
			},
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
