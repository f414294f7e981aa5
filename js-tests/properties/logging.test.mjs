// Redacted events of random bodies: Rust, the package and a few lines of plain JavaScript agree.
//
//   SOAK=5000000 node --test js-tests/properties/logging.test.mjs    more bodies
//   SEED=7 …                                                         other bodies

import assert from "node:assert/strict";
import { test } from "node:test";
import { redact, safeParse } from "azeer-webhooks";
import { random } from "../random.mjs";
import { examples, logging } from "../suite.mjs";
import { bodies, documented } from "./bodies.mjs";
import { native } from "./native.mjs";

/** One body here takes as long as forty of the other comparisons. */
const RUNS = Math.ceil(Number(process.env.SOAK ?? 200_000) / 40);
const SEED = Number(process.env.SEED ?? 1);

/** The redacted members of the examples, by the table and not by the declaration. */
const shown = logging
	.filter(({ name }) => examples.includes(name))
	.flatMap(({ redacted }) => Object.entries(redacted));
const publicNames = new Set(shown.filter(([, value]) => value !== "[redacted]").map(([name]) => name));

/** The same rules, applied to the result of JSON.parse. */
function expected(body) {
	const wire = new Map(Object.entries(JSON.parse(body)));
	const redacted = {};
	let undocumented = 0;
	for (const [name, value] of wire) {
		if (!documented.includes(name)) {
			undocumented++;
		} else if (value === null) {
			redacted[name] = null;
		} else {
			// JSON has no infinity and no -0. This gives their value in a log.
			const written = JSON.stringify(value);
			const isPlain = publicNames.has(name) && /^[^[{n]/.test(written);
			redacted[name] = isPlain ? JSON.parse(written) : "[redacted]";
		}
	}
	if (undocumented > 0) {
		redacted["[undocumented]"] = undocumented;
	}
	return redacted;
}

test("the examples give enough documented names, and the table enough public ones", () => {
	assert.ok(documented.length > 30);
	assert.ok(publicNames.size > 15);
	assert.ok(!publicNames.has("text") && !publicNames.has("from"));
});

test(`${RUNS} bodies, seed ${SEED}`, (t) => {
	const texts = Array.from({ length: RUNS }, bodies(random(SEED)));
	const answers = native("redact", texts);
	assert.equal(answers.length, RUNS);
	const counts = {};
	for (const [i, body] of texts.entries()) {
		const { error, redacted } = answers[i];
		const result = safeParse(body);
		assert.equal(result.ok, error === undefined, body);
		let kind = "refused";
		if (result.ok) {
			const { event } = result;
			const wanted = expected(body);
			assert.deepEqual(redacted, wanted, `the crate, for ${body}`);
			assert.deepEqual(redact(event), wanted, `the package, for ${body}`);
			kind = event.webhook_event_type === "unknown" ? "unknown" : "known";
		}
		counts[kind] = (counts[kind] ?? 0) + 1;
	}
	t.diagnostic(JSON.stringify(counts));
	// Each kind must be frequent enough for the comparison to mean something.
	assert.ok(counts.known > RUNS / 20);
	assert.ok(counts.unknown > RUNS / 20);
});
