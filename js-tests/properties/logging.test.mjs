// Compares delivery keys and redacted events of random bodies between the crate, the package, and a few lines of plain
// JavaScript.
//
//   SOAK=5000000 node --test js-tests/properties/logging.test.mjs    more bodies
//   SEED=7 …                                                         other bodies

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { deliveryKey, redact, safeParse } from "azeer-webhooks";
import { random } from "../random.mjs";
import { examples, logging } from "../suite.mjs";
import { bodies, documented } from "./bodies.mjs";

/** One body here takes as long as forty of the other comparisons. */
const RUNS = Math.ceil(Number(process.env.SOAK ?? 200_000) / 40);
const SEED = Number(process.env.SEED ?? 1);

/** The redacted members of the examples, by the table and not by the declaration. */
const shown = logging
	.filter(({ name }) => examples.includes(name))
	.flatMap(({ redacted }) => Object.entries(redacted));
const publicNames = new Set(shown.filter(([, value]) => value !== "[redacted]").map(([name]) => name));

/** The 128-bit FNV-1a hash of a body. */
function fnv(body) {
	let hash = 0x6c62272e07bb014262b821756295c58dn;
	for (const byte of Buffer.from(body)) {
		hash = BigInt.asUintN(128, (hash ^ BigInt(byte)) * 0x1000000000000000000013bn);
	}
	return hash.toString(16).padStart(32, "0");
}

/** The same rules, applied to the result of JSON.parse. */
function expected(body) {
	const wire = new Map(Object.entries(JSON.parse(body)));
	const text = (name) => (typeof wire.get(name) === "string" ? wire.get(name) : "");
	const event = text("webhook_event_type");
	const number = wire.get("message_id");
	let which = ["body", fnv(body)];
	if (event === "incoming_msg" || event === "outgoing_msg") {
		if (text("id") !== "") {
			which = ["id", text("id")];
		} else if (Number.isSafeInteger(number) && number !== 0) {
			which = ["message_id", String(number)];
		}
	}
	const parts = [text("business_id"), event, ...which];
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
	return { key: parts.map((it) => it.replaceAll("~", "~0").replaceAll("/", "~1")).join("/"), redacted };
}

/** The crate's answers for bodies. */
function native(bodies) {
	const args = ["run", "--quiet", "--locked", "--example", "redact"];
	const { status, stdout, stderr } = spawnSync("cargo", args, {
		cwd: fileURLToPath(new URL("../..", import.meta.url)),
		input: bodies.map((body) => `${body}\n`).join(""),
		encoding: "utf8",
		maxBuffer: 2 ** 30,
	});
	assert.equal(status, 0, stderr);
	return stdout
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
}

test("the examples give enough documented names, and the table enough public ones", () => {
	assert.ok(documented.length > 30);
	assert.ok(publicNames.size > 15);
	assert.ok(!publicNames.has("text") && !publicNames.has("from"));
});

test(`${RUNS} bodies, seed ${SEED}`, (t) => {
	const texts = Array.from({ length: RUNS }, bodies(random(SEED)));
	const answers = native(texts);
	assert.equal(answers.length, RUNS);
	const counts = {};
	for (const [i, body] of texts.entries()) {
		const { error, ...answer } = answers[i];
		const result = safeParse(body);
		assert.equal(result.ok, error === undefined, body);
		let kind = "refused";
		if (result.ok) {
			const { event } = result;
			const wanted = expected(body);
			assert.deepEqual(answer, wanted, `the crate, for ${body}`);
			assert.deepEqual(
				{ key: deliveryKey(event, body), redacted: redact(event) },
				wanted,
				`the package, for ${body}`,
			);
			kind = `${event.webhook_event_type === "unknown" ? "unknown" : "known"} by ${wanted.key.split("/")[2]}`;
		}
		counts[kind] = (counts[kind] ?? 0) + 1;
	}
	t.diagnostic(JSON.stringify(counts));
	// Each kind of key must be frequent enough for the comparison to mean something.
	for (const by of ["id", "message_id", "body"]) {
		assert.ok(counts[`known by ${by}`] > RUNS / 100, by);
		assert.ok(counts[`unknown by ${by}`] > RUNS / 100, by);
	}
});
