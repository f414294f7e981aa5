// readEventsInWorker with workers of Node.js. hosts.test.mjs runs the same checks with workers of the web.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { readEventsInWorker, serveEvents } from "azeer-webhooks/logs";
import { scratch } from "../hosts/made.mjs";
import { output } from "../hosts/row.mjs";
import { fixtures } from "../suite.mjs";
import { run } from "./in-worker.mjs";

const lines = [...fixtures.values()].map((text) => `${text.replaceAll("\n", "")}\n`).join("");
const gzip = Buffer.concat([gzipSync(lines), gzipSync(lines)]).toString("base64");
const started = (text) => new Worker(text, { eval: true });
// The text of a worker resolves names in the folder of the process.
const entry = createRequire(import.meta.url).resolve("azeer-webhooks/logs");
const SERVING = `require(${JSON.stringify(entry)}).serveEvents();`;

test("the checks of all hosts, in worker_threads", async () => {
	const worker = started(SERVING);
	const { checks, failures } = await run({ lines, gzip, worker });
	await worker.terminate();
	assert.deepEqual(failures, []);
	assert.ok(checks > 5);
});

async function failure(text, during = () => {}) {
	const worker = started(text);
	const endless = new ReadableStream({
		pull: (controller) => controller.enqueue(new TextEncoder().encode(lines)),
	});
	try {
		for await (const _ of readEventsInWorker(endless, { worker })) {
			during(worker);
		}
	} catch (error) {
		return error;
	} finally {
		await worker.terminate();
	}
	throw new Error("nothing was thrown");
}

test("a worker that fails, and one that ends", async () => {
	const failed = await failure('throw new Error("no disk");');
	assert.equal(failed.message, "the worker that reads the log has failed");
	assert.equal(failed.cause.message, "no disk");
	const ended = await failure(SERVING, (worker) => worker.terminate());
	assert.equal(ended.message, "the worker that reads the log has ended");
	const worker = started(SERVING);
	await worker.terminate();
	await assert.rejects(readEventsInWorker(lines, { worker }).next(), { message: ended.message });
});

test("serveEvents is for workers, and leaves other messages alone", async () => {
	assert.throws(() => serveEvents(), { message: "serveEvents has to be called in a worker" });
	const worker = started(
		`${SERVING}\nconst { parentPort } = require("node:worker_threads");\nparentPort.on("message", (it) => it === "ping" && parentPort.postMessage("pong"));`,
	);
	const answers = [];
	worker.on("message", (it) => answers.push(it));
	worker.postMessage("ping");
	worker.postMessage(null);
	for await (const batch of readEventsInWorker(lines, { worker })) {
		assert.equal(batch.length, fixtures.size);
	}
	await worker.terminate();
	assert.deepEqual(answers, ["pong"]);
});

test("a program ends when its log has been read and its worker ended", () =>
	scratch(
		{
			"worker.mjs": 'import { serveEvents } from "azeer-webhooks/logs";\nserveEvents();\n',
			"program.mjs": `import { Worker } from "node:worker_threads";
import { readEventsInWorker } from "azeer-webhooks/logs";
// Ends this program even in an endless loop, and if the test no longer waits for it.
new Worker("setTimeout(() => process.kill(process.pid, 'SIGKILL'), 30_000)", { eval: true }).unref();
const worker = new Worker(new URL("./worker.mjs", import.meta.url));
for await (const results of readEventsInWorker(${JSON.stringify(lines)}, { worker })) console.log(results.length);
await worker.terminate();
`,
		},
		async (cwd) => {
			assert.equal(await output(process.execPath, ["program.mjs"], { cwd }), `${fixtures.size}\n`);
		},
		import.meta.dirname,
	));
