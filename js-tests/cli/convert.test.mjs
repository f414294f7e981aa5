// `convert`: what it writes, what it leaves out, and that it leaves no half file.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { redact, safeParse } from "azeer-webhooks";
import { deliveryToText, toDelivery } from "azeer-webhooks/server";
import { output } from "../hosts/row.mjs";
import { fixtures } from "../suite.mjs";
import { inFolder } from "./listening.mjs";
import { run, script, start } from "./run.mjs";

const all = [...fixtures.values()];
const onLine = (body) => body.replaceAll("\n", "");
const log = all.map(onLine).join("\n");
const events = all.slice(0, -1).map((body) => safeParse(body).event);
const [first] = all.map((body) => JSON.parse(body));

const converted = async (args, input = log) => run(["convert", "-", ...args], { input });
const values = (text) =>
	text
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));

/** The records of CSV, read by the rules of RFC 4180 and nothing else. */
function records(text) {
	const found = [];
	let at = 0;
	for (let record = []; at < text.length; ) {
		const [cell, quoted] = text[at] === '"' ? [/"((?:[^"]|"")*)"/y, true] : [/([^",\r\n]*)/y, false];
		cell.lastIndex = at;
		const [whole, inner] = cell.exec(text);
		record.push(quoted ? inner.replaceAll('""', '"') : inner);
		at += whole.length;
		if (text[at] === ",") {
			at++;
		} else {
			assert.equal(text.slice(at, at + 2), "\r\n", `after ${JSON.stringify(whole)}`);
			at += 2;
			found.push(record);
			record = [];
		}
	}
	return found;
}

/** Runs `use` with a folder that has a log of many lines. */
const withLog = (lines, use) =>
	inFolder((folder) => {
		const file = join(folder, "log.ndjson");
		writeFileSync(file, `${onLine(all[0])}\n`.repeat(lines));
		return use({ folder, file, out: join(folder, "out") });
	});

