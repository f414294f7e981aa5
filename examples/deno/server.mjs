import { createProcessor, createReceiver, deliveryToText, header, memoryStore } from "azeer-webhooks/server";

const [PORT = "8080", TOKEN] = [Deno.env.get("PORT"), Deno.env.get("TOKEN")];

/** Appends a delivery to a file, and waits until it is on the disk. The file holds what people wrote. */
const keep = async (_, delivery) => {
	using file = await Deno.open("kept.ndjson", { append: true, create: true });
	let rest = new TextEncoder().encode(`${deliveryToText(delivery)}\n`);
	while (rest.length > 0) {
		rest = rest.subarray(await file.write(rest));
	}
	await file.sync();
};

const processor = createProcessor({
	store: memoryStore(),
	on: {
		incoming_msg: (message) => console.log("in", message.message_id),
		outgoing_msg: (message) => console.log("out", message.message_id),
		unknown: keep, // a later version may know it
	},
	onInvalid: keep,
});

const receiver = createReceiver({
	authenticate: header("x-token", TOKEN),
	deliver: processor,
	onError: (error) => console.error("failed:", error?.name), // its message can quote what a person wrote
});

Deno.serve({ port: Number(PORT) }, (request) => {
	const { pathname } = new URL(request.url);
	return pathname === "/azeer" ? receiver(request) : new Response("Not Found", { status: 404 });
});
