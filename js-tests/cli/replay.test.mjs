// `replay`: what it posts, where, how often, and what it says of the answers.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { deliveryFromText, deliveryToText, toDelivery } from "azeer-webhooks/server";
import { freePort } from "../hosts/row.mjs";
import { fixtures } from "../suite.mjs";
import { inFolder, interrupted, listening } from "./listening.mjs";
import { run, start } from "./run.mjs";

const all = [...fixtures.values()];
const onLine = (body) => body.replaceAll("\n", "");
const numbered = (message_id) =>
	JSON.stringify({ ...JSON.parse(fixtures.get("01-incoming-text")), message_id });
const many = (count) => Array.from({ length: count }, (_, id) => numbered(id));

/** Runs a server. `answer` gets each request, with its body, and the response. */
async function serving(answer, use) {
	const received = [];
	const server = createServer(async (request, response) => {
		const chunks = [];
		for await (const chunk of request) {
			chunks.push(chunk);
		}
		const body = Buffer.concat(chunks).toString();
		received.push({ body, headers: request.headers, method: request.method, at: performance.now() });
		answer(response, received.length, body);
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	try {
		return await use(`http://127.0.0.1:${server.address().port}/in?key=hidden`, received);
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

const ok = (response) => response.writeHead(202).end();
const bodiesOf = (received) => received.map(({ body }) => body);

/** Calls `use` with the name of a file that has this content. */
const withLog = (content, use) =>
	inFolder((folder) => {
		const log = join(folder, "log");
		writeFileSync(log, content);
		return use(log);
	});

describe("replay", { concurrency: 4 }, () => {
	test("the examples, to listen: its log has them all, and is posted in turn", () =>
		inFolder(async (folder) => {
			const [first, second] = ["first", "second"].map((name) => join(folder, name));
			const posted = await listening(["--no-token", "--log", first], async ({ url }) =>
				run(["replay", "--fixtures", "--to", url]),
			);
			assert.equal(posted.code, 0, posted.stderr);
			assert.match(posted.stdout, new RegExp(`^ *202 +${all.length}$`, "m"));
			assert.match(posted.stdout, new RegExp(`^${all.length} deliveries posted in [\\d.]+ s$`, "m"));
			await listening(["--no-token", "--log", second], async ({ url }) => {
				assert.equal((await run(["replay", first, "--to", url])).code, 0);
			});
			for (const log of [first, second]) {
				const lines = readFileSync(log, "utf8").trimEnd().split("\n");
				assert.deepEqual(
					lines.map((line) => deliveryFromText(line).body),
					all,
				);
			}
		}));

	test("a log that grows while it is posted, as one that is posted to does, is posted once", () =>
		inFolder(async (folder) => {
			const log = join(folder, "log");
			await listening(["--no-token", "--log", log], async ({ url }) => {
				assert.equal((await run(["replay", "--fixtures", "--to", url])).code, 0);
				const { code, stdout } = await run(["replay", log, "--to", url]);
				assert.equal(code, 0);
				assert.match(stdout, new RegExp(`^${all.length} deliveries posted in [\\d.]+ s$`, "m"));
			});
			assert.equal(readFileSync(log, "utf8").trimEnd().split("\n").length, 2 * all.length);
		}));

	test("bare bodies, deliveries, arrays and wrapped bodies; compressed or not; byte for byte", async () => {
		const odd = [...all, "no JSON", '{"a":\t1e400 }', numbered(2 ** 53)].map(onLine);
		const bytes = Buffer.from([0x7b, 0xff]);
		const logs = [
			[odd.join("\r\n"), odd],
			[
				[...odd, bytes].map((body) => deliveryToText(toDelivery(body))).join("\n"),
				[...odd, bytes.toString()],
			],
			[`[${all.join(",\n")}]`, all.map((body) => body.trim())],
			[odd.map((body) => JSON.stringify({ in: { body } })).join("\n"), odd, ["--pointer", "/in/body"]],
		];
		for (const [content, wanted, args = []] of logs) {
			for (const written of [content, gzipSync(content)]) {
				await withLog(written, (log) =>
					serving(ok, async (url, received) => {
						const { code, stderr } = await run(["replay", log, "--to", url, ...args]);
						assert.equal(code, 0, stderr);
						assert.deepEqual(bodiesOf(received), wanted);
					}),
				);
			}
		}
	});

	test("headers, the method and the type", () =>
		serving(ok, async (url, received) => {
			const args = ["--header", "X-Token: a: b", "--header", "content-type:text/plain"];
			const { stdout } = await run(["replay", "-", "--to", url, ...args], { input: numbered(1) });
			const [{ method, headers }] = received;
			assert.deepEqual([method, headers["x-token"], headers["content-type"]], ["POST", "a: b", "text/plain"]);
			await run(["replay", "-", "--to", url], { input: numbered(1) });
			assert.equal(received[1].headers["content-type"], "application/json");
			assert.ok(!stdout.includes("hidden"));
		}));

	test("filters", () =>
		withLog(all.map(onLine).join("\n"), async (log) => {
			const dry = async (...args) => {
				const { code, stdout } = await run(["replay", log, "--dry-run", ...args]);
				assert.equal(code, 0);
				return stdout
					.split("\n")
					.filter(Boolean)
					.map((line) => Number(/:(\d+) /.exec(line)[1]));
			};
			const wanted = await Promise.all([
				dry("--event", "new_contact", "--event", "broadcast_complete"),
				dry("--type", "audio", "--type", "location"),
				dry("--event", "outgoing_msg", "--type", "text"),
				dry("--since", "2024-03-08T09:44:38.116Z", "--until", "2024-03-08T09:44:38.117Z"),
				dry("--phone", `+${JSON.parse(fixtures.get("02-incoming-audio")).from}`, "--type", "audio"),
			]);
			const lines = (is) => all.flatMap((body, at) => (is(JSON.parse(body)) ? [at + 1] : []));
			assert.deepEqual(wanted, [
				lines(({ webhook_event_type: name }) => name === "new_contact" || name === "broadcast_complete"),
				lines(({ message_type: type }) => type === "audio" || type === "location"),
				lines((it) => it.webhook_event_type === "outgoing_msg" && it.message_type === "text"),
				lines(({ timestamp }) => timestamp.startsWith("2024-03-08T09:44:38.116")),
				lines((it) => it.message_type === "audio" && [it.from, it.to].includes(JSON.parse(all[1]).from)),
			]);
			assert.deepEqual(await dry("--phone", "1", "--event", "incoming_msg"), []);
			assert.ok(
				wanted.every((found) => found.length > 0),
				JSON.stringify(wanted),
			);
		}));

	test("a dry run shows nothing that a person wrote", () =>
		withLog(all.map(onLine).join("\n"), async (log) => {
			const { stdout } = await run(["replay", log, "--dry-run"]);
			assert.equal(stdout.trimEnd().split("\n").length, all.length);
			assert.match(stdout, /:1 incoming_msg text \(\d+ B\)$/m);
			assert.match(stdout, /:15 invalid incoming_msg text \(\d+ B\)$/m);
			const json = await run(["replay", log, "--dry-run", "--json", "--type", "audio"]);
			const bytes = (at) => Buffer.byteLength(onLine(all[at]));
			const audio = { file: log, isValid: true, messageType: "audio" };
			assert.deepEqual(json.stdout.trimEnd().split("\n").map(JSON.parse), [
				{ ...audio, line: 2, event: "incoming_msg", bytes: bytes(1) },
				{ ...audio, line: 7, event: "outgoing_msg", bytes: bytes(6) },
			]);
		}));

	test("duplicates come later, and a seed gives the same order", () =>
		withLog(many(200).join("\n"), async (log) => {
			const order = async (...args) =>
				serving(ok, async (url, received) => {
					await run(["replay", log, "--to", url, ...args]);
					return bodiesOf(received).map((body) => JSON.parse(body).message_id);
				});
			const ids = Array.from({ length: 200 }, (_, id) => id);
			const [twice, shuffled, again, other] = await Promise.all([
				order("--duplicates", "100%"),
				order("--shuffle", "--duplicates", "0.2"),
				order("--shuffle", "--duplicates", "0.2"),
				order("--shuffle", "--duplicates", "0.2", "--seed", "2"),
			]);
			assert.deepEqual(
				[...twice].sort((a, b) => a - b),
				ids.flatMap((id) => [id, id]),
			);
			assert.deepEqual([...new Set(twice)], ids);
			assert.ok(ids.some((id) => twice.lastIndexOf(id) - twice.indexOf(id) > 2));
			assert.deepEqual(shuffled, again);
			assert.notDeepEqual(shuffled, other);
			assert.deepEqual(
				[...new Set(shuffled)].sort((a, b) => a - b),
				ids,
			);
			assert.ok(shuffled.length > 220 && shuffled.length < 260, shuffled.length);
			assert.notDeepEqual([...new Set(shuffled)], ids);
		}));

	test("answers are counted by status, and the exit code is 1 if one is no success", () =>
		withLog(many(6).join("\n"), (log) =>
			serving(
				(response, count) => response.writeHead([200, 202, 422, 500, 422, 204][count - 1]).end(),
				async (url) => {
					const { code, stdout } = await run(["replay", log, "--to", url, "--json"]);
					assert.equal(code, 1);
					const { seconds, ...totals } = JSON.parse(stdout);
					const answers = { 200: 1, 202: 1, 204: 1, 422: 2, 500: 1 };
					assert.deepEqual(totals, { posted: 6, accepted: 3, unanswered: 0, retries: 0, answers });
					assert.ok(seconds > 0);
				},
			),
		));

	test("a missing token is said", () =>
		withLog(many(2).join("\n"), (log) =>
			serving(
				(response) => response.writeHead(401).end(),
				async (url) => {
					const { code, stdout } = await run(["replay", log, "--to", url]);
					assert.equal(code, 1);
					assert.match(stdout, /401, no token that is accepted: see --header +2$/m);
				},
			),
		));

	test("a redirect is not followed", () =>
		serving(ok, (elsewhere, stolen) =>
			serving(
				(response) => response.writeHead(307, { location: elsewhere }).end(),
				async (url) => {
					const { code, stdout } = await run(["replay", "-", "--to", url], { input: numbered(1) });
					assert.equal(code, 1);
					assert.match(stdout, /307, a redirect, which is not followed +1/);
					assert.deepEqual(stolen, []);
				},
			),
		));

	test("only with --retries, and only if a later try can succeed, is a request repeated", () =>
		serving(
			(response, count) => {
				if (count === 3) {
					response.socket.destroy();
				} else {
					response.writeHead(count < 5 ? 503 : 202).end();
				}
			},
			async (url, received) => {
				const once = await run(["replay", "-", "--to", url], { input: numbered(1) });
				assert.deepEqual([once.code, received.length], [1, 1]);
				const often = await run(["replay", "-", "--to", url, "--retries", "3"], { input: numbered(1) });
				assert.equal(often.code, 0, often.stdout);
				assert.match(often.stdout, /1 delivery posted in [\d.]+ s, 3 requests repeated/);
				assert.equal(received.length, 5);
				await serving(
					(response) => response.writeHead(422).end(),
					async (refusing, refused) => {
						await run(["replay", "-", "--to", refusing, "--retries", "3"], { input: numbered(1) });
						assert.equal(refused.length, 1);
					},
				);
			},
		));

	test("a server that hangs, one that hangs up, and none at all", async () => {
		await serving(
			() => {},
			async (url) => {
				const { code, stdout } = await run(["replay", "-", "--to", url, "--timeout", "0.2"], {
					input: numbered(1),
				});
				assert.equal(code, 1);
				assert.match(stdout, /no answer in time +1/);
			},
		);
		await serving(
			(response) => response.socket.destroy(),
			async (url) => {
				const args = ["replay", "-", "--to", url];
				const { code, stdout } = await run(args, { input: numbered(1) });
				assert.equal(code, 1);
				assert.match(stdout, /UND_ERR_SOCKET|ECONNRESET/);
				const { posted, accepted, unanswered } = JSON.parse(
					(await run([...args, "--json"], { input: numbered(1) })).stdout,
				);
				assert.deepEqual({ posted, accepted, unanswered }, { posted: 0, accepted: 0, unanswered: 1 });
			},
		);
		const nowhere = `http://127.0.0.1:${await freePort()}/?key=hidden`;
		const { code, stdout, stderr } = await run(["replay", "-", "--to", nowhere], {
			input: many(50).join("\n"),
		});
		assert.equal(code, 1);
		assert.match(stdout, /ECONNREFUSED +10\n0 deliveries posted in [\d.]+ s, 10 without an answer\n$/);
		assert.match(stderr, /nothing answers at 127.0.0.1:\d+; the rest was not posted/);
		assert.ok(!(stdout + stderr).includes("hidden"));
	});

	test("--rate limits deliveries in a second, --concurrency requests at once", async () => {
		let [open, most] = [0, 0];
		await serving(
			async (response) => {
				most = Math.max(most, ++open);
				await setTimeout(50);
				open--;
				ok(response);
			},
			async (url, received) => {
				const input = many(20).join("\n");
				await run(["replay", "-", "--to", url, "--concurrency", "5"], { input });
				assert.equal(most, 5);
				received.length = 0;
				const begun = performance.now();
				await run(["replay", "-", "--to", url, "--concurrency", "5", "--rate", "20"], { input });
				const seconds = (received.at(-1).at - begun) / 1000;
				assert.ok(seconds > 0.9, `20 deliveries at 20 a second took ${seconds} s`);
			},
		);
	});

	test("what is no whole body is not posted, and said", async () => {
		const torn = deliveryToText(toDelivery(numbered(2))).slice(0, 40);
		await withLog(`${numbered(1)}\n${torn}\n${numbered(3)}\n`, (log) =>
			serving(ok, async (url, received) => {
				const { code, stderr } = await run(["replay", log, "--to", url]);
				assert.equal(code, 1);
				assert.match(
					stderr,
					/log, line 2: not posted, because it is unfinished: the program that wrote it was stopped\n/,
				);
				assert.deepEqual(bodiesOf(received), [numbered(1), numbered(3)]);
			}),
		);
	});

	test("Ctrl-C: the open request is finished, and the totals so far are printed", () =>
		serving(
			async (response) => {
				await setTimeout(300);
				ok(response);
			},
			async (url, received) =>
				withLog(many(100).join("\n"), async (log) => {
					const replay = start(["replay", log, "--to", url], { input: null });
					while (received.length < 2) {
						await setTimeout(20);
					}
					const { code, stdout } = await interrupted(replay);
					assert.equal(code, 130);
					assert.match(stdout, /^Interrupted\. Until then:$/m);
					assert.match(stdout, new RegExp(`${received.length} deliveries posted`));
					assert.ok(received.length < 10);
				}),
		));

	test("wrong use", async () => {
		const wrong = [
			[["--to", "http://localhost"], /name files, or say --fixtures/],
			[["a.ndjson", "--fixtures", "--to", "http://localhost"], /name files, or say --fixtures/],
			[["--fixtures"], /say where to post: --to URL, or --dry-run/],
			[["--fixtures", "--to", "ftp://localhost"], /--to has to be an address that begins with http/],
			[["--fixtures", "--to", "http://a:b@localhost"], /--to may not have a password/],
			[
				["--fixtures", "--to", "http://localhost", "--header", "s3cret"],
				/--header has to be a name, a colon/,
			],
			[["--fixtures", "--duplicates", "2"], /It has to be a share from 0 to 1/],
			[["--fixtures", "--since", "yesterday"], /It has to be a date such as/],
			[["none.ndjson", "--to", "http://localhost"], /none.ndjson: no such file/],
		];
		await Promise.all(
			wrong.map(async ([args, message]) => {
				const { code, stdout, stderr } = await run(["replay", ...args]);
				assert.equal(code, 2, stderr);
				assert.match(stderr, message);
				assert.ok(!(stdout + stderr).includes("s3cret"));
			}),
		);
	});
});
