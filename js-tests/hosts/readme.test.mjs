// Runs every example of the package's README unchanged in its host, and the server of the project's README.

import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { EdgeRuntime } from "edge-runtime";
import { fixtures } from "../suite.mjs";
import { closeBrowsers, inPage, serving } from "./browsers.mjs";
import { bundled, scratch } from "./made.mjs";
import { program } from "./programs.mjs";
import {
	assertAnswers,
	assertKept,
	assertPrivate,
	assertWithstands,
	failing,
	good,
	kept,
	LIMIT,
} from "./receivers.mjs";
import { freePort, listening, output, printed, row, running } from "./row.mjs";
import { makeWorker } from "./workerd.mjs";

const root = dirname(createRequire(import.meta.url).resolve("azeer-webhooks/package.json"));
const readme = readFileSync(join(root, "README.md"), "utf8");
const projectReadme = readFileSync(join(import.meta.dirname, "..", "..", "README.md"), "utf8");
const published = (name) => readFileSync(join(root, "dist", name));
const blocks = Object.fromEntries(
	[...`${readme}\n${projectReadme}`.matchAll(/^```\w+ host=(\w+)\n(.*?)^```/gms)].map(([, host, text]) => [
		host,
		text,
	]),
);
const [, permissions] = /(--allow-[^`]*)`/.exec(readme);
after(closeBrowsers);

/** Files that the recipes share. */
const shared = Object.fromEntries(
	[...readme.matchAll(/^```js file=(\S+)\n(.*?)^```/gms)].map(([, name, text]) => [name, text]),
);

/** Resolves if something listens at the port. */
async function connected(port) {
	const socket = connect(port, "127.0.0.1");
	await once(socket, "connect");
	socket.destroy();
}

/** Starts a server at a free port, which it reads from the variable PORT, and calls `run` once it listens. */
async function listened(text, [name, ...args], run) {
	const port = await freePort();
	const files = {
		...shared,
		"deliveries.mjs": failing(shared["deliveries.mjs"]),
		"server.mjs": text,
	};
	return scratch(files, (cwd) =>
		running(name, [...args, "server.mjs"], { cwd, env: { ...process.env, PORT: port } }, async (server) => {
			let log = "";
			for (const stream of [server.stdout, server.stderr]) {
				stream.on("data", (part) => {
					log += part;
				});
			}
			const ask = (request) => fetch(`http://127.0.0.1:${port}/`, request);
			await listening(server, () => connected(port));
			const outcome = await run({ ask, port, server, file: join(cwd, "refused.ndjson"), log: () => log });
			assert.equal(server.exitCode ?? server.signalCode, null, "the server has ended");
			return outcome;
		}),
	);
}

/** The deliveries in a file of kept ones. */
function readKept(file) {
	const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
	return lines.map((line) => {
		const { reason, body } = JSON.parse(line);
		return { reason, body: Buffer.from(body, "base64") };
	});
}

function served(text, command, traits) {
	return listened(text, command, async ({ ask, port, file, log }) => {
		const checks = (await assertAnswers(ask)) + (await assertWithstands(port, ask, traits));
		assertKept(readKept(file), kept);
		assertPrivate(log());
		// If the delivery cannot be kept, the answer is not 2xx, so that the sender does not forget it.
		rmSync(file);
		mkdirSync(file);
		assert.equal((await ask({ method: "POST", body: "{" })).status, 500);
		assert.equal((await ask({ method: "POST", body: good })).status, 204);
		return { checks: checks + 4, failures: [] };
	});
}

/** Tests Express with a body parser before the route. The route then finds no body, which is not the sender's fault. */
async function servedBehind(parser, text) {
	const line = "const app = express();";
	assert.ok(text.includes(line));
	const behind = text.replace(line, `${line}\napp.use(${parser});`);
	return listened(behind, [process.execPath], async ({ ask, server, file }) => {
		const message = printed(server, /(a body parser before this route has taken the body)/);
		const headers = { "content-type": "application/json" };
		const post = async (body) => (await ask({ method: "POST", headers, body })).status;
		assert.equal(await post(good), 500, parser);
		await message;
		assert.equal(existsSync(file), false);
		assert.equal(await post(""), 400, parser);
		assertKept(readKept(file), [{ body: "", reason: [{ code: "empty" }] }]);
		return { checks: 2, failures: [] };
	});
}

/** `main.mjs` bundled with everything that it imports. */
function script(files, options) {
	return scratch(files, (folder) => bundled({ entryPoints: [join(folder, "main.mjs")], ...options }));
}

/** Runs a worker made from these files, with `main.mjs` as the entry and a bucket for refused deliveries. */
async function inWorkerd(files, core) {
	const entry = await script(files, { conditions: ["workerd"], external: ["*.wasm"] });
	let log = "";
	const worker = makeWorker(
		{ "worker.mjs": entry, [core]: published("core.wasm") },
		{
			r2Buckets: ["REFUSED"],
			handleRuntimeStdio(...streams) {
				for (const stream of streams) {
					stream.on("data", (part) => {
						log += part;
					});
				}
			},
		},
	);
	try {
		const ask = (request) => worker.dispatchFetch("http://worker/", request);
		const { port } = await worker.ready;
		const checks = (await assertAnswers(ask)) + (await assertWithstands(port, ask));
		assertKept(await inBucket(await worker.getR2Bucket("REFUSED")), kept);
		assertPrivate(log);
		return { checks: checks + 2, failures: [] };
	} finally {
		await worker.dispose();
	}
}

/** The deliveries kept in a bucket. The first line of an object is the reason. */
async function inBucket(bucket) {
	const { objects } = await bucket.list();
	return Promise.all(
		objects.map(async ({ key }) => {
			const bytes = Buffer.from(await (await bucket.get(key)).arrayBuffer());
			const end = bytes.indexOf("\n");
			return { reason: JSON.parse(bytes.subarray(0, end)), body: bytes.subarray(end + 1) };
		}),
	);
}

/** Vercel's edge runtime with one route. */
async function edgeRuntime(text) {
	const main = `import { POST } from "./route.mjs";
globalThis.log = [];
console.log = console.error = (...args) => log.push(args.join(" "));
addEventListener("fetch", (event) => event.respondWith(POST(event.request)));`;
	const initialCode = await script({ ...shared, "main.mjs": main, "route.mjs": text }, { format: "iife" });
	const runtime = new EdgeRuntime({ initialCode });
	return { runtime, ask: (request) => runtime.dispatchFetch("http://edge/", request) };
}

/** A request whose body comes in pieces. `next(taken)` returns a piece, `undefined` at the end, or throws. */
function pieces(next) {
	let taken = 0;
	const body = new ReadableStream({
		pull(controller) {
			const piece = next(taken);
			if (piece === undefined) {
				controller.close();
			} else {
				taken += piece.length;
				controller.enqueue(piece);
			}
		},
	});
	return { request: { method: "POST", body, duplex: "half" }, taken: () => taken };
}

/** Opens a page and compares its outcome with the wanted one. */
async function shown(address, wanted) {
	assert.equal(await inPage("chromium", address), wanted);
	return { checks: 1, failures: [] };
}

const examples = {
	readme: (text) => served(failing(text), [process.execPath]),
	node: (text) => served(text, [process.execPath]),
	async express(text) {
		const outcomes = [
			await served(text, [process.execPath]),
			await servedBehind("express.json()", text),
			await servedBehind("express.raw({ type: () => true })", text),
		];
		return { checks: outcomes.reduce((sum, { checks }) => sum + checks, 0), failures: [] };
	},
	commonjs: (text) =>
		scratch({ "example.cjs": text }, async (cwd) => {
			assert.equal(await output(process.execPath, ["example.cjs"], { cwd }), "chat_closed\n");
			return { checks: 1, failures: [] };
		}),
	bun: (text) => served(text, [program("bun"), "run"]),
	// With the permissions that the README names.
	deno(text) {
		const command = [program("deno"), "run", "--no-prompt", ...permissions.split(/\s+/)];
		return served(text, command, { drains: true });
	},
	workerd: (text) => inWorkerd({ ...shared, "main.mjs": failing(text) }, "core.wasm"),
	slim(text) {
		const slim = shared["receive.mjs"].replace('"azeer-webhooks"', '"azeer-webhooks/slim"');
		const files = { "main.mjs": text, "worker.mjs": failing(blocks.workerd), "receive.mjs": slim };
		return inWorkerd(files, "azeer-webhooks/core.wasm");
	},
	async edge(text) {
		// The unchanged example keeps nothing: it answers 500 for a refused delivery.
		const bare = await edgeRuntime(text);
		assert.equal((await bare.ask({ method: "POST", body: good })).status, 204);
		assert.equal((await bare.ask({ method: "POST", body: "{" })).status, 500);

		const nowhere = 'throw new Error("refused deliveries have no place yet");';
		assert.ok(text.includes(nowhere));
		const keeping = text.replace(nowhere, "(globalThis.kept ??= []).push({ body, reason });");
		const { runtime, ask } = await edgeRuntime(failing(keeping));
		const checks = await assertAnswers(ask);
		assertKept(runtime.evaluate("kept"), kept);
		assertPrivate(runtime.evaluate('log.join("\\n")'));

		const large = pieces((taken) => (taken < 64 * LIMIT ? new Uint8Array(16 * 1024) : undefined));
		assert.equal((await ask(large.request)).status, 413);
		assert.ok(large.taken() < LIMIT + 64 * 1024, `${large.taken()} bytes were taken`);
		const cut = pieces((taken) => {
			if (taken > 0) {
				throw new Error("the client is gone");
			}
			return Uint8Array.of(0x7b);
		});
		assert.equal((await ask(cut.request)).status, 500);
		assert.equal((await ask({ method: "POST", body: good })).status, 204);
		return { checks: checks + 5, failures: [] };
	},
	async page(text) {
		// The page has the policy that the README gives.
		const [, policy] = /^Content-Security-Policy: (.*)$/m.exec(blocks.csp);
		const main = `import "./example.mjs";
const input = document.querySelector("textarea");
input.value = ${JSON.stringify(fixtures.get("15-broken"))};
input.dispatchEvent(new Event("input"));
const refused = document.querySelector("output").textContent;
input.value = ${JSON.stringify(fixtures.get("01-incoming-text"))};
input.dispatchEvent(new Event("input"));
globalThis.outcome = refused.includes("Azeer sends an integer") && document.querySelector("output").textContent;`;
		const files = {
			"/": '<textarea></textarea><output></output><script type="module" src="/main.js"></script>',
			"/main.js": await script({ "main.mjs": main, "example.mjs": text }),
		};
		return serving(
			(path) => files[path],
			{ "content-security-policy": policy },
			(address) => shown(address, "incoming_msg"),
		);
	},
	script(text) {
		const files = {
			"/": `<!doctype html>${text}<script>globalThis.outcome = document.title;</script>`,
			"/browser.global.js": published("browser.global.js"),
		};
		return serving(
			(path) => files[path],
			{},
			(address) => shown(address, "chat_closed"),
		);
	},
	jsdom: (text) =>
		scratch(
			{
				"package.json": JSON.stringify({
					jest: { testEnvironment: "jsdom", setupFiles: ["./setup.js"] },
				}),
				"setup.js": text,
				"it.test.js": `const { parse } = require("azeer-webhooks");
test("it", () => expect(parse('{"webhook_event_type":"chat_closed"}').webhook_event_type).toBe("chat_closed"));`,
			},
			async (cwd) => {
				assert.match(await output(process.execPath, [program("jest")], { cwd }), /1 passed/);
				return { checks: 1, failures: [] };
			},
		),
};

for (const [host, run] of Object.entries(examples)) {
	row("README", host, () => run(blocks[host]));
}
test("README: every example is run", () => {
	// The example of the page uses this policy.
	assert.deepEqual(Object.keys(blocks).sort(), [...Object.keys(examples), "csp"].sort());
});
