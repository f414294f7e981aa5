// What check and inspect say.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { safeParse } from "azeer-webhooks";
import { deliveryToText, toDelivery } from "azeer-webhooks/server";
import { scratch } from "../hosts/made.mjs";
import { cases, fixtures } from "../suite.mjs";
import { run } from "./run.mjs";

const require = createRequire(import.meta.url);
const flat = (text) => text.replaceAll("\n", "");
const broken = flat(fixtures.get("15-broken"));
const good = flat(fixtures.get("01-incoming-text"));

test("schema prints the schema of the package", async () => {
	const { code, stdout } = await run(["schema"]);
	assert.deepEqual([code, JSON.parse(stdout)], [0, require("azeer-webhooks/schema.json")]);
});

test("check --json: the errors are those of safeParse, for each case of the table", async () => {
	const bodies = cases.map(({ body }) => body).filter((body) => body !== undefined && !/[\r\n]/.test(body));
	const invalid = bodies.filter((body) => body.trim() !== "" && !safeParse(Buffer.from(body)).ok);
	assert.ok(invalid.length > 50);
	// The end of a line is no part of its body.
	const log = invalid.map((body) => `${body}\r\n`).join("");
	await scratch(
		{ log, wrapped: invalid.map((body) => `${deliveryToText(toDelivery(body))}\n`).join("") },
		async (cwd) => {
			const args = ["check", "--json", "--show", "--max-errors", "1000"];
			const { code, stdout } = await run([...args, "log"], { cwd });
			assert.equal(code, 1);
			const wanted = (make) =>
				invalid.map((body, at) => {
					const { issues, more } = safeParse(make(body)).error;
					return { file: "log", line: at + 1, issues, more };
				});
			assert.deepEqual(JSON.parse(stdout).errors, wanted(Buffer.from));
			const wrapped = await run([...args, "--pointer", "/body", "wrapped"], { cwd });
			const found = JSON.parse(wrapped.stdout).errors.map((it) => ({ ...it, file: "log" }));
			assert.deepEqual(found, wanted(String));
		},
	);
});

/** What a person wrote in the fixtures: the values that `redact` hides. */
const secrets = ["hello", "919876", "91987654321", "966594220647", "James", "wamid"];

test("names, phone numbers and texts are printed on request only", async () => {
	const strange = '{"+966 50 123 4567":"call me","webhook_event_type":"my name is Ali"}\n';
	// Cut and repeated bodies have other frames.
	const log = [...fixtures.values()]
		.flatMap((text) => [flat(text), flat(text).slice(0, -2), `${flat(text)}${flat(text)}`])
		.map((it) => `${it}\n`)
		.join("");
	// With --strict, an issue's path is such a name.
	const named = `${good.replace("{", '{"+966 50 123 4567":1,')}\n`;
	await scratch({ log: named + log + strange, "one.json": `${broken}${strange}` }, async (cwd) => {
		const all = ["--strict", "--max-errors", "1000"];
		for (const args of [
			["check", "log", ...all],
			["check", "--json", "log", ...all],
			["inspect", "one.json"],
		]) {
			const redacted = await run(args, { cwd });
			const open = await run([...args, "--show"], { cwd });
			const hidden = [...secrets, "123 4567", "my name is Ali"];
			assert.deepEqual(
				hidden.filter((it) => redacted.stdout.includes(it)),
				[],
				args.join(" "),
			);
			assert.ok(
				hidden.some((it) => open.stdout.includes(it)),
				args.join(" "),
			);
			assert.equal(redacted.stdout.split("\n").length, open.stdout.split("\n").length);
		}
	});
});

test("--strict refuses unknown events and undocumented members", () =>
	scratch(
		{
			unknown: `${flat(fixtures.get("13-unknown-event"))}\n`,
			extra: `${good.replace("{", '{"made_up":1,')}\n`,
		},
		async (cwd) => {
			for (const [file, text] of [
				["unknown", /call_missed/],
				["extra", /made_up/],
			]) {
				const { code, stdout } = await run(["check", file], { cwd });
				assert.equal(code, 0);
				assert.match(stdout, text);
				assert.equal((await run(["check", "--strict", file], { cwd })).code, 1);
			}
			const { code, stdout } = await run(["inspect", "--strict", "extra"], { cwd });
			assert.equal(code, 1);
			assert.match(stdout, /"made_up": 1,\n +\| +\^ this member is not documented for such an event\n/);
			assert.match((await run(["inspect", "extra"], { cwd })).stdout, /\ndrift: \/made_up is not documented/);
		},
	));

test("check --max-errors, and what to run next", () =>
	scratch({ log: `${good}\n${`${broken}\n`.repeat(30)}` }, async (cwd) => {
		for (const [args, wanted] of [
			[[], 5],
			[["--max-errors", "0"], 0],
			[["--max-errors", "40"], 30],
		]) {
			const { stdout } = await run(["check", "log", ...args], { cwd });
			assert.equal(stdout.match(/^log:\d+$/gm)?.length ?? 0, wanted);
			assert.equal(/--max-errors 20 shows more of the 30 invalid/.test(stdout), wanted === 5);
			assert.equal(/inspect --line 2 log\n$/.test(stdout), wanted > 0);
		}
	}));

