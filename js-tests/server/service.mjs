// A service that counts, for faults.test.mjs: node service.mjs '{ "token": …, "deadline": … }'. GET /state tells what it has counted.

import { createServer } from "node:http";
import { createReceiver, header, toNodeListener, unauthenticated } from "azeer-webhooks/server";

const { token, deadline } = JSON.parse(process.argv[2]);
const counts = { deliveries: 0, statuses: {} };
const receiver = createReceiver({
	authenticate: token === undefined ? unauthenticated() : header("x-token", token),
	deadline,
	deliver: async () => {
		counts.deliveries++;
	},
	observe: ({ status }) => {
		counts.statuses[status] = (counts.statuses[status] ?? 0) + 1;
	},
	onError: (error) => console.error(error),
});
const listener = toNodeListener(receiver);

const server = createServer((request, response) => {
	if (request.url === "/state") {
		// Kilobytes, the most that it ever was.
		const maxRss = process.resourceUsage().maxRSS * 1024;
		response.end(JSON.stringify({ ...counts, maxRss }));
	} else {
		listener(request, response);
	}
});
// A busy machine can take longer than five seconds between two requests, and a request then meets the end of its connection.
server.keepAliveTimeout = 60_000;
server.listen({ port: 0, host: "127.0.0.1", backlog: 2000 }, () =>
	console.log(`listening at ${server.address().port}`),
);
// It ends with the test.
process.stdin.resume().on("end", () => process.exit());
