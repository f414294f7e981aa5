// Measures the endpoints of endpoint.mjs in turns, with the same deliveries.

import assert from "node:assert/strict";
import { random } from "../../random.mjs";
import { started } from "./child.mjs";
import { eventsFrom } from "./events.mjs";
import { Sender } from "./sender.mjs";

/** The endpoints. All are compared with the second one. */
const ENDPOINTS = {
	ours: "azeer-webhooks in node:http",
	withZod: "express.json() and zod 4 in Express 5",
	mounted: "azeer-webhooks in Express 5",
};

/** A round is as many deliveries to each endpoint. Compiled code settles in the first ones, which are not counted. */
const DELIVERIES = 4000;
const WARM_ROUNDS = 4;
const CONNECTIONS = 32;
const MEGABYTE = 1e6;

/** Measures the endpoints. Resolves to a row of medians for each. */
export async function compare({ seed, rounds }) {
	const events = eventsFrom(random(seed));
	const running = new Map();
	const samples = Object.fromEntries(Object.keys(ENDPOINTS).map((name) => [name, []]));
	try {
		for (const name of Object.keys(ENDPOINTS)) {
			const endpoint = await started("endpoint.mjs", { name });
			running.set(name, { ...endpoint, sender: new Sender(endpoint.port, CONNECTIONS) });
		}
		for (let round = 0; round < WARM_ROUNDS + rounds; round++) {
			const bodies = Array.from({ length: DELIVERIES }, () =>
				Buffer.from(JSON.stringify(events.documented().value)),
			);
			// In another order each time.
			for (let at = 0; at < running.size; at++) {
				const name = Object.keys(ENDPOINTS)[(round + at) % running.size];
				const sample = await timed(running.get(name).sender, bodies);
				if (round >= WARM_ROUNDS) {
					samples[name].push(sample);
				}
			}
		}
	} finally {
		for (const { sender, end } of running.values()) {
			sender.close();
			await end();
		}
	}
	const rows = Object.entries(ENDPOINTS).map(([endpoint, title]) => ({
		endpoint,
		title,
		...medians(samples[endpoint], samples.withZod),
	}));
	return { rounds, deliveries: DELIVERIES, connections: CONNECTIONS, rows };
}

/** Sends all bodies, and each connection its next one as soon as the last is answered. */
async function timed(sender, bodies) {
	const before = await sender.asked("/state");
	const took = [];
	let at = 0;
	const connection = async () => {
		while (at < bodies.length) {
			const body = bodies[at++];
			const start = performance.now();
			const { status, text } = await sender.post({ path: "/azeer", body });
			took.push(performance.now() - start);
			assert.equal(status, 200, text);
		}
	};
	const start = performance.now();
	await Promise.all(Array.from({ length: CONNECTIONS }, connection));
	const seconds = (performance.now() - start) / 1000;
	const after = await sender.asked("/state");
	assert.equal(after.handled - before.handled, bodies.length, "handled");
	took.sort((a, b) => a - b);
	const quantile = (part) => took[Math.ceil(part * took.length) - 1];
	return {
		deliveriesPerSecond: bodies.length / seconds,
		p50: quantile(0.5),
		p90: quantile(0.9),
		p99: quantile(0.99),
		max: quantile(1),
		microseconds: (after.microseconds - before.microseconds) / bodies.length,
		heap: after.heapUsed / MEGABYTE,
		rss: after.rss / MEGABYTE,
	};
}

function median(list) {
	return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
}

/** The median of each figure; and those of the ratios of time to `others`, which were measured in the same rounds. */
function medians(samples, others) {
	const ratio = (figure) => two(median(samples.map((it, round) => figure(it) / figure(others[round]))));
	const of = (name) => median(samples.map((it) => it[name]));
	return {
		deliveriesPerSecond: Math.round(of("deliveriesPerSecond")),
		...Object.fromEntries(["p50", "p90", "p99", "max"].map((name) => [name, two(of(name))])),
		microseconds: Math.round(of("microseconds")),
		time: ratio(({ deliveriesPerSecond }) => 1 / deliveriesPerSecond),
		processorTime: ratio(({ microseconds }) => microseconds),
		heap: Math.round(of("heap")),
		rss: Math.round(of("rss")),
	};
}

const two = (number) => Number(number.toFixed(2));
