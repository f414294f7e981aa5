// `sample`: what it makes up, and that `check` finds in it what was put into it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { internals, safeParse } from "azeer-webhooks";
import { fixtures } from "../suite.mjs";
import { inFolder } from "./listening.mjs";
import { run, script } from "./run.mjs";

/** Codes that no line of a file has: mistakes of callers, what only strict checks find, and a blank line. */
const none = ["unsupported_body", "not_serializable", "undocumented_member", "absent_member", "empty"];

describe("sample", { concurrency: 4 }, () => {
	test("with 1 % faults of every code, check --json finds what the oracle says", () =>
		inFolder(async (folder) => {
			const [file, oracle] = [join(folder, "sample.ndjson"), join(folder, "oracle.json")];
			const made = await run([
				"sample",
				"10000",
				"--broken",
				"1%",
				"--seed",
				"5",
				"-o",
				file,
				"--oracle",
				oracle,
			]);
			assert.equal(made.code, 0, made.stderr);
			const wanted = JSON.parse(readFileSync(oracle, "utf8"));
			assert.equal(wanted.lines, 10_000);
			assert.ok(wanted.invalid > 60 && wanted.invalid < 140, `${wanted.invalid} are broken`);
			const codes = internals.codes.map(([code]) => code).filter((code) => !none.includes(code));
			assert.deepEqual(wanted.issues.map(({ code }) => code).sort(), codes.sort());
			assert.ok(wanted.events.length > 10);
			const { code, stdout } = await run(["check", "--json", file]);
			assert.equal(code, 1);
			const { isInterrupted: _, errors, ...found } = JSON.parse(stdout);
			const withoutFile = (rows) => rows.map(({ file: __, ...row }) => row);
			const { events, issues } = found;
			assert.deepEqual({ ...found, events: withoutFile(events), issues: withoutFile(issues) }, wanted);
			assert.ok(errors.length > 0);
		}));

	test("the examples, one a line", async () => {
		const { code, stdout } = await run(["sample", "--fixtures"]);
		assert.equal(code, 0);
		assert.deepEqual(
			stdout
				.trimEnd()
				.split("\n")
				.map((line) => JSON.parse(line)),
			[...fixtures.values()].map((body) => JSON.parse(body)),
		);
	});

	test("a seed gives the same, another gives others, and without --broken all are valid", async () => {
		const [one, again, other] = await Promise.all([
			run(["sample", "50"]),
			run(["sample", "50", "--seed", "1"]),
			run(["sample", "50", "--seed", "2"]),
		]);
		assert.equal(one.stdout, again.stdout);
		assert.notEqual(one.stdout, other.stdout);
		const lines = one.stdout.trimEnd().split("\n");
		assert.equal(lines.length, 50);
		assert.ok(lines.every((line) => safeParse(line).ok));
	});

	test("Ctrl-C ends it, also if a shell writes its output to a file", () =>
		inFolder(async (folder) => {
			const out = join(folder, "out");
			const child = spawn(process.execPath, [script, "sample", "1000000000"], {
				stdio: ["ignore", openSync(out, "w"), "inherit"],
			});
			const closed = once(child, "close");
			while (statSync(out).size === 0) {
				await setTimeout(20);
			}
			child.kill("SIGINT");
			await Promise.race([closed, setTimeout(10_000, undefined, { ref: false })]);
			child.kill("SIGKILL");
			assert.deepEqual(await closed, [130, null]);
		}));

	test("wrong use", async () => {
		const wrong = [
			[[], /say how many, or --fixtures/],
			[["5", "--fixtures"], /say how many, or --fixtures/],
			[["--fixtures", "--oracle", "o.json"], /--oracle goes with made-up deliveries only/],
			[["0"], /It has to be a whole number from 1/],
			[["5", "--broken", "2"], /It has to be a share from 0 to 1/],
			[["5", "-o", "no/such/folder"], /no\/such\/folder: no such file/],
		];
		await Promise.all(
			wrong.map(async ([args, message]) => {
				const { code, stderr } = await run(["sample", ...args]);
				assert.equal(code, 2, stderr);
				assert.match(stderr, message);
			}),
		);
	});
});
