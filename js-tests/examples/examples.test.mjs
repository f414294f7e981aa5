// Runs the services in examples/ as their READMEs say: installs the packed package, starts them and posts to them.

import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { customerPhone, messageText, safeParse, sentAt } from "azeer-webhooks";
import { deliveryKey } from "azeer-webhooks/server";
import { packed } from "../../scripts/install.mjs";
import { program } from "../hosts/programs.mjs";
import { freePort, listening, output, row, running } from "../hosts/row.mjs";
import { fixtures } from "../suite.mjs";
import { openCollector } from "./collector.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const TOKEN = "a-token-of-some-length";

/** The status that each fixture is answered with. Messages and unknown events have handlers, other events have none. */
const answers = {
	"01-incoming-text": 200,
	"02-incoming-audio": 200,
	"03-incoming-interactive": 200,
	"04-incoming-text-second": 200,
	"05-incoming-location": 200,
	"06-outgoing-text": 200,
	"07-outgoing-audio": 200,
	"08-contact-insert": 202,
	"09-contact-update": 202,
	"10-broadcast-complete": 202,
	"11-incoming-text-arabic": 200,
	"12-named-event": 202,
	"13-unknown-event": 200,
	"14-message-body": 200,
	"15-broken": 202,
};
const good = fixtures.get("01-incoming-text");
/** The key of this message is in none of the fixtures. */
const another = good.replace('"message_id": 12345', '"message_id": 67890');
const broken = good.slice(0, -10);

/** What an example has to keep of all that is posted to it. */
const kept = [...["13-unknown-event", "14-message-body", "15-broken"].map((it) => fixtures.get(it)), broken];

/** Broken bodies that are posted at once: larger than what a file takes in one write. */
const large = ["a", "b", "c", "d"].map((letter) => `"${letter.repeat(2 ** 20 - 1)}`);

/** What an example has to print: the id of each message once, and nothing that a person wrote. */
const printed = [...fixtures, ["incoming", another]]
	.filter(([name]) => answers[name] !== 202 && /incoming|outgoing/.test(name))
	.map(([, text]) => JSON.parse(text))
	.map((message) => `${message.direction} ${message.message_id}`);

/**
 * The commands of a README that install and start an example, the token's header and the path of its curl, and commands that follow
 * it.
 */
function instructions(folder) {
	const readme = readFileSync(join(folder, "README.md"), "utf8");
	const blocks = [...readme.matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, text]) => text);
	const posts = blocks.findIndex((block) => block.startsWith("curl "));
	const [start, curl, ...later] = blocks.slice(posts - 1);
	const install = blocks.slice(0, posts - 1);
	assert.equal([...install, start].filter((block) => block.includes("TOKEN=secret")).length, 1, folder);
	const [, header, fixture, path] =
		/^curl -i -H "(\S+): secret" --data-binary @(\S+) http:\/\/localhost:8080(\/\S*)$/.exec(
			curl.replaceAll("\\\n  ", ""),
		);
	assert.ok(existsSync(join(folder, fixture)), fixture);
	return {
		install: install.map((block) => block.replace("TOKEN=secret", `TOKEN=${TOKEN}`)),
		start: start.replace(/TOKEN=secret (PORT=8080 )?/, `TOKEN=${TOKEN} `).replace("8080", "$PORT"),
		later,
		header,
		path,
	};
}

/** A function that posts a body to a running example, and resolves to the status of the answer. */
function posting(port, { header, path }) {
	return async (body, { token = TOKEN, method = "POST" } = {}) => {
		const headers = { "content-type": "application/json", ...(token && { [header]: token }) };
		const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body, headers });
		await response.arrayBuffer();
		return response.status;
	};
}

/** Posts to a running example. Returns how many answers there were by status; each was as expected. */
async function assertReceives(ask) {
	const statuses = {};
	const expect = async (status, ...request) => {
		assert.equal(await ask(...request), status, JSON.stringify(request));
		statuses[status] = (statuses[status] ?? 0) + 1;
	};
	assert.deepEqual(Object.keys(answers), [...fixtures.keys()]);
	for (const token of ["wrong", `${TOKEN}x`, TOKEN.slice(1), ""]) {
		await expect(401, another, { token });
	}
	for (const [name, status] of Object.entries(answers)) {
		await expect(status, fixtures.get(name));
	}
	await expect(202, broken);
	await expect(200, good);
	await expect(200, JSON.stringify(JSON.parse(good)));
	await expect(413, " ".repeat(2 ** 20 + 1));
	await expect(405, undefined, { method: "GET" });
	await expect(200, another);
	await Promise.all(large.map((body) => expect(202, body)));
	return statuses;
}

/** The bodies that an example has appended to its file. */
function bodiesInFile({ cwd }) {
	const lines = readFileSync(join(cwd, "kept.ndjson"), "utf8").split("\n").filter(Boolean);
	return lines.map((line) => JSON.parse(line).body);
}

/** The rows that a statement gives in the database of the Worker. */
async function rows(query, options) {
	const command = `npx wrangler d1 execute azeer --local --json --command "${query}"`;
	const [{ results }] = JSON.parse(await output("sh", ["-ec", command], options));
	return results;
}

/** The bodies that the Worker has written into its table. */
async function bodiesInTable(options) {
	const results = await rows("SELECT CAST(body AS TEXT) AS body FROM kept ORDER BY id", options);
	return results.map(({ body }) => body);
}

/** An unknown event that has a text, as one integrator reports it. */
const nested = fixtures.get("14-message-body").replace('"text": "hello"', '"text": { "body": "nested" }');

