import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Answers the questions of an orchestrator, and tells whether it was one. `/health` is whether to restart the process: it answers, so no.
 * `/ready` is whether to send it anything. That must not be mixed up: restarting does not bring back a database.
 */
export function answersProbe(
	request: IncomingMessage,
	response: ServerResponse,
	isReady: () => Promise<boolean>,
): boolean {
	switch (request.url) {
		case "/health":
			response.writeHead(204).end();
			return true;
		case "/ready":
			isReady()
				.catch(() => false)
				.then((is) => response.writeHead(is ? 204 : 503).end());
			return true;
		default:
			return false;
	}
}
