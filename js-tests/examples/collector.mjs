// A collector of metrics that speaks OTLP over HTTP, with JSON.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { fixtures } from "../suite.mjs";

/** What people wrote in the fixtures, except plain words, which names of metrics may have. */
const personal = [...fixtures.values()].flatMap((body) =>
	[
		...body.matchAll(/"(?:contact_name|contact_display_name|text|from|to|body)": *"(?![a-z]+")([^"]{3,})"/g),
	].map(([, it]) => it),
);

export async function openCollector() {
	const exports = [];
	const server = createServer(async (request, response) => {
		exports.push(await text(request));
		response.setHeader("content-type", "application/json").end("{}");
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

	/** The sum of a metric by the values of an attribute, as it was exported last. */
	const counted = (name, attribute) => {
		const [resource] = JSON.parse(exports.at(-1) ?? "{}").resourceMetrics ?? [];
		const metric = resource?.scopeMetrics.flatMap((it) => it.metrics).find((it) => it.name === name);
		const counts = {};
		for (const { attributes, asInt, asDouble, count } of (metric?.sum ?? metric?.histogram)?.dataPoints ??
			[]) {
			const value = attributes.find(({ key }) => key === attribute)?.value;
			const label = value?.stringValue ?? value?.intValue ?? value?.doubleValue ?? "";
			counts[label] = (counts[label] ?? 0) + Number(asInt ?? asDouble ?? count);
		}
		return counts;
	};

	return {
		endpoint: `http://127.0.0.1:${server.address().port}`,
		/** Checks that each request is counted by the status of its answer, and each delivery by its outcome. */
		async assertCounts(statuses) {
			const status = () => counted("azeer.requests", "http.response.status_code");
			for (let tries = 50; tries > 0 && JSON.stringify(status()) !== JSON.stringify(statuses); tries--) {
				await setTimeout(100);
			}
			assert.deepEqual(status(), statuses);
			const outcomes = counted("azeer.deliveries", "azeer.outcome");
			assert.deepEqual(outcomes, { handled: 11, duplicate: 2, ignored: 4, invalid: 6 });
			assert.deepEqual(counted("azeer.delivery.duration", "azeer.outcome"), outcomes);
			assert.deepEqual(counted("azeer.deliveries", "azeer.issue"), {
				"": 17,
				wrong_type: 1,
				unexpected_end: 5,
			});
			assert.ok(personal.length > 20, String(personal));
			for (const words of personal) {
				assert.ok(!exports.join("").includes(words), words);
			}
		},
		close: () => server.close(),
	};
}