/** Checks that the Worker has each text once, also when its handler runs again. */
async function assertTexts(options, post, [query]) {
	assert.equal(await post(nested), 200);
	const select = "SELECT delivery_key, phone, sent_at, text FROM texts ORDER BY delivery_key";
	const texts = await rows(select, options);
	const expected = [...fixtures.values(), another, nested]
		.map((body) => safeParse(body))
		.filter(({ ok, event }) => ok && messageText(event) !== null)
		.map(({ event }) => ({
			delivery_key: deliveryKey(event),
			phone: customerPhone(event),
			sent_at: sentAt(event).toISOString(),
			text: messageText(event),
		}));
	assert.deepEqual(
		texts,
		expected.sort((a, b) => (a.delivery_key < b.delivery_key ? -1 : 1)),
	);
	await rows("DELETE FROM azeer_deliveries", options);
	assert.equal(await post(good), 200);
	assert.deepEqual(await rows(select, options), texts);
	assert.match(await output("sh", ["-ec", query], options), /nested/);
}

/**
 * Copies an example, installs and starts it, and posts to it. `programs` are hosts whose folders come first in PATH;
 * `banner` matches lines that the framework prints; `collector` is where it sends metrics; `keptBodies` reads what it keeps;
 * `assertStored` checks what it stores besides.
 */
async function run(
	name,
	{ programs = [], env: added = {}, banner, collector, keptBodies = bodiesInFile, assertStored } = {},
) {
	const source = join(root, "examples", name);
	const { install, start, later, ...target } = instructions(source);
	const folder = mkdtempSync(join(tmpdir(), "azeer-example-"));
	const cwd = join(folder, basename(source));
	const paths = [...programs.map(program), process.execPath].map((it) => dirname(it));
	const env = { ...process.env, PATH: [...paths, process.env.PATH].join(delimiter), ...added };
	try {
		cpSync(source, cwd, {
			recursive: true,
			filter: (it) => !/[/\\](node_modules|target|dist|\.next)$/.test(it),
		});
		const manifest = join(cwd, "Cargo.toml");
		if (existsSync(manifest)) {
			const text = readFileSync(manifest, "utf8");
			assert.ok(text.includes('path = "../.."'), text);
			writeFileSync(manifest, text.replace('path = "../.."', `path = ${JSON.stringify(root)}`));
		}
		for (const command of install) {
			await output("sh", ["-ec", command.replaceAll("../../pkg/azeer-webhooks-*.tgz", packed())], {
				cwd,
				env,
			});
		}
		const port = await freePort();
		const options = { cwd, env: { ...env, PORT: port } };
		return await running("sh", ["-ec", start], options, async (child) => {
			let text = "";
			child.stdout.on("data", (part) => {
				text += part;
			});
			await listening(child, () => fetch(`http://127.0.0.1:${port}/`));
			const ask = posting(port, target);
			const statuses = await assertReceives(ask);
			// The request that waited for the service was a GET too.
			await collector?.assertCounts({ ...statuses, 405: statuses[405] + 1 });
			const bodies = await keptBodies({ cwd, env });
			assert.deepEqual(bodies.slice(0, kept.length), kept);
			// Not printed whole if they differ.
			assert.ok(
				isDeepStrictEqual(bodies.slice(kept.length).sort(), large),
				"large bodies are not kept whole",
			);
			// The last answer can arrive before what was printed before it.
			for (let tries = 100; tries > 0 && !text.includes(`${printed.at(-1)}\n`); tries--) {
				await setTimeout(50);
			}
			const own = text.split("\n").filter((line) => line !== "" && !banner?.test(line));
			assert.deepEqual(own, printed);
			await assertStored?.({ cwd, env }, ask, later);
			assert.equal(child.exitCode ?? child.signalCode, null, "the service has ended");
			return { checks: sum(statuses) + 2, failures: [] };
		});
	} finally {
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);

/** Runs an example that exports metrics, with a collector that speaks OTLP. */
async function runMetered(name, options) {
	const collector = await openCollector();
	try {
		const { endpoint } = collector;
		const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_METRIC_EXPORT_INTERVAL: 300 };
		return await run(name, { ...options, env, collector });
	} finally {
		collector.close();
	}
}

const matrix = { only: "matrix" };
/** What wrangler prints. */
const WRANGLER =
	/^( ⛅️ |─+$|Using secrets|Your Worker has|Binding |env\.|⎔ |.*WARNING| {2}To manually| {4}curl| {2}For more|\[wrangler:info\] |Cloudflare collects)/;

for (const [name, options, when] of [
	["express"],
	["fastify", {}, matrix],
	["hono-node", {}, matrix],
	["bun", { programs: ["bun"] }],
	["deno", { programs: ["deno"] }, matrix],
	["lambda", {}, matrix],
	["nestjs", {}, matrix],
	["nextjs", { env: { NEXT_TELEMETRY_DISABLED: "1" }, banner: /^(▲|-| ?✓) / }, matrix],
	// A folder for all runs, so that dependencies are compiled once.
	["opentelemetry", { programs: ["node24"], run: runMetered }],
	[
		"workers",
		{
			programs: ["node24"], // wrangler needs Node.js 22
			env: { CI: "1", NO_COLOR: "1", WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" },
			banner: WRANGLER,
			keptBodies: bodiesInTable,
			assertStored: assertTexts,
		},
	],
	["axum", { env: { CARGO_TARGET_DIR: join(root, "target", "examples") } }],
]) {
	const { run: runs = run, ...others } = options ?? {};
	row("example", name, () => runs(name, others), when);
}
