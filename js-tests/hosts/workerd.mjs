// The worker of workerd.test.mjs: makes outcomes of the cases it is sent, by string and by bytes.

import { safeParse, toWire } from "azeer-webhooks";
import { inspect } from "azeer-webhooks/inspect";
import { outcome } from "../outcome.mjs";

export default {
	async fetch(request) {
		const bodies = await request.json();
		const bytesOf = ({ body, hex }) =>
			hex === undefined
				? new TextEncoder().encode(body)
				: Uint8Array.from(hex.match(/../g), (it) => Number.parseInt(it, 16));
		const results = bodies.map((it) => {
			const given = [bytesOf(it), it.body].filter((body) => body !== undefined);
			return given.map((body) => {
				const result = safeParse(body, it.options);
				const wire = result.ok ? toWire(result.event) : undefined;
				return { outcome: outcome(result), wire, tier: inspect(body, it.options).tier };
			});
		});
		return Response.json(results);
	},
};
