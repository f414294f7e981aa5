// A sample of the bodies that fail or drift: bounded, without anything that a person wrote, and true to what is wrong.

import assert from "node:assert/strict";
import { test } from "node:test";
import { safeParse } from "azeer-webhooks";
import { createCapture, createProcessor, toDelivery } from "azeer-webhooks/server";
import { damaged, payload } from "../properties/mutate.mjs";
import { random } from "../random.mjs";
import { fixtures } from "../suite.mjs";

const text = fixtures.get("01-incoming-text");
const contact = fixtures.get("08-contact-insert");

/** SEED=7 makes other random bodies. */
const SEED = Number(process.env.SEED ?? 1);

/** Processes bodies, and returns the report. `options` are those of the sample. */
async function reported(bodies, options, on = { other: () => {} }) {
	const capture = createCapture(options);
	const process = createProcessor({ capture, on });
	for (const body of bodies) {
		await process(typeof body === "object" && "receivedAt" in body ? body : toDelivery(body));
	}
	return capture.report();
}

const bodyOf = async (body, options) => (await reported([body], options)).bodies[0]?.body;

test("an event that is documented and handled is not kept", async () => {
	assert.deepEqual(await reported([text, contact]), { bodies: [], missed: 0 });
	// Nor is one that is a duplicate, ignored or busy.
	assert.deepEqual(await reported([contact], {}, { incoming_msg: () => {} }), { bodies: [], missed: 0 });
});

test("an invalid body is kept with its issues", async () => {
	const body =
		'{"webhook_event_type":"new_contact","contact_name":"Ana 5","contact_id":"12","49170":[1,"Ana"],"timestamp":7}';
	const delivery = { body, receivedAt: "2026-01-02T03:04:05Z" };
	const { bodies } = await reported([delivery, { ...delivery, receivedAt: "2026-01-02T03:04:06Z" }]);
	const [{ issues, ...found }] = bodies;
	assert.deepEqual(found, {
		reason: "invalid",
		body: '{"webhook_event_type":"new_contact","contact_name":"xxxxx","contact_id":"12","xxxxx":[1,"xxx"],"timestamp":7}',
		isCut: false,
		firstAt: "2026-01-02T03:04:05Z",
		lastAt: "2026-01-02T03:04:06Z",
		count: 2,
	});
	const { error } = safeParse(body);
	assert.deepEqual(
		issues,
		error.issues.map(({ code, path, line, column }) => ({ code, path, line, column })),
	);
});

test("an issue at an undocumented name has no path", async () => {
	const { bodies } = await reported(['{"webhook_event_type":"chat_closed","0170":1,"0170":2}']);
	assert.deepEqual(bodies[0].issues, [{ code: "repeated_member", line: 1, column: 46 }]);
});

test("unknown events, drift and failures are kept with their reason", async () => {
	const on = {
		unknown: () => {},
		incoming_msg: () => {},
		other: () => {
			throw new RangeError("Ana");
		},
	};
	const bodies = [
		'{"webhook_event_type":"hologram"}',
		text.replace('"text":', '"text_of_ana":'),
		text.replace("{", '{"anas_number":"0170",'),
		contact,
		"{",
	];
	const report = await reported(bodies, {}, on);
	assert.deepEqual(
		report.bodies.map(({ reason, error }) => [reason, error]),
		[
			["unknown", undefined],
			["unknown", undefined],
			["drift", undefined],
			["failed", "RangeError"],
			["invalid", undefined],
		],
	);
	assert.equal(report.bodies[0].body, bodies[0]);
	assert.ok(!/ana|0170/i.test(JSON.stringify(report)), JSON.stringify(report));
});

test("what is thrown and is no error is kept too", async () => {
	const on = {
		other: () => {
			throw "Ana";
		},
	};
	assert.equal((await reported([text], {}, on)).bodies[0].error, "string");
});

test("a delivery that is none is not kept", async () => {
	for (const delivery of [undefined, null, { body: 5, receivedAt: "2026-01-02T03:04:05Z" }]) {
		const capture = createCapture();
		assert.equal((await createProcessor({ capture, on: { other: () => {} } })(delivery)).outcome, "failed");
		assert.deepEqual(capture.report(), { bodies: [], missed: 0 });
	}
});

test("deliveries that differ in what is wrong are kept beside each other", async () => {
	const drifting = (name) => text.replace("{", `{"${name}":1,`);
	const unknown = (name) => `{"webhook_event_type":"${name}"}`;
	const { bodies } = await reported([
		drifting("a"),
		drifting("b"),
		drifting("a"),
		unknown("p"),
		unknown("q"),
		unknown("p"),
		"{",
		"[",
		"[]",
		"{",
	]);
	assert.deepEqual(
		bodies.map(({ reason, count }) => [reason, count]),
		[
			["drift", 2],
			["drift", 1],
			["unknown", 2],
			["unknown", 1],
			["invalid", 2],
			["invalid", 1],
			["invalid", 1],
		],
	);
});

