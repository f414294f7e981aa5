// Random sequences of readings that go on side by side. Each result is compared with that of a fresh copy of the parser: what else
// is read must not matter.

import assert from "node:assert/strict";
import { test } from "node:test";
import { safeParse } from "azeer-webhooks";
import { countEvents, readEvents } from "azeer-webhooks/logs";
import { random } from "../random.mjs";
import { Bodies } from "../sequences/bodies.mjs";
import { copies, core } from "../sequences/copies.mjs";
import { lines as expected } from "../sequences/oracle.mjs";
import { fixtures } from "../suite.mjs";
import { cut } from "./chunks.mjs";

const SEED = Number(process.env.SEED ?? 1);
const STEPS = Number(process.env.STEPS ?? 3000);
/** How many readings are open at once. */
const OPEN = 3;

const { slim } = await import(`data:text/javascript,${encodeURIComponent(copies)}`);
const module = new WebAssembly.Module(core);
const plain = ({ ok, event, error, line }) =>
	JSON.stringify(ok ? { ok, line, event } : { ok, line, issues: error.issues, more: error.more });

class Sequence {
	#next;
	#bodies;
	#open = [];
	results = 0;

	constructor(seed) {
		this.#next = random(seed);
		this.#bodies = new Bodies(this.#next, [...fixtures.values()]);
	}

	async step(number) {
		const kind = this.#next();
		if (number % 100 === 0) {
			this.#bodies.renew();
		}
		if (kind < 0.2 && this.#open.length < OPEN) {
			this.#open.push(await this.#begin());
		} else if (kind < 0.8) {
			await this.#take();
		} else if (kind < 0.85) {
			await this.#count();
		} else if (kind < 0.87) {
			await this.#open.pop()?.events.return();
		} else {
			safeParse(this.#bodies.body());
		}
	}

	#log() {
		const bytes = Buffer.from(this.#bodies.bytes(this.#bodies.lines()));
		return { bytes, chunks: cut(bytes, this.#next, 2000) };
	}

	/** Results of a copy that has read nothing else, and of the oracle, which shares no code with it. */
	async #begin() {
		const { bytes, chunks } = this.#log();
		const fresh = await slim(module);
		const wanted = [...fresh.parseMany(bytes)];
		assert.deepEqual(
			wanted.map(({ ok, line }) => [ok, line]),
			expected(bytes).map(({ ok, line }) => [ok, line]),
		);
		return { events: readEvents(chunks), wanted };
	}

	async #take() {
		const reading = this.#open[Math.floor(this.#next() * this.#open.length)];
		if (reading === undefined) {
			return;
		}
		const { value, done } = await reading.events.next();
		const wanted = reading.wanted.shift();
		assert.equal(done === true, wanted === undefined);
		if (done) {
			this.#open = this.#open.filter((it) => it !== reading);
		} else {
			assert.equal(plain(value), plain(wanted));
			assert.equal(value.offset, wanted.offset);
			this.results += 1;
		}
	}

	async #count() {
		const { bytes, chunks } = this.#log();
		const all = [...(await slim(module)).parseMany(bytes)];
		const { valid, unknown, invalid, undocumented } = await countEvents(chunks);
		const isUnknown = ({ event }) => event?.webhook_event_type === "unknown";
		const good = all.filter(({ ok }) => ok);
		assert.deepEqual(
			[valid, unknown, invalid],
			[good.filter((it) => !isUnknown(it)).length, good.filter(isUnknown).length, all.length - good.length],
		);
		for (const { name, line } of undocumented) {
			const { event } = all.find((it) => it.line === line);
			assert.ok(
				Object.keys(event.payload ?? event).some((it) => it.startsWith(name)),
				name,
			);
		}
	}
}

test(`${STEPS} steps, seed ${SEED}`, async () => {
	const sequence = new Sequence(SEED);
	for (let number = 0; number < STEPS; number++) {
		try {
			await sequence.step(number);
		} catch (error) {
			throw new Error(`seed ${SEED}, step ${number}: ${error.message}`, { cause: error });
		}
	}
	assert.ok(sequence.results > STEPS / 5, String(sequence.results));
});
