import { appendFileSync } from "node:fs";
import { createProcessor, createReceiver, deliveryToText, header, memoryStore } from "azeer-webhooks/server";

/**
 * Appends a delivery to a file, and waits until it is on the disk. The first line break ends a line that a crash has cut short. The file
 * holds what people wrote.
 */
const keep = (_, delivery) =>
	appendFileSync("kept.ndjson", `\n${deliveryToText(delivery)}\n`, { flag: "as" });

const processor = createProcessor({
	store: memoryStore(),
	on: {
		incoming_msg: (message) => console.log("in", message.message_id),
		outgoing_msg: (message) => console.log("out", message.message_id),
		unknown: keep, // a later version may know it
	},
	onInvalid: keep,
});

let receiver;

export function POST(request) {
	// Not earlier, because `next build` loads this file too, and has no token.
	receiver ??= createReceiver({
		authenticate: header("x-token", process.env.TOKEN),
		deliver: processor,
		onError: (error) => console.error("failed:", error?.name), // its message can quote what a person wrote
	});
	return receiver(request);
}