test("deliveries are alike whatever the order of their undocumented members is, and if only long names tell them apart", async () => {
	const drifting = (...names) => text.replace("{", `{${names.map((name) => `"${name}":1,`).join("")}`);
	const long = "n".repeat(2000);
	const { bodies } = await reported([
		drifting("a", "b"),
		drifting("b", "a"),
		drifting(`${long}1`),
		drifting(`${long}2`),
	]);
	assert.deepEqual(
		bodies.map(({ count }) => count),
		[2, 2],
	);
});

test("what has nothing to be kept is left out without an error", () => {
	const capture = createCapture({ maxBodies: 1 });
	const event = safeParse(text).event;
	const drift = safeParse(text.replace("{", '{"a":1,')).event;
	capture.add(toDelivery(text), { outcome: "handled", retry: false, event });
	capture.add({ body: 5 }, { outcome: "handled", retry: false, event: drift });
	capture.add(toDelivery(text), { outcome: "failed", retry: true, error: new Error("no") });
	capture.add(toDelivery(text), { outcome: "failed", retry: true, error: new Error("no"), event: undefined });
	assert.deepEqual(capture.report(), { bodies: [], missed: 0 });
});

test("a full sample counts what it misses, and starts anew once it is cleared", async () => {
	const capture = createCapture({ maxBodies: 2 });
	const process = createProcessor({ capture, on: { other: () => {} } });
	const post = async (name) => process(toDelivery(`{"webhook_event_type":"${name}"}`));
	for (const name of ["a", "b", "c", "a", "d"]) {
		await post(name);
	}
	const report = capture.report();
	assert.deepEqual([report.missed, report.bodies.map(({ count }) => count)], [2, [2, 1]]);
	report.bodies.length = 0;
	assert.equal(capture.report().bodies.length, 2);
	capture.clear();
	assert.deepEqual(capture.report(), { bodies: [], missed: 0 });
	await post("e");
	assert.equal(capture.report().bodies.length, 1);
});

test("a long body is cut, and a string that is cut says nothing", async () => {
	const body = `{"webhook_event_type":"hologram","text":"${"Ana".repeat(10)}"}`;
	const at = body.indexOf("Ana") + 4;
	const [kept] = (await reported([body], { maxLength: at })).bodies;
	assert.deepEqual([kept.isCut, kept.body], [true, `{"webhook_event_type":"hologram","text":"xxxx`]);
	assert.equal((await reported([body], { maxLength: body.length })).bodies[0].isCut, false);
	const long = `{"webhook_event_type":"hologram","text":"${"x".repeat(20_000)}"}`;
	assert.equal((await bodyOf(long)).length, 16_384);
});

test("names that Azeer does not document are shown only if they may be", async () => {
	const body = '{"webhook_event_type":"hologram","new_member":{"text":"Ana","Ana":1},"Ana":2}';
	const showName = (name) => /^[a-z_]+$/.test(name);
	assert.equal(
		await bodyOf(body, { showName }),
		'{"webhook_event_type":"hologram","new_member":{"text":"xxx","xxx":1},"xxx":1}',
	);
	// A string of a broken body may begin at the wrong quote.
	assert.equal(
		await bodyOf('{"text":"she said "hello": ana"}', { showName }),
		'{"text":"xxxxxxxxx"xxxxx"xxxxx"}',
	);
});

test("characters are replaced by others of their size, and what is wrong stays", async () => {
	for (const [body, masked] of [
		['{"text":"aé م中😀"}', '{"text":"xéxé中😀"}'],
		['{"text":"a\\n\\u0645\\ud83c\\udf89\\u0007"}', '{"text":"x\\n\\u0078\\ud83d\\ude00\\u0007"}'],
		['{"text":"\\ud83c"}', '{"text":"\\ud83d"}'],
		['{"text":"\\q\\u12G4"}', '{"text":"\\x\\u11xx"}'],
		['{"text":"Ana\\', '{"text":"xxx\\'],
		['{"text":"Ana\n"}', '{"text":"xxx\n"}'],
		['{"from":0170,"to":-0.05e+12,"id":1.}', '{"from":0111,"to":-0.11e+11,"id":1.}'],
		['{"from":truth}', '{"from":truxx}'],
		["\ufeff{}", "\ufeff{}"],
		["<h1>Ana 5</h1>", "<xx>xxx 1</xx>"],
		['{"from":\u00a0Ana}', '{"from":\u00a0xxx}'],
		[
			'{"webhook_event_type":"incoming_msg","message_type":"text","type":"text",',
			'{"webhook_event_type":"incoming_msg","message_type":"text","type":"xxxx",',
		],
		['{"webhook_event_type":"Ana"', '{"webhook_event_type":"xxx"'],
		[new Uint8Array([0x22, 0xff, 0x41, 0x22]), '"\ufffdx"'],
		[new Uint8Array([0xef, 0xbb, 0xbf, 0x22, 0xff]), '\ufeff"\ufffd'],
	]) {
		assert.equal(await bodyOf(body), masked);
	}
});

