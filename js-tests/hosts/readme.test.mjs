// The examples of the package's README, each run in the host that it is for, as it stands there.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { EdgeRuntime } from "edge-runtime";
import { fixtures } from "../suite.mjs";
import { closeBrowsers, inPage, serving } from "./browsers.mjs";
import { bundled, scratch } from "./made.mjs";
import { program } from "./programs.mjs";
import { freePort, listening, output, row, running } from "./row.mjs";
import { makeWorker } from "./workerd.mjs";

const root = dirname(createRequire(import.meta.url).resolve("azeer-webhooks/package.json"));
const readme = readFileSync(join(root, "README.md"), "utf8");
const published = (name) => readFileSync(join(root, "dist", name));
const blocks = Object.fromEntries(
	[...readme.matchAll(/^```\w+ host=(\w+)\n(.*?)^```/gms)].map(([, host, text]) => [host, text]),
);
after(closeBrowsers);

/** A body, and the status that it is to be answered with. */
const deliveries = [
	[fixtures.get("01-incoming-text"), 204],
	[fixtures.get("11-incoming-text-arabic"), 204],
	[fixtures.get("15-broken"), 422],
	["{", 400],
	["", 400],
];

/** What came of deliveries to something that answers them. */
async function delivered(ask) {
	const failures = [];
	for (const [body, status] of deliveries) {
		const response = await ask({ method: "POST", body });
		if (response.status !== status) {
			failures.push(`${response.status} for what is to be answered with ${status}`);
		}
	}
	return { checks: deliveries.length, failures };
}

/** Runs a server that listens where the variable PORT says, until it has answered. */
async function served(text, [name, ...args]) {
	const port = await freePort();
	return scratch({ "server.mjs": text }, (cwd) =>
		running(name, [...args, "server.mjs"], { cwd, env: { ...process.env, PORT: port } }, (server) =>
			delivered((request) => listening(server, () => fetch(`http://127.0.0.1:${port}/`, request))),
		),
	);
}

/** The script that is made of `main.mjs` and what it imports. */
function script(files, options) {
	return scratch(files, (folder) => bundled({ entryPoints: [join(folder, "main.mjs")], ...options }));
}

async function inWorkerd(text, core) {
	const entry = await script({ "main.mjs": text }, { conditions: ["workerd"], external: ["*.wasm"] });
	const worker = makeWorker({ "worker.mjs": entry, [core]: published("core.wasm") });
	try {
		return await delivered((request) => worker.dispatchFetch("http://worker/", request));
	} finally {
		await worker.dispose();
	}
}

/** Opens a page and holds what it comes to against what is wanted. */
async function shown(address, wanted) {
	assert.equal(await inPage("chromium", address), wanted);
	return { checks: 1, failures: [] };
}

const examples = {
	node: (text) => served(text, [process.execPath]),
	express: (text) => served(text, [process.execPath]),
	commonjs: (text) =>
		scratch({ "example.cjs": text }, async (cwd) => {
			assert.equal(await output(process.execPath, ["example.cjs"], { cwd }), "chat_closed\n");
			return { checks: 1, failures: [] };
		}),
	bun: (text) => served(text, [program("bun"), "run"]),
	deno: (text) => served(text, [program("deno"), "run", "--no-prompt", "--allow-net", "--allow-env=PORT"]),
	workerd: (text) => inWorkerd(text, "core.wasm"),
	slim: (text) => inWorkerd(text, "azeer-webhooks/core.wasm"),
	async edge(text) {
		const handler = `import { POST } from "./route.mjs";
addEventListener("fetch", (event) => event.respondWith(POST(event.request)));`;
		const initialCode = await script({ "main.mjs": handler, "route.mjs": text }, { format: "iife" });
		const runtime = new EdgeRuntime({ initialCode });
		return delivered((request) => runtime.dispatchFetch("http://edge/", request));
	},
	async page(text) {
		// Under the policy that the README gives, too.
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
	// The policy is that of the page.
	assert.deepEqual(Object.keys(blocks).sort(), [...Object.keys(examples), "csp"].sort());
});
