// Every documented member of every event, by the published schema: what is built is what came.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { parse, safeParse } from "azeer-webhooks";
import { nameOf, sampleOf, shapesOf } from "../bench/shapes.mjs";

const shapes = shapesOf(createRequire(import.meta.url)("azeer-webhooks/schema.json"));

for (const shape of shapes) {
	test(nameOf(shape), () => {
		const sample = sampleOf(shape);
		const built = (value) => {
			const event = parse(JSON.stringify(value));
			// The message without its content is unknown.
			assert.deepEqual(event.webhook_event_type === "unknown" ? event.payload : event, value);
		};
		built(sample);
		assert.deepEqual(Object.keys(parse(JSON.stringify(sample))).sort(), Object.keys(sample).sort());
		for (const { name, optional } of shape.members) {
			const { error } = safeParse(JSON.stringify({ ...sample, [name]: [] }));
			assert.deepEqual(
				error?.issues.map(({ code, path }) => [code, path]),
				[["wrong_type", `/${name}`]],
				name,
			);
			if (optional) {
				built({ ...sample, [name]: null });
				const { [name]: _, ...others } = sample;
				built(others);
			}
		}
		const { error } = safeParse(JSON.stringify({ ...sample, "not documented": 1 }), { strict: true });
		assert.deepEqual(
			error?.issues.map(({ code, path }) => [code, path]),
			[["undocumented_member", "/not documented"]],
		);
	});
}
