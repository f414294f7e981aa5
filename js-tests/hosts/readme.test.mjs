// Runs every example of the package's README in its host as it is written, and the server of the project's README.

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { deliveryFromText, sqlSchema } from "azeer-webhooks/server";
import { EdgeRuntime } from "edge-runtime";
import { fixtures } from "../suite.mjs";
import { closeBrowsers, inPage, serving } from "./browsers.mjs";
import { bundled, scratch } from "./made.mjs";
import { program } from "./programs.mjs";
import {
	assertAnswers,
	assertKept,
	assertLogged,
	assertWithstands,
	delivering,
	failing,
	good,
	kept,
	LIMIT,
	TOKEN,
} from "./receivers.mjs";
import { freePort, isFull, listening, output, row, running } from "./row.mjs";
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

/** Files that the recipes share. A handler of theirs fails. */
const shared = Object.fromEntries(
	[...readme.matchAll(/^```js file=(\S+)\n(.*?)^```/gms)].map(([, name, text]) => [name, text]),
);
shared["receiver.mjs"] = failing(shared["receiver.mjs"]);

/** Resolves if something listens at the port. */
async function connected(port) {
	const socket = connect(port, "127.0.0.1");
	await once(socket, "connect");
	socket.destroy();
}

/** In the matrix it is the oldest Node.js that the package supports. */
const node = () => (isFull ? program("node20") : process.execPath);

/** The bodies of kept deliveries. */
const bodies = (texts) => texts.map((text) => Buffer.from(deliveryFromText(text).body));

/** A line that a crash has cut short. */
const TORN = '\n{"body":"{';

/** Starts a server as a file beside the shared ones, at a free port, and posts to it. */
async function served(text, [name, ...args], traits) {
	const port = await freePort();
	return scratch({ ...shared, "server.mjs": text, "kept.ndjson": TORN }, (cwd) => {
		const env = { ...process.env, PORT: port, TOKEN };
		return running(name, [...args, "server.mjs"], { cwd, env }, async (server) => {
			let log = "";
			for (const stream of [server.stdout, server.stderr]) {
				stream.on("data", (part) => {
					log += part;
				});
			}
			const ask = (request) => fetch(`http://127.0.0.1:${port}/`, request);
			await listening(server, () => connected(port));
			const checks = (await assertAnswers(ask, traits)) + (await assertWithstands(port, ask, traits));
			const file = join(cwd, "kept.ndjson");
			const [torn, ...lines] = readFileSync(file, "utf8").split("\n").filter(Boolean);
			assert.equal(torn, TORN.trim());
			assertKept(bodies(lines), kept);
			assertLogged(log);
			// If the delivery cannot be kept, the answer is not 2xx, so that the sender does not forget it.
			rmSync(file);
			mkdirSync(file);
			assert.equal((await ask(delivering("{"))).status, 500);
			assert.equal((await ask(delivering(good))).status, 200);
			assert.equal(server.exitCode ?? server.signalCode, null, "the server has ended");
			return { checks: checks + 5, failures: [] };
		});
	});
}

/** `main.mjs` bundled with everything that it imports. */
function script(files, options) {
	return scratch(files, (folder) => bundled({ entryPoints: [join(folder, "main.mjs")], ...options }));
}

/** Bundles `main.mjs` for workerd and calls `run` with the worker. Its core is imported by the name `core`. */
async function inWorkerd(files, core, options, run) {
	const entry = await script(files, { conditions: ["workerd"], external: ["*.wasm"] });
	const worker = makeWorker({ "worker.mjs": entry, [core]: published("core.wasm") }, options);
	try {
		return await run(worker);
	} finally {
		await worker.dispose();
	}
}

/** Vercel's edge runtime with one route. */
async function edgeRuntime(text) {
	const main = `import { POST } from "./route.mjs";
globalThis.log = [];
console.log = console.error = (...args) => log.push(args.join(" "));
addEventListener("fetch", (event) => event.respondWith(POST(event.request)));`;
	const initialCode = await script({ ...shared, "main.mjs": main, "route.mjs": text }, { format: "iife" });
	const extend = (context) => Object.assign(context, { process: { env: { TOKEN } } });
	const runtime = new EdgeRuntime({ initialCode, extend });
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
	return { request: { ...delivering(body), duplex: "half" }, taken: () => taken };
}