test("only values of members of the payload itself are kept", async () => {
	assert.equal(
		await bodyOf('[{"type":"Ana","status":7},["type","Ana"]]'),
		'[{"type":"xxx","status":1},["xxxx","xxx"]]',
	);
	assert.equal(
		await bodyOf(
			'{"webhook_event_type":"x","type":["Ana"],"status":{"type":"Ana"},"platform":true,"t\\u0079pe":"a"}',
		),
		'{"webhook_event_type":"x","type":["xxx"],"status":{"type":"xxx"},"platform":true,"t\\u0079pe":"a"}',
	);
});

/** Codes of the JSON itself. What is masked has the same fault in the same place. */
const syntax = [
	"unexpected_end",
	"unexpected_character",
	"trailing_character",
	"invalid_number",
	"invalid_escape",
	"control_character",
	"lone_surrogate",
	"too_deep",
];

test(`random bodies, seed ${SEED}: positions hold, and the fault of what is no JSON is the same`, async () => {
	const next = random(SEED);
	let kept = 0;
	let faults = 0;
	for (let step = 0; step < 3000; step++) {
		const source = payload(next);
		const body = step % 2 ? source : damaged(source, next);
		if (typeof body !== "string") {
			continue;
		}
		const masked = await bodyOf(body, { showName: () => true });
		if (masked === undefined) {
			continue;
		}
		kept++;
		assert.equal(masked.length, body.length, body);
		const [given, made] = [safeParse(body), safeParse(masked)];
		const [first] = given.error?.issues ?? [];
		if (syntax.includes(first?.code)) {
			faults++;
			const [other] = made.error?.issues ?? [];
			assert.deepEqual(
				[other?.code, other?.column, other?.line],
				[first.code, first.column, first.line],
				`${body}\n${masked}`,
			);
		}
	}
	assert.ok(kept > 1000 && faults > 300, `${kept} ${faults}`);
});

test(`random bodies, seed ${SEED}: nothing is left that a person wrote`, async () => {
	const next = random(SEED);
	const words = ["Zacharias", "٠٤٥٦٧٨", "00972598123", "张伟先生您好", "a b", "quixotic_name"];
	let kept = 0;
	for (let step = 0; step < 2000; step++) {
		const pick = (list) => list[Math.floor(next() * list.length)];
		const secret = pick(words);
		const members = Object.entries(JSON.parse(pick([...fixtures.values()].slice(0, 14))));
		const hidden = ["text", "contact_name", "from", "to", "filename", "id", "tags"];
		const changed = members.map(([name, value]) => [name, hidden.includes(name) ? secret : value]);
		changed.push([pick(["extra", secret]), pick([secret, { [secret]: secret }, [secret]])]);
		let body = JSON.stringify(Object.fromEntries(changed));
		// Faults that have the scanner lose its place.
		for (let cuts = Math.floor(next() * 3); cuts > 0; cuts--) {
			const places = [...body.matchAll(/["\\{}:,]/g)].map(({ index }) => index);
			const at = pick(places);
			body = body.slice(0, at) + pick(["", '"', "\\", "\n", "}"]) + body.slice(at + 1);
		}
		const report = await reported([body]);
		if (report.bodies.length === 0) {
			continue;
		}
		kept++;
		assert.ok(!JSON.stringify(report).includes(secret), `${body}\n${JSON.stringify(report)}`);
	}
	assert.ok(kept > 1000, String(kept));
});

test("options are checked", () => {
	for (const options of [{ maxBodies: 0 }, { maxBodies: 1.5 }, { maxLength: 0 }, { maxLength: "9" }]) {
		const [name] = Object.keys(options);
		assert.throws(() => createCapture(options), {
			name: "RangeError",
			message: `${name} has to be a whole number from 1`,
		});
	}
	assert.throws(() => createCapture({ showName: /a/ }), {
		name: "TypeError",
		message: "showName has to be a function",
	});
	assert.throws(() => createCapture({ maxbodies: 1 }), /createCapture has no option maxbodies/);
	assert.throws(
		() => createProcessor({ on: { other: () => {} }, capture: {} }),
		/capture has to have the method add/,
	);
});

test("a sample that throws loses no delivery", async () => {
	const capture = createCapture({
		showName: () => {
			throw new Error("no");
		},
	});
	const outcome = await createProcessor({ capture, on: { other: () => {} } })(
		toDelivery(text.replace("{", '{"a":1,')),
	);
	assert.equal(outcome.outcome, "handled");
});
