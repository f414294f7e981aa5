// The program as a whole: help, versions, wrong use, colours and widths.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { scratch } from "../hosts/made.mjs";
import { program } from "../hosts/programs.mjs";
import { fixtures } from "../suite.mjs";
import { run, script } from "./run.mjs";

const require = createRequire(import.meta.url);
const { version } = require("azeer-webhooks/package.json");
const root = dirname(require.resolve("azeer-webhooks/package.json"));
const ESCAPE = "\u001b";
const flat = (text) => `${text.replaceAll("\n", "")}\n`;
const names = (help) => [...help.matchAll(/^ {2}(\w+) .*$/gm)].map(([, name]) => name);
const commands = names((await run(["--help"])).stdout.split("Commands:")[1].split("Examples:")[0]);

test("--help lists the commands, and each has examples", async () => {
	assert.ok(commands.includes("check") && commands.includes("help"), String(commands));
	for (const command of commands.filter((name) => name !== "help")) {
		for (const args of [
			[command, "--help"],
			["help", command],
		]) {
			const { code, stdout, stderr } = await run(args);
			assert.deepEqual([stderr, code], ["", 0]);
			assert.match(
				stdout,
				new RegExp(
					`^Usage: azeer-webhooks ${command} [\\s\\S]*Examples:\n  # .*\n  npx azeer-webhooks ${command}`,
				),
			);
		}
	}
});

test("--version", async () => {
	assert.deepEqual(await run(["--version"]), { code: 0, signal: null, stdout: `${version}\n`, stderr: "" });
});

test("wrong use ends with 2 and says what is wrong", async () => {
	for (const [args, message] of [
		[["chekc", "x"], "unknown command 'chekc'\n(Did you mean check?)"],
		[["check"], "missing required argument 'files'"],
		[["check", "--maxbytes", "1", "x"], "unknown option '--maxbytes'\n(Did you mean --max-bytes?)"],
		[
			["check", "--max-bytes", "0", "x"],
			"option '--max-bytes <bytes>' argument '0' is invalid. It has to be a whole number from 1 to 268435456.",
		],
		[
			["check", "--pointer", "body", "x"],
			"option '--pointer <pointer>' argument 'body' is invalid. It has to be a JSON Pointer such as \"/body\".",
		],
		[
			["inspect", "--pointer", "/body", "x"],
			"--pointer needs --line: it says where a line of a log has its body",
		],
	]) {
		const { code, stdout, stderr } = await run(args);
		assert.deepEqual([code, stdout], [2, ""]);
		assert.equal(stderr.replace("Add --help to see how it is used.\n", ""), `azeer-webhooks: ${message}\n`);
	}
	const { code, stdout, stderr } = await run([]);
	assert.deepEqual([code, stdout], [2, ""]);
	assert.match(stderr, /^Usage: /);
});

test("check in Deno: one thread reads a file of several parts, more are refused", () =>
	scratch({ log: flat(fixtures.get("01-incoming-text")).repeat(20) }, async (cwd) => {
		const args = [
			"run",
			"--no-prompt",
			"--allow-read",
			"--allow-env",
			"--allow-sys",
			join(root, "dist", "cli.js"),
		];
		const check = (...more) =>
			spawnSync(program("deno"), [...args, "check", "--part-bytes", "1000", ...more, "log"], {
				cwd,
				encoding: "utf8",
			});
		const one = check();
		assert.deepEqual([one.status, one.stderr], [0, ""]);
		assert.match(one.stdout, /^20 lines, 20 deliveries: 20 valid/);
		const two = check("--workers", "2");
		const message = "azeer-webhooks: --workers: in Deno, one thread reads a file\n";
		assert.deepEqual([two.status, two.stdout, two.stderr], [2, "", message]);
	}));