test("check: a pointer that leads nowhere is said", async () => {
	const hint = "No delivery is at /body. Without --pointer, each line is a delivery.";
	for (const [input, isSaid] of [
		[`${good}\n${good}\n`, true],
		[`${deliveryToText(toDelivery(good))}\n${good}\n`, false],
	]) {
		const { stdout } = await run(["check", "-", "--pointer", "/body"], { input });
		assert.equal(stdout.startsWith(hint), isSaid, stdout);
	}
});

test("check: a log of listen is recognised", async () => {
	const input = `${deliveryToText(toDelivery(good))}\n`;
	const hint = "Is it a log of listen? Then --pointer /body checks the bodies in it.";
	assert.ok((await run(["check", "-"], { input })).stdout.startsWith(`${hint}\n\n`));
	const inspected = "Is it of a log of listen? Then --line 1 --pointer /body shows the body in it.\n";
	assert.ok((await run(["inspect", "-"], { input })).stdout.includes(inspected));
	assert.ok(!(await run(["inspect", "-"], { input: good })).stdout.includes(inspected));
	const third = await run(["inspect", "-", "--line", "3"], { input: input.repeat(3) });
	assert.ok(third.stdout.includes(inspected.replace("--line 1", "--line 3")));
	assert.equal((await run(["inspect", "-", "--line", "1", "--pointer", "/body"], { input })).code, 0);
	const { code, stdout } = await run(["check", "-", "--pointer", "/body"], { input });
	assert.equal(code, 0);
	assert.ok(!stdout.includes(hint));
	assert.ok(!(await run(["check", "-"], { input: "{}" })).stdout.includes(hint));
});

test("inspect: a body of several lines keeps them, also compressed, and its issues have their places", () =>
	scratch(
		{ "body.json": fixtures.get("15-broken"), zipped: gzipSync(fixtures.get("15-broken")) },
		async (cwd) => {
			const lines = fixtures.get("15-broken").trimEnd().split("\n");
			for (const file of ["body.json", "zipped"]) {
				const { code, stdout } = await run(["inspect", "--show", file], { cwd });
				assert.equal(code, 1);
				const rows = stdout.split("\n\n")[0].split("\n");
				assert.deepEqual(
					rows.filter((row) => /^ *\d/.test(row)).map((row) => row.replace(/^ *\d+ \| /, "")),
					lines,
				);
				assert.deepEqual(
					rows.filter((row) => /^ +\| +\^/.test(row)).length,
					safeParse(fixtures.get("15-broken")).error.issues.length,
				);
			}
		},
	));

for (const [name, body, wanted] of [
	[
		"wide characters before the place",
		'{"webhook_event_type":"chat_closed","日本":01}',
		"3 |   \"日本\": 01\n  |            ^ unexpected '1'",
	],
	[
		"a text that ends too early",
		'{"webhook_event_type":"chat_cl',
		'2 |   "webhook_event_type": "chat_cl\n  |                                 ^ the body ends too early',
	],
	[
		"bytes that are not UTF-8",
		Buffer.from('{"a":"\xff"}', "latin1"),
		'2 |   "a": "\ufffd"\n  |         ^ the body is not UTF-8',
	],
	["nothing but a word", "hello", "1 | hello\n  | ^ unexpected 'h'"],
	["two bodies", "{}{}", "1 | {}{}\n  |   ^ unexpected '{' after the end"],
]) {
	test(`inspect: ${name}`, async () => {
		const { code, stdout } = await run(["inspect", "--show", "-"], { input: body });
		assert.equal(code, 1);
		assert.ok(stdout.includes(wanted), stdout);
	});
}

test("inspect: a log of several lines is recognised before anything is shown", () =>
	scratch({ log: `\n${good}\n\n${broken}\n`, "one.json": `${broken}\n}`, more: "{}{}\n" }, async (cwd) => {
		const { code, stdout, stderr } = await run(["inspect", "log"], { cwd });
		const message = "it is a log of several deliveries; --line 1 shows the first, and check reads all";
		assert.deepEqual([code, stdout, stderr], [2, "", `azeer-webhooks: log: ${message}\n`]);
		for (const file of ["one.json", "more"]) {
			const shown = await run(["inspect", file], { cwd });
			assert.deepEqual([shown.code, shown.stderr], [1, ""]);
		}
	}));

test("inspect: a body that is too large, and a line that is not there", () =>
	scratch({ log: `${good}\n\n${broken}\n` }, async (cwd) => {
		const large = await run(["inspect", "--max-bytes", "10", "-"], { input: good });
		assert.equal(large.code, 1);
		assert.match(large.stdout, /the body is larger than the limit of 10 bytes/);
		for (const line of ["2", "4"]) {
			const { code, stderr } = await run(["inspect", "--line", line, "log"], { cwd });
			assert.deepEqual([code, stderr], [2, `azeer-webhooks: log: there is no delivery on line ${line}\n`]);
		}
		const { code, stdout } = await run(["inspect", "--line", "3", "log"], { cwd });
		assert.equal(code, 1);
		assert.match(stdout, /invalid: 3 issues/);
	}));
