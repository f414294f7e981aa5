// Two bad clients: one leaves in the middle of a body, the other sends a body that is too large.

import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";

const PIECE = Buffer.alloc(16 * 1024, " ");

/** Two ways to tell where the body of a request ends: the header, and a piece of the body. */
const framings = {
	"content-length": {
		header: (size) => `content-length: ${size}`,
		piece: (bytes) => bytes,
	},
	chunked: {
		header: () => "transfer-encoding: chunked",
		piece: (bytes) =>
			Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]),
	},
};
export const framingNames = Object.keys(framings);

/** Begins a request. Resolves to its socket and a function that sends a piece of the body. */
async function begun(port, framing, size, headers) {
	const { header, piece } = framings[framing];
	const socket = connect(port, "127.0.0.1");
	// The server may close the connection. That is not a failure.
	socket.on("error", () => {});
	const write = (data) => new Promise((resolve) => socket.write(data, resolve));
	await write(["POST / HTTP/1.1", "host: localhost", header(size), ...headers, "", ""].join("\r\n"));
	return { socket, send: (bytes) => write(piece(bytes)) };
}

/** Sends the beginning of a body and disconnects. */
export async function leave(port, framing, { headers = [] } = {}) {
	const { socket, send } = await begun(port, framing, 1000, headers);
	await send(Buffer.from('{"webhook_event_type":'));
	// Gives the server time to begin reading.
	await setTimeout(100);
	socket.destroy();
}

/**
 * Sends a body of `size` bytes. After `enough` of them it waits for a refusal, then goes on in any case until the
 * server closes. Resolves to the `status` of the refusal, to the number of bytes `sent`, and to `isStalled`: the server
 * neither read nor closed.
 */
export async function overflow(port, framing, { size, enough, headers = [] }) {
	const { socket, send } = await begun(port, framing, size, headers);
	let isStalled = false;
	socket.setTimeout(10_000, () => {
		isStalled = true;
		socket.destroy();
	});
	let answer = "";
	const refused = new Promise((resolve) => {
		socket.on("close", resolve);
		socket.on("data", (part) => {
			answer += part;
			if (answer.includes("\r\n\r\n")) {
				resolve();
			}
		});
	});
	let sent = 0;
	const sendUpTo = async (end) => {
		while (sent < end && !socket.destroyed) {
			await send(PIECE);
			sent += PIECE.length;
		}
	};
	await sendUpTo(enough);
	await Promise.race([refused, setTimeout(5000, undefined, { ref: false })]);
	const [, status] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
	await sendUpTo(size);
	socket.destroy();
	return { status: Number(status), sent, isStalled };
}
