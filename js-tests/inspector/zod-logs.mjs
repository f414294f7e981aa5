// What a page without the package would read logs with: lines, `JSON.parse` and zod. It takes the place of azeer-webhooks/logs in figures.mjs.

import schema from "azeer-webhooks/schema.json";
import { create } from "../bench/contestants/zod.mjs";
import { shapesOf } from "../bench/shapes.mjs";

// The page's policy forbids `eval`.
const parse = create(shapesOf(schema), { jitless: true });
const decoder = new TextDecoder();

function result(bytes, line, offset) {
	try {
		return { ok: true, event: parse(decoder.decode(bytes)), line, offset, bytes };
	} catch (error) {
		return { ok: false, error, line, offset, bytes };
	}
}

export async function* readEvents(file, { signal, onProgress = () => {} } = {}) {
	let rest = new Uint8Array();
	let [line, offset, read] = [1, 0, 0];
	for await (const chunk of file.stream()) {
		signal?.throwIfAborted();
		const bytes = new Uint8Array(rest.length + chunk.length);
		bytes.set(rest);
		bytes.set(chunk, rest.length);
		let at = 0;
		for (let feed = bytes.indexOf(10); feed >= 0; feed = bytes.indexOf(10, at)) {
			if (feed > at) {
				yield result(bytes.slice(at, feed), line, offset + at);
			}
			line += 1;
			at = feed + 1;
		}
		rest = bytes.slice(at);
		offset += at;
		read += chunk.length;
		onProgress({ bytes: read });
	}
	if (rest.length > 0) {
		yield result(rest, line, offset);
	}
}
