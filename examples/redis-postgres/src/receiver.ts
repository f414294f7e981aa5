import { createServer } from "node:http";
import { createReceiver, header, toNodeListener } from "azeer-webhooks/server";
import { logError } from "./log.js";
import { answersProbe } from "./probes.js";
import { settings } from "./settings.js";
import { add, connected } from "./stream.js";

const redis = connected();
let isStopping = false;

const listener = toNodeListener(
	createReceiver({
		authenticate: header("x-token", settings.token),
		// Redis has it before the answer. If that fails the answer is 500, and Azeer sends the delivery again.
		deliver: (delivery) => add(redis, delivery),
		// Shorter than the ten seconds that Docker gives a container to stop.
		deadline: 5_000,
		onError: (error) => logError("not stored", error),
	}),
);

async function isReady(): Promise<boolean> {
	return !isStopping && (await redis.ping()) === "PONG";
}

const server = createServer((request, response) => {
	if (isStopping) {
		response.setHeader("connection", "close");
	}
	if (!answersProbe(request, response, isReady)) {
		listener(request, response);
	}
});
server.listen(settings.port, () => console.log("listening"));

/** Answers what has come, and ends. */
function stop(): void {
	isStopping = true;
	// Connections that are kept alive are idle again after their answer.
	const closing = setInterval(() => server.closeIdleConnections(), 100);
	server.close(() => {
		clearInterval(closing);
		redis.destroy();
	});
}
process.once("SIGTERM", stop).once("SIGINT", stop);