describe("convert", { concurrency: 4 }, () => {
	test("NDJSON: redacted events, and with --show the bodies as they were sent", async () => {
		const [redacted, shown] = await Promise.all([
			converted(["--to", "ndjson"]),
			converted(["--to", "ndjson", "--show"], all.map((body) => deliveryToText(toDelivery(body))).join("\n")),
		]);
		assert.deepEqual(values(redacted.stdout), events.map(redact));
		assert.equal(
			shown.stdout,
			all
				.slice(0, -1)
				.map((body) => `${body.trim().replaceAll("\n", " ")}\n`)
				.join(""),
		);
		for (const { code, stderr } of [redacted, shown]) {
			assert.equal(code, 1);
			assert.match(stderr, /1 line is no event and left out; --only invalid writes those/);
		}
	});

	test("a body that is too large is invalid, however the line has it", async () => {
		const body = `{"webhook_event_type":"chat_closed","a":"${"a".repeat(2 ** 20)}"}`;
		for (const [line, ...args] of [
			[body],
			[deliveryToText(toDelivery(body))],
			[JSON.stringify({ it: body }), "--pointer", "/it"],
			[JSON.stringify({ it: JSON.parse(body) }), "--pointer", "/it"],
		]) {
			const { stdout } = await converted(
				["--to", "csv", "--only", "invalid", "--members", "$line,$issues", ...args],
				`${line}\n`,
			);
			assert.deepEqual(records(stdout).at(-1), ["1", "too_large"], args.join());
		}
	});

	test("numbers keep their digits with --show", async () => {
		const body = onLine(all[4]).replace(/"latitude": *[-\d.]+/, '"latitude":-12.340000000000000001e-1');
		assert.ok(body.includes("000001e-1"));
		const { code, stdout } = await converted(["--to", "ndjson", "--show"], body);
		assert.deepEqual([code, stdout], [0, `${body}\n`]);
	});

	test("CSV: all documented members, in lines as RFC 4180 has them", async () => {
		const { stdout } = await converted(["--to", "csv", "--show"]);
		const [names, ...rows] = records(stdout);
		assert.deepEqual(names, [...names].sort());
		const documented = [
			"webhook_event_type",
			"timestamp",
			"contact_name",
			"latitude",
			"tags",
			"broadcast_id",
		];
		assert.ok(
			documented.every((name) => names.includes(name)),
			names.join(),
		);
		const text = (value) => (typeof value === "string" ? value : value == null ? "" : JSON.stringify(value));
		assert.deepEqual(
			rows,
			all.slice(0, -1).map((body) => names.map((name) => text(JSON.parse(body)[name]))),
		);
	});

	test("CSV: quotes, commas, line breaks and Arabic", async () => {
		// Each alone, as one of them has the field quoted.
		for (const text of ['a "quoted" b', "a, b", "a\r\nb", "a\nb", "a\rb", "\n", " مرحبا 😀 "]) {
			const { stdout } = await converted(
				["--to", "csv", "--show", "--members", "text,message_id,no_such"],
				JSON.stringify({ ...first, text }),
			);
			assert.deepEqual(records(stdout), [
				["text", "message_id", "no_such"],
				[text, String(first.message_id), ""],
			]);
			assert.equal(/["\r\n,]/.test(text), stdout.split("\r\n").slice(1).join("\r\n").startsWith('"'));
		}
	});

	test("formulas stay as they are, or are made harmless; numbers are numbers", async () => {
		const input = JSON.stringify({ ...JSON.parse(all[4]), contact_name: "=1+1", latitude: -1 });
		const args = ["--to", "csv", "--show", "--members", "contact_name,latitude"];
		assert.match((await converted(args, input)).stdout, /^=1\+1,-1\r\n/m);
		assert.match((await converted([...args, "--escape-formulas"], input)).stdout, /^'=1\+1,-1\r\n/m);
	});

	test("chosen members, by name and by pointer; redacted unless --show is given", async () => {
		const args = ["--to", "ndjson", "--members", "$line,from,/message_body/text,message_type,other"];
		const text = JSON.parse(all[13]).message_body.text;
		const find = ({ stdout }) => values(stdout).find(({ $line }) => $line === 14);
		const [hidden, shown] = [await converted(args), await converted([...args, "--show"])].map(find);
		const from = JSON.parse(all[13]).from;
		assert.deepEqual(shown, { $line: 14, from, "/message_body/text": text, message_type: "text" });
		const redacted = "[redacted]";
		assert.deepEqual(hidden, {
			$line: 14,
			from: redacted,
			"/message_body/text": redacted,
			message_type: "text",
		});
	});

	test("names that Azeer does not document are said, with the nearest that it does", async () => {
		const names = ["--members", "$line, from ,contact_nam,brand_new,/message_body/text"];
		const filters = [
			"--event",
			"incoming_mgs",
			"--event",
			"call_missed",
			"--type",
			"Text",
			"--type",
			"audio",
		];
		const { code, stdout, stderr } = await converted(["--to", "ndjson", ...names, ...filters]);
		assert.deepEqual([code, stdout], [0, ""]);
		assert.deepEqual(stderr.trimEnd().split("\n"), [
			"--members contact_nam: Azeer documents no such member; did you mean contact_name?",
			"--members brand_new: Azeer documents no such member",
			"--event incoming_mgs: Azeer documents no such event; did you mean incoming_msg?",
			"--event call_missed: Azeer documents no such event",
			"--type Text: Azeer documents no such type of message; did you mean text?",
		]);
		const new_ = await converted(["--to", "ndjson", "--members", "$line", "--event", "call_missed"]);
		assert.equal(new_.stdout, '{"$line":13}\n');
	});

	test("what is valid, unknown or invalid, with the reasons", async () => {
		const bytes = Buffer.from([0x7b, 0xff]);
		const input = [...all, "no JSON", bytes].map((body) => deliveryToText(toDelivery(body))).join("\n");
		const only = async (kinds, ...args) => converted(["--to", "ndjson", "--only", kinds, ...args], input);
		const [valid, unknown, invalid, shown, cells] = await Promise.all([
			only("valid"),
			only("unknown"),
			only("invalid"),
			only("invalid", "--show"),
			only("invalid", "--members", "$line,$issues,message_type"),
		]);
		assert.deepEqual(
			[valid, unknown, invalid].map(({ code }) => code),
			[0, 0, 0],
		);
		assert.deepEqual(values(valid.stdout), events.slice(0, 12).map(redact));
		assert.deepEqual(values(unknown.stdout), events.slice(12).map(redact));
		const found = values(invalid.stdout);
		assert.deepEqual(
			found.map(({ line }) => line),
			[15, 16, 17],
		);
		assert.deepEqual(
			found[0].issues.map(({ code, path }) => [code, path]),
			[
				["wrong_type", "/contact_id"],
				["invalid_date_time", "/timestamp"],
				["missing_member", "/from"],
			],
		);
		assert.ok(!invalid.stdout.includes(first.text) && !invalid.stdout.includes("JSON"), invalid.stdout);
		assert.deepEqual(
			values(shown.stdout).map(({ body, base64 }) => body ?? base64),
			[all[14], "no JSON", bytes.toString("base64")],
		);
		assert.deepEqual(values(cells.stdout)[0], {
			$line: 15,
			$issues: "wrong_type /contact_id; invalid_date_time /timestamp; missing_member /from",
			message_type: "text",
		});
	});

	test("filters, several files, gzip", () =>
		inFolder(async (folder) => {
			const [one, two] = [join(folder, "one"), join(folder, "two")];
			writeFileSync(one, log);
			writeFileSync(two, gzipSync(log));
			const args = ["--to", "ndjson", "--members", "$file,$line", "--type", "location"];
			const { code, stdout } = await run(["convert", one, two, ...args]);
			assert.equal(code, 0);
			assert.deepEqual(values(stdout), [
				{ $file: one, $line: 5 },
				{ $file: two, $line: 5 },
			]);
		}));

	test("a full disk: a message, and no file", async () => {
		await withLog(5000, async ({ folder, file, out }) => {
			writeFileSync(out, "before");
			const { child, done } = start(["convert", "-", "--to", "ndjson", "-o", out], { input: null });
			// The system refuses to make a file larger than this.
			await output("prlimit", ["--pid", String(child.pid), "--fsize=100000"]);
			child.stdin.on("error", () => {}); // It fails before it has read all.
			child.stdin.end(readFileSync(file));
			const limited = await done;
			assert.equal(limited.code, 2);
			assert.match(limited.stderr, /out: file too large/);
			assert.deepEqual(readdirSync(folder).sort(), ["log.ndjson", "out"]);
			assert.equal(readFileSync(out, "utf8"), "before");
			const full = await run(["convert", file, "--to", "csv", "-o", "/dev/full"]);
			assert.equal(full.code, 2);
			assert.match(full.stderr, /\/dev\/full: no space is left on the disk/);
		});
	});

	test("Ctrl-C: no file, and the one before stays, which is said", () =>
		withLog(5000, async ({ folder, file, out }) => {
			for (const [isThere, left, names] of [
				[false, "was not made", ["log.ndjson"]],
				[true, "stays as it was", ["log.ndjson", "out"]],
			]) {
				if (isThere) {
					writeFileSync(out, "before");
				}
				// Its input does not end.
				const { child, done } = start(["convert", file, "-", "--to", "ndjson", "-o", out], { input: null });
				while (
					!readdirSync(folder).some((name) => name.endsWith(".tmp") && statSync(join(folder, name)).size > 0)
				) {
					await setTimeout(20);
				}
				child.kill("SIGINT");
				const { code, stderr } = await done;
				assert.deepEqual([code, stderr], [130, `interrupted: ${out} ${left}\n`]);
				assert.deepEqual(readdirSync(folder).sort(), names);
			}
			assert.equal(readFileSync(out, "utf8"), "before");
		}));

	test("a file keeps its mode and its link, and a log is not replaced by what is made of it", () =>
		withLog(10, async ({ file, out }) => {
			writeFileSync(out, "before", { mode: 0o600 });
			assert.equal((await run(["convert", file, "--to", "csv", "-o", out])).code, 0);
			assert.equal(records(readFileSync(out, "utf8")).length, 11);
			assert.equal(statSync(out).mode & 0o777, 0o600);
			const itself = await run(["convert", file, "--to", "csv", "-o", file]);
			assert.equal(itself.code, 2);
			assert.match(itself.stderr, /log.ndjson: it is what is read, and is not replaced/);
		}));

	test("a reader that closes the pipe", () =>
		withLog(20_000, ({ file }) => {
			const pipe = `"$0" "$1" convert "$2" --to ndjson | head -1; echo "\${PIPESTATUS[0]}"`;
			const { stdout, stderr } = spawnSync("bash", ["-c", pipe, process.execPath, script, file], {
				encoding: "utf8",
			});
			assert.match(stdout, /^\{.*\}\n\d+\n$/);
			assert.equal(stderr, "");
		}));

	test("wrong use", async () => {
		const wrong = [
			[["-"], /required option '--to <format>' not specified/],
			[["-", "--to", "xml"], /Allowed choices are csv, ndjson/],
			[
				["-", "--to", "csv", "--members", "$lines"],
				/--members \$lines: there is \$file, \$line, \$receivedAt, \$issues; \/\$lines is a member/,
			],
			[["-", "--to", "csv", "--only", "broken"], /It has to be one or more of valid, unknown, invalid/],
			[["none.ndjson", "--to", "csv"], /none.ndjson: no such file/],
			[["-", "--to", "csv", "-o", "no/such/folder"], /no\/such\/folder: no such file/],
		];
		await Promise.all(
			wrong.map(async ([args, message]) => {
				const { code, stderr } = await run(["convert", ...args]);
				assert.equal(code, 2, stderr);
				assert.match(stderr, message);
			}),
		);
	});
});
