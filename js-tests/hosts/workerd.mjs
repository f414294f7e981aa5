// The worker of workerd.test.mjs: makes outcomes of the cases it is sent, by string and by bytes.

import { safeParse, toWire } from "azeer-webhooks";
import { outcome } from "../outcome.mjs";

export default {
	async fetch(request) {
		const bodies = await request.json();
		const bytesOf = ({ body, hex }) =>
			hex === undefined
				? new TextEncoder().encode(body)
				: Uint8Array.from(hex.match(/../g), (it) => Number.parseInt(it, 16));
		const results = bodies.map((it) => {
			const results = [bytesOf(it), it.body]
				.filter((body) => body !== undefined)
				.map((body) => safeParse(body, it.options));
			return results.map((it) => ({ outcome: outcome(it), wire: it.ok ? toWire(it.event) : undefined }));
		});
		return Response.json(results);
	},
};
