// Cuts bytes into chunks, and gives them as sources of many kinds.

import { Readable } from "node:stream";

/** The bytes in chunks whose sizes are random, up to `most`. */
export function cut(bytes, next, most) {
	const chunks = [];
	for (let at = 0; at < bytes.length; ) {
		const end = at + Math.floor(next() * (most + 1));
		chunks.push(bytes.subarray(at, end));
		at = end;
	}
	return chunks;
}

/** A text in chunks, which may cut surrogate pairs. */
export function cutText(text, next, most) {
	const chunks = [];
	for (let at = 0; at < text.length; ) {
		const end = at + Math.floor(next() * (most + 1));
		chunks.push(text.slice(at, end));
		at = end;
	}
	return chunks;
}

const stream = (chunks) =>
	new ReadableStream({
		start(controller) {
			for (const chunk of chunks) {
				controller.enqueue(chunk);
			}
			controller.close();
		},
	});
async function* asynchronous(chunks) {
	yield* chunks;
}

/** Each kind of source, made of chunks of bytes. */
export const sources = {
	"a stream of the web": stream,
	"a stream of Node.js": (chunks) => Readable.from(chunks.filter(({ length }) => length > 0)),
	"an asynchronous iterable": asynchronous,
	"an array": (chunks) => chunks,
	"a generator": function* (chunks) {
		yield* chunks;
	},
	"a Blob": (chunks) => new Blob(chunks),
	"a File": (chunks) => new File(chunks, "log.ndjson"),
	"a Response": (chunks) => new Response(stream(chunks)),
	"a Request": (chunks) =>
		new Request("http://localhost", { method: "POST", body: stream(chunks), duplex: "half" }),
	"array buffers": (chunks) => chunks.map((chunk) => Uint8Array.from(chunk).buffer),
	"data views": (chunks) =>
		chunks.map((chunk) => new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)),
	bytes: (chunks) => Buffer.concat(chunks),
};
