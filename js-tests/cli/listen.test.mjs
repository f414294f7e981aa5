// `listen`: what it answers with success is in its log, whole, whatever happens.

import assert from "node:assert/strict";
import { once } from "node:events";
import {
	appendFileSync,
	readdirSync,
	readFileSync,
	renameSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { readEvents } from "azeer-webhooks/logs";
import { deliveryFromText } from "azeer-webhooks/server";
import { output } from "../hosts/row.mjs";
import { fixtures } from "../suite.mjs";
import { inFolder, interrupted, listening, posted } from "./listening.mjs";
import { run, start } from "./run.mjs";

const lines = (file) => readFileSync(file, "utf8").trimEnd().split("\n");
const bodies = (file) => lines(file).map((line) => deliveryFromText(line).body);
const text = JSON.parse(fixtures.get("01-incoming-text"));
const numbered = (message_id) => JSON.stringify({ ...text, message_id });

const inLog = (use) => inFolder((folder) => use(join(folder, "log.ndjson"), folder));

test("each delivery is in the log, also one that is no event", () =>
	inLog(async (log) => {
		const broken = [...fixtures.values(), "no JSON", "", "{}", Buffer.from([0x7b, 0xff])];
		await listening(["--no-token", "--log", log], async (service) => {
			for (const body of broken) {
				assert.equal(await posted(service.url, body), 202);
			}
			const { code, stdout, stderr } = await interrupted(service);
			assert.equal(code, 0, stderr);
			assert.match(stderr, new RegExp(`${broken.length} deliveries kept in `));
			assert.equal(stdout.trimEnd().split("\n").length, broken.length);
			assert.match(stdout, /^\d\d:\d\d:\d\d 202 incoming_msg text \(\d+ B, [\d.]+ ms\)$/m);
			assert.match(
				stdout,
				/202 invalid: wrong_type \/contact_id; invalid_date_time \/timestamp; missing_member \/from \(/,
			);
			assert.ok(!stdout.includes(text.from) && !stdout.includes(text.text), stdout);
		});
		assert.equal(statSync(log).mode & 0o077, 0);
		assert.deepEqual(
			bodies(log).map((body) => Buffer.from(body)),
			broken.map((body) => Buffer.from(body)),
		);
		const read = [];
		for await (const { ok } of readEvents(readFileSync(log), { pointer: "/body" })) {
			read.push(ok);
		}
		assert.deepEqual(
			read,
			broken.map((_, at) => at < fixtures.size - 1),
		);
	}));

test("--show adds phone numbers and texts, without what a terminal obeys", () =>
	inLog(async (log) => {
		await listening(["--no-token", "--show", "--log", log], async (service) => {
			await posted(service.url, JSON.stringify({ ...text, text: "red \u001b[31m" }));
			const { stdout } = await interrupted(service);
			assert.match(stdout, new RegExp(`incoming_msg text ${text.from} red  \\[31m \\(`));
			assert.ok(!stdout.includes("\u001b"));
		});
	}));

const token = "s3cret/T0ken";
const ways = [
	[["--bearer"], () => ({ authorization: `Bearer ${token}` })],
	[["--header", "X-Azeer"], () => ({ "x-azeer": token })],
	[["--basic", "azeer"], () => ({ authorization: `Basic ${btoa(`azeer:${token}`)}` })],
	[["--query", "t"], () => ({}), `?t=${encodeURIComponent(token)}`],
];
for (const [args, headers, query = ""] of ways) {
	test(`a token by ${args[0]}, which gets into no log and no output`, () =>
		inLog(async (log) => {
			await listening(
				[...args, "--log", log],
				async (service) => {
					assert.equal(await posted(service.url, numbered(1)), 401);
					const more = { cookie: "a=b", "x-other": `has ${token}`, "x-kept": "kept" };
					assert.equal(await posted(service.url + query, numbered(2), { ...headers(), ...more }), 202);
					const { stdout, stderr } = await interrupted(service);
					assert.match(stdout, / 401 has no token that is accepted /);
					assert.ok(!(stdout + stderr).includes(token));
				},
				{ env: { AZEER_TOKEN: token } },
			);
			assert.deepEqual(bodies(log), [numbered(2)]);
			const [line] = lines(log);
			const logged = JSON.parse(line);
			for (const secret of [token, encodeURIComponent(token), btoa(`azeer:${token}`), "a=b"]) {
				assert.ok(!line.includes(secret), line);
			}
			assert.equal(logged.headers["x-kept"], "kept");
			assert.equal(logged.headers.cookie, "[redacted]");
			assert.deepEqual(logged.query, query === "" ? undefined : ["t"]);
		}));
}

test("without a token it does not start, unless that is said", async () => {
	const wrong = [
		[[], /no token: set AZEER_TOKEN or --token, or say --no-token/],
		[["--token", "t"], /say how the token is sent: one of --bearer, --header, --query and --basic/],
		[["--token", "t", "--bearer", "--query", "t"], /--bearer does not go with --query/],
		[["--token", " t", "--bearer"], /bearer\(\) has a token with white space around it/],
		[["--no-token", "--bearer"], /--no-token does not go with --bearer/],
	];
	await Promise.all(
		wrong.map(async ([args, message]) => {
			const { code, stdout, stderr } = await run(["listen", ...args], { env: { AZEER_TOKEN: undefined } });
			assert.equal(code, 2, stderr);
			assert.match(stderr, message);
			assert.equal(stdout, "");
		}),
	);
});

test("a port that is taken, and a log that cannot be opened", () =>
	inLog((log, folder) =>
		listening(["--no-token", "--log", log], async ({ url }) => {
			const port = new URL(url).port;
			const taken = await run(["listen", "--no-token", "--port", port, "--log", `${log}.other`]);
			assert.equal(taken.code, 2);
			assert.match(taken.stderr, new RegExp(`127.0.0.1:${port}: the address is in use`));
			for (const [file, message] of [
				[folder, "it is a directory"],
				[join(folder, "no", "log"), "no such file"],
				["/dev/null", "it is no file"],
				...["{}\n", "\x1f\x8b\b", "[]\n"].map((content, index) => {
					const file = join(folder, `other-${index}`);
					writeFileSync(file, content, "latin1");
					return [file, "it is no log of listen, so nothing is added to it"];
				}),
			]) {
				const failed = await run(["listen", "--no-token", "--port", "0", "--log", file]);
				assert.equal(failed.code, 2);
				assert.match(failed.stderr, new RegExp(message));
			}
		}),
	));

/** Posts bodies with these ids, many at once, until the service is gone. Resolves to those that were answered with success. */
async function answered(url, ids, onAnswer) {
	const [done, left] = [[], [...ids]];
	const work = async () => {
		while (left.length > 0) {
			const id = left.pop();
			try {
				if ((await posted(url, numbered(id))) === 202) {
					done.push(id);
					onAnswer(done.length);
				}
			} catch {
				return;
			}
		}
	};
	await Promise.all(Array.from({ length: 200 }, work));
	return done;
}

const total = Number(process.env.DELIVERIES ?? 2000);

test(`${total} deliveries, and SIGKILL in the middle: all that were answered are there, whole`, () =>
	inLog(async (log) => {
		let left = Array.from({ length: total }, (_, id) => id);
		const kept = [];
		for (const share of [0.3, 0.5, 2]) {
			const count = Math.floor(left.length * share);
			await listening(["--no-token", "--log", log, "--rotate", "400K"], async ({ url, child, done }) => {
				const ids = await answered(url, left, (at) => at === count && child.kill("SIGKILL"));
				assert.ok(ids.length > 0);
				if (share < 1) {
					assert.equal((await done).signal, "SIGKILL");
				}
				kept.push(...ids);
				left = left.filter((id) => !ids.includes(id));
			});
		}
		assert.deepEqual(left, []);
		const folder = join(log, "..");
		const all = readdirSync(folder).sort();
		assert.ok(all.length > 1 && all.at(-1) === "log.ndjson", all);
		const found = new Set();
		let torn = 0;
		for (const line of all.flatMap((name) => lines(join(folder, name)))) {
			try {
				found.add(JSON.parse(deliveryFromText(line).body).message_id);
			} catch {
				torn++;
			}
		}
		assert.deepEqual(
			kept.filter((id) => !found.has(id)),
			[],
		);
		assert.ok(torn <= 2, `${torn} lines are torn`);
	}));

test("a full log gets a number, and nothing is lost", () =>
	inLog(async (log, folder) => {
		const ids = Array.from({ length: 50 }, (_, id) => id);
		for (const half of [ids.slice(0, 25), ids.slice(25)]) {
			await listening(["--no-token", "--log", log, "--rotate", "4K"], async (service) => {
				for (const id of half) {
					assert.equal(await posted(service.url, numbered(id)), 202);
				}
				await interrupted(service);
			});
		}
		const names = readdirSync(folder).sort();
		assert.ok(names.length > 3);
		assert.deepEqual(names.slice(0, 2), ["log.000001.ndjson", "log.000002.ndjson"]);
		assert.equal(names.at(-1), "log.ndjson");
		for (const name of names) {
			assert.ok(readFileSync(join(folder, name)).length <= 4096, name);
		}
		assert.deepEqual(
			names.flatMap((name) => bodies(join(folder, name))),
			ids.map(numbered),
		);
	}));

test("a last line that a crash has cut is ended, and the next one is whole", () =>
	inLog(async (log) => {
		writeFileSync(log, '{"body":"{\\"webhook_ev');
		await listening(["--no-token", "--log", log], async (service) => {
			assert.equal(await posted(service.url, numbered(1)), 202);
			await interrupted(service);
		});
		const [torn, whole, ...others] = lines(log);
		assert.equal(torn, '{"body":"{\\"webhook_ev');
		assert.equal(deliveryFromText(whole).body, numbered(1));
		assert.deepEqual(others, []);
	}));

test("a log that cannot grow: 500, nothing half in it, and 202 once it can", () =>
	inLog(async (log) => {
		await listening(["--no-token", "--log", log], async ({ url, child, ...service }) => {
			// The system refuses to make a file larger than this limit, in the middle of a write, as it does on a full disk.
			const limit = (bytes) => output("prlimit", ["--pid", String(child.pid), `--fsize=${bytes}:unlimited`]);
			await limit(10_000);
			const kept = [];
			for (let id = 0; ; id++) {
				const status = await posted(url, numbered(id));
				if (status !== 202) {
					assert.equal(status, 500);
					break;
				}
				kept.push(numbered(id));
			}
			assert.ok(kept.length > 5);
			await limit("unlimited");
			assert.equal(await posted(url, numbered(-1)), 202);
			const { code, stderr: said } = await interrupted({ child, ...service });
			assert.equal(code, 0);
			assert.match(said, /not kept: .*log\.ndjson: file too large/);
			assert.deepEqual(bodies(log), [...kept, numbered(-1)]);
		});
	}));

test("a log that somebody moves or removes is made again", () =>
	inLog(async (log) => {
		await listening(["--no-token", "--log", log], async (service) => {
			await posted(service.url, numbered(1));
			renameSync(log, `${log}.old`);
			assert.equal(await posted(service.url, numbered(2)), 202);
			await interrupted(service);
		});
		assert.deepEqual([bodies(`${log}.old`), bodies(log)], [[numbered(1)], [numbered(2)]]);
	}));

test("Ctrl-C: an open request is finished, a new one is refused", () =>
	inLog(async (log) => {
		await listening(["--no-token", "--log", log], async (service) => {
			const body = numbered(1);
			const sending = request(service.url, {
				method: "POST",
				headers: { "content-length": Buffer.byteLength(body), connection: "keep-alive" },
			});
			sending.write(body.slice(0, 10));
			await once(sending, "socket");
			await posted(service.url, numbered(2));
			service.child.kill("SIGINT");
			await setTimeout(200);
			await assert.rejects(posted(service.url, numbered(3)));
			sending.end(body.slice(10));
			const [response] = await once(sending, "response");
			assert.equal(response.statusCode, 202);
			response.resume();
			const start = performance.now();
			const { code } = await service.done;
			assert.equal(code, 0);
			assert.ok(performance.now() - start < 3000);
		});
		assert.deepEqual(bodies(log), [numbered(2), numbered(1)]);
	}));

test("a second listen on the same log is refused, by whatever path, until the first one is gone", () =>
	inLog(async (log, folder) => {
		const link = join(folder, "link.ndjson");
		symlinkSync(log, link);
		const args = ["--no-token", "--rotate", "4K", "--log"];
		await listening([...args, log], async ({ url, child, done }) => {
			for (let id = 0; id < 20; id++) {
				assert.equal(await posted(url, numbered(id)), 202);
			}
			assert.ok(readdirSync(folder).includes("log.000001.ndjson"));
			for (const path of [log, link]) {
				const second = start(["listen", "--port", "0", ...args, path]);
				// One that is not refused would run for ever.
				setTimeout(10_000, undefined, { ref: false }).then(() => second.child.kill("SIGKILL"));
				const { code, stdout, stderr } = await second.done;
				const message = `azeer-webhooks: ${path}: another listen writes to it\n`;
				assert.deepEqual([code, stdout, stderr], [2, "", message]);
			}
			// Another log of the same folder has nothing to do with it.
			await listening([...args, join(folder, "other.ndjson")], interrupted);
			child.kill("SIGKILL");
			await done;
		});
		await listening([...args, log], async (service) => {
			assert.equal(await posted(service.url, numbered(20)), 202);
			await interrupted(service);
		});
		const segments = readdirSync(folder).filter((name) => /^log\.\d+\.ndjson$/.test(name));
		const found = [...segments.sort(), "log.ndjson"].flatMap((name) => bodies(join(folder, name)));
		assert.deepEqual(
			found.map((body) => JSON.parse(body).message_id),
			Array.from({ length: 21 }, (_, id) => id),
		);
	}));

test("what another program appends, or cuts off, is left alone", () =>
	inLog(async (log) => {
		await listening(["--no-token", "--log", log], async ({ url, child, ...service }) => {
			const limit = (bytes) => output("prlimit", ["--pid", String(child.pid), `--fsize=${bytes}:unlimited`]);
			assert.equal(await posted(url, numbered(1)), 202);
			const [line] = lines(log);
			appendFileSync(log, `${line}\n${line.slice(0, 50)}`);
			// A write that fails in the middle is cut off again, and nothing else.
			await limit(statSync(log).size + 20);
			assert.equal(await posted(url, numbered(2)), 500);
			await limit("unlimited");
			assert.equal(await posted(url, numbered(3)), 202);
			assert.deepEqual(lines(log).slice(0, 3), [line, line, line.slice(0, 50)]);
			assert.equal(deliveryFromText(lines(log)[3]).body, numbered(3));
			truncateSync(log);
			assert.equal(await posted(url, numbered(4)), 202);
			await interrupted({ child, ...service });
			assert.deepEqual(bodies(log), [numbered(4)]);
		});
	}));

test("the largest body that listen takes is read by check and inspect, though its line is longer", () =>
	inLog(async (log) => {
		const start = '{"webhook_event_type":"chat_closed","text":"';
		// Quotes with a backslash take four bytes in a line.
		const rest = 2 ** 20 - start.length - 2;
		const body = `${start}${'\\"'.repeat(Math.floor(rest / 2))}${"a".repeat(rest % 2)}"}`;
		assert.equal(body.length, 2 ** 20);
		await listening(["--no-token", "--log", log], async (service) => {
			assert.equal(await posted(service.url, body), 202);
			assert.equal(await posted(service.url, `${body} `), 413);
			await interrupted(service);
		});
		assert.ok(statSync(log).size > 1.9 * 2 ** 20);
		const checked = await run(["check", "--json", "--pointer", "/body", log]);
		assert.deepEqual([checked.code, JSON.parse(checked.stdout).valid], [0, 1]);
		assert.equal((await run(["inspect", "--line", "1", "--pointer", "/body", log])).code, 0);
		const small = await run(["check", "--json", "--pointer", "/body", "--max-bytes", "1000", log]);
		assert.deepEqual(
			JSON.parse(small.stdout).issues.map(({ code }) => code),
			["too_large"],
		);
	}));