/** Opens a page and compares its outcome with the wanted one. */
async function shown(address, wanted) {
	assert.equal(await inPage("chromium", address), wanted);
	return { checks: 1, failures: [] };
}

const examples = {
	readme: (text) => served(failing(text), [node()]),
	node: (text) => served(text, [node()]),
	express: (text) => served(text, [node()]),
	commonjs: (text) =>
		scratch({ "example.cjs": text }, async (cwd) => {
			assert.equal(await output(node(), ["example.cjs"], { cwd }), "chat_closed\n");
			return { checks: 1, failures: [] };
		}),
	bun: (text) => served(text, [program("bun"), "run"], { hangsUp: true }),
	// With the permissions that the README names.
	deno(text) {
		const command = [program("deno"), "run", "--no-prompt", ...permissions.split(/\s+/)];
		return served(text, command, { drains: true });
	},
	workerd(text) {
		let log = "";
		const options = {
			bindings: { TOKEN },
			d1Databases: ["DB"],
			r2Buckets: ["KEPT"],
			handleRuntimeStdio(...streams) {
				for (const stream of streams) {
					stream.on("data", (part) => {
						log += part;
					});
				}
			},
		};
		return inWorkerd({ ...shared, "main.mjs": text }, "core.wasm", options, async (worker) => {
			const database = await worker.getD1Database("DB");
			for (const statement of sqlSchema("sqlite")) {
				await database.prepare(statement).run();
			}
			const ask = (request) => worker.dispatchFetch("http://worker/", request);
			const { port } = await worker.ready;
			const checks = (await assertAnswers(ask)) + (await assertWithstands(port, ask));
			const bucket = await worker.getR2Bucket("KEPT");
			const { objects } = await bucket.list();
			const texts = objects.map(async ({ key }) => (await bucket.get(key)).text());
			assertKept(bodies(await Promise.all(texts)), kept);
			assertLogged(log);
			return { checks: checks + 2, failures: [] };
		});
	},
	slim: (text) =>
		inWorkerd({ "main.mjs": text }, "azeer-webhooks/core.wasm", {}, async (worker) => {
			const response = await worker.dispatchFetch("http://worker/");
			assert.equal(await response.text(), "chat_closed");
			return { checks: 1, failures: [] };
		}),
	async edge(text) {
		// The unchanged example keeps nothing: it answers 500 for a delivery that is to be kept.
		const bare = await edgeRuntime(text);
		assert.equal((await bare.ask(delivering(good))).status, 200);
		assert.equal((await bare.ask(delivering("{"))).status, 500);

		const nowhere = 'throw new Error("kept deliveries have no place yet");';
		assert.ok(text.includes(nowhere));
		const keeping = text.replace(nowhere, "(globalThis.kept ??= []).push(delivery.body);");
		const { runtime, ask } = await edgeRuntime(keeping);
		const checks = await assertAnswers(ask);
		assertKept(
			Array.from(runtime.evaluate("kept"), (body) => Buffer.from(body)),
			kept,
		);
		assertLogged(runtime.evaluate('log.join("\\n")'));

		const large = pieces((taken) => (taken < 64 * LIMIT ? new Uint8Array(16 * 1024) : undefined));
		assert.equal((await ask(large.request)).status, 413);
		assert.ok(large.taken() < LIMIT + 64 * 1024, `${large.taken()} bytes were taken`);
		const cut = pieces((taken) => {
			if (taken > 0) {
				throw new Error("the client is gone");
			}
			return Uint8Array.of(0x7b);
		});
		assert.equal((await ask(cut.request)).status, 400);
		assert.equal((await ask(delivering(good))).status, 200);
		return { checks: checks + 6, failures: [] };
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
