// Requests as text over a socket.

import { connect } from "node:net";

/** Sends text over a socket; resolves to all that comes until the server closes, or until `enough` has come. */
export function spoken(port, text, enough) {
	return new Promise((resolve, reject) => {
		let answer = "";
		const socket = connect(port, "127.0.0.1", () => socket.write(text));
		socket.setTimeout(10_000, () => reject(new Error(`nothing more has come: ${answer}`)));
		socket.on("error", reject);
		socket.on("data", (part) => {
			answer += part;
			if (enough?.(answer)) {
				socket.destroy();
			}
		});
		socket.on("close", () => resolve(answer));
	});
}
/** The head of a request that is the last one of its connection. */
export const head = (...lines) =>
	`${["POST /azeer?a=1 HTTP/1.1", ...lines, "connection: close", "", ""].join("\r\n")}`;