test("what nobody expects is one line too", () =>
	scratch({}, async (cwd) => {
		// A package of which a file is missing.
		cpSync(join(root, "dist"), join(cwd, "dist"), { recursive: true });
		cpSync(join(root, "package.json"), join(cwd, "package.json"));
		const { status, stdout, stderr } = spawnSync(process.execPath, [join(cwd, "dist", "cli.js"), "schema"], {
			encoding: "utf8",
		});
		assert.deepEqual([status, stdout], [2, ""]);
		assert.match(stderr, /^azeer-webhooks: unexpected error: ENOENT: .*schema\.json'\n$/);
	}));

test("colours: on request only, and never with NO_COLOR", () =>
	scratch({ log: flat(fixtures.get("15-broken")) }, async (cwd) => {
		for (const [env, wanted] of [
			[{ NO_COLOR: undefined }, false],
			[{ NO_COLOR: undefined, FORCE_COLOR: "1" }, true],
			[{ NO_COLOR: "1", FORCE_COLOR: "1" }, false],
		]) {
			for (const command of ["check", "inspect"]) {
				const { stdout } = await run([command, "log"], { cwd, env });
				assert.equal(stdout.includes(`${ESCAPE}[`), wanted, JSON.stringify(env));
			}
		}
	}));

/** What a command writes on a terminal with this many columns; `script` of util-linux makes one. */
function onTerminal(columns, command, cwd) {
	const line = `stty cols ${columns}; ${process.execPath} ${script} ${command}`;
	// Nothing else of the environment: node shows no colours where CI is set, for example.
	const env = { PATH: process.env.PATH, TERM: "xterm" };
	const { stdout, status, error } = spawnSync("script", ["-qec", line, "/dev/null"], {
		cwd,
		env,
		encoding: "utf8",
	});
	assert.equal(error, undefined, "script is missing: apt-get install bsdutils");
	return { status, stdout: stdout.replaceAll("\r\n", "\n") };
}

test("on a terminal: colours, tables that fit, and progress that is removed again", () =>
	scratch(
		{ [`${"long-".repeat(12)}name.ndjson`]: flat(fixtures.get("15-broken")).repeat(50_000) },
		async (cwd) => {
			const { status, stdout } = onTerminal(60, "check --max-errors 0 *.ndjson", cwd);
			assert.equal(status, 1);
			const [drawn, result] = stdout.split(new RegExp(`${ESCAPE}\\[K(?!.*${ESCAPE}\\[K)`, "s"));
			assert.match(drawn, /\r.*long-.*\d+ %, \d+ MB\r$/s);
			assert.ok(result.includes(`${ESCAPE}[31m50,000 invalid${ESCAPE}[39m`), result);
			const plain = result.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, "g"), "");
			const rows = plain.split("\n").filter((line) => line.startsWith("  "));
			assert.ok(rows.length > 3 && rows.every((line) => line.length <= 60), plain);
			assert.match(plain, /long-.*…/);
			// Examples are kept whole, so that they can be copied.
			const [help] = onTerminal(80, "--help", cwd).stdout.split("Examples:");
			assert.ok(
				help.split("\n").every((line) => line.length <= 80),
				help,
			);
		},
	));

test("on a terminal of 40 columns: tables, frames and messages fit", () =>
	scratch({ log: [...fixtures.values()].map(flat).join("") }, async (cwd) => {
		for (const [command, long] of [
			["check log", /15 lines, 15 deliveries|^To see one on several lines/],
			["inspect --line 15 log", /^ *\d+ \|/],
		]) {
			const { stdout } = onTerminal(40, command, cwd);
			const rows = stdout.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, "g"), "").split("\n");
			assert.deepEqual(
				rows.filter((row) => row.length > 40 && !long.test(row)),
				[],
			);
			const messages = rows.map((row) => row.replace(/^ +\| ?/, "").trim()).join(" ");
			assert.match(messages, /contact_id is a string; Azeer sends an integer/);
		}
	}));

test("on a terminal: convert to a file and replay show how far they are", () =>
	scratch({ log: flat(fixtures.get("01-incoming-text")).repeat(500) }, async (cwd) => {
		const converted = onTerminal(60, "convert log --to csv -o out.csv", cwd);
		assert.equal(converted.status, 0);
		assert.match(converted.stdout, new RegExp(`^(\r${ESCAPE}\\[Klog  \\d+ %, \\d+ MB)+\r${ESCAPE}\\[K$`));
		// A table on the terminal is not drawn over.
		assert.ok(!onTerminal(60, "convert log --to csv", cwd).stdout.includes(ESCAPE));
		const server = createServer((request, response) => request.resume().on("end", () => response.end()));
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		const { port } = server.address();
		const line = `stty cols 60; ${process.execPath} ${script} replay log --to http://127.0.0.1:${port}`;
		const replay = spawn("script", ["-qec", line, "/dev/null"], {
			cwd,
			env: { PATH: process.env.PATH, TERM: "xterm" },
		});
		let drawn = "";
		for await (const text of replay.stdout.setEncoding("utf8")) {
			drawn += text;
			if (/\d{2,} posted/.test(drawn)) {
				break;
			}
		}
		replay.kill();
		server.closeAllConnections();
		server.close();
		assert.match(drawn, new RegExp(`\r${ESCAPE}\\[K127\\.0\\.0\\.1:${port}  \\d+ posted, 0 not accepted`));
	}));

test("wide text and text from right to left keep the columns of a table", () =>
	scratch(
		{
			log: ["日本語のイベント", "محادثة", "naïve\u0007", "plain"]
				.map((name) => `{"webhook_event_type":"${name.replace("\u0007", "\\u0007")}"}\n`)
				.join(""),
		},
		async (cwd) => {
			const { stdout } = await run(["check", "--show", "log"], { cwd });
			const rows = stdout.split("Unknown events\n")[1].split("\n").slice(1, 5);
			assert.deepEqual(rows, [
				"  naïve                           no such event is documented      1  log:3",
				"  plain                           no such event is documented      1  log:4",
				"  \u2068محادثة\u2069                          no such event is documented      1  log:2",
				"  日本語のイベント                no such event is documented      1  log:1",
			]);
			const redacted = await run(["check", "log"], { cwd });
			assert.match(redacted.stdout, /\[redacted\] .* log:1/);
			assert.doesNotMatch(redacted.stdout, /日本語|محادثة/);
		},
	));
