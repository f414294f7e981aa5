import { appendFileSync } from "node:fs";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import {
	createProcessor,
	createReceiver,
	type Delivery,
	deliveryToText,
	header,
	memoryStore,
	toNodeListener,
} from "azeer-webhooks/server";

const { PORT = "8080", TOKEN = "" } = process.env;

/**
 * Appends a delivery to a file, and waits until it is on the disk. The first line break ends a line that a crash has cut short. The file
 * holds what people wrote.
 */
const keep = (_: unknown, delivery: Delivery) =>
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
const receiver = createReceiver({
	authenticate: header("x-token", TOKEN),
	deliver: processor,
	onError: (error) => console.error("failed:", (error as Error)?.name), // its message can quote what a person wrote
});

@Module({})
class AppModule {}
// The receiver gets the body as it came, because NestJS adds its body parsers at listen().
const app = await NestFactory.create(AppModule, { logger: ["warn", "error"] });
app.use("/azeer", toNodeListener(receiver));
await app.listen(PORT);
