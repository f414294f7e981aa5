import { appendFile } from "node:fs/promises";
import {
	createProcessor,
	createReceiver,
	deliveryToText,
	header,
	memoryStore,
	toLambdaHandler,
} from "azeer-webhooks/server";

const { KEPT = "/tmp/kept.ndjson", TOKEN } = process.env;

/** Appends a delivery to a file. It holds what people wrote. Lambda drops the file: put it into a bucket instead. */
const keep = (_, delivery) => appendFile(KEPT, `${deliveryToText(delivery)}\n`, { flush: true });

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

export const handler = toLambdaHandler(receiver);
