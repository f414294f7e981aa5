// Runs the suite in pages and workers of browsers, with and without a bundler.

import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { cores, entries } from "../../scripts/entries.mjs";
import { specifier } from "../../scripts/manifest.mjs";
import { closeBrowsers, inPage, serving } from "./browsers.mjs";
import { bundled, scratch, suite } from "./made.mjs";
import { row } from "./row.mjs";
import { imported } from "./sources.mjs";

const root = dirname(createRequire(import.meta.url).resolve("azeer-webhooks/package.json"));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const page = (...scripts) =>
	`<!doctype html><meta charset="utf-8"><title>azeer-webhooks</title>\n${scripts.join("\n")}\n`;
const module = (text) => `<script type="module">\n${text}</script>`;
const tag = (src, type = "") => `<script src="${src}"${type && ` type="${type}"`}></script>`;

const slim = `import * as api from "azeer-webhooks/slim";
import { run } from "./suite.mjs";
await api.init(fetch("/core.wasm"));
`;

/** These lines bundled with everything that they import. */
function script(text, format = "esm") {
	return scratch({ "suite.mjs": suite("esm"), "main.mjs": text }, (folder) =>
		bundled({ entryPoints: [join(folder, "main.mjs")], minify: true, format }),
	);
}

/** A file of the package on a server of unpacked packages, like those that pages load from. */
function published(path) {
	const [, name] = new RegExp(`^/npm/azeer-webhooks@${version}/(.*)$`).exec(path) ?? [];
	const file = name === undefined ? undefined : join(root, name);
	return file !== undefined && existsSync(file) && statSync(file).isFile() ? readFileSync(file) : undefined;
}

const outcome = "globalThis.outcome = run({ api, inspect });\n";
const inlined = { "/main.js": () => script(imported + outcome), "/": page(tag("/main.js", "module")) };
const asked = (path) => `globalThis.outcome = await (await fetch("${path}")).json();\n`;
const npm = `/npm/azeer-webhooks@${version}`;
const csp = (sources) => ({ "content-security-policy": `default-src 'self'; script-src 'self' ${sources}` });

/** Ways of loading the package: the server's files besides the package's, and the headers of its answers. */
const ways = {
	"page, bundled": { files: inlined },
	"page, slim and fetch": {
		files: {
			"/main.js": () => script(`${slim}globalThis.outcome = run({ api });\n`),
			"/core.wasm": () => published(`${npm}/dist/core.wasm`),
			"/": page(tag("/main.js", "module")),
		},
	},
	"page, ES module of a CDN": {
		files: {
			"/suite.js": () => suite("esm"),
			"/": page(
				module(`import * as api from "${npm}/dist/browser.js";
import { run } from "/suite.js";
globalThis.outcome = run({ api });
`),
			),
		},
	},
	"page, import map": {
		files: {
			"/suite.js": () => suite("esm"),
			"/": page(
				`<script type="importmap">${JSON.stringify({
					imports: {
						...Object.fromEntries(entries.map((it) => [specifier(it), `${npm}/dist/${it.name}.js`])),
						...Object.fromEntries(
							Object.entries(cores).map(([it, name]) => [it, `${npm}/dist/${name}-inline.js`]),
						),
					},
				})}</script>`,
				module(`${imported.replace("./suite.mjs", "/suite.js")}${outcome}`),
			),
		},
	},
	"Web Worker, module": {
		agent: /DedicatedWorker/,
		files: {
			"/worker.js": () => script(`${imported}postMessage(run({ api, inspect }));\n`),
			"/": page(
				module(
					'new Worker("/worker.js", { type: "module" }).onmessage = ({ data }) => { globalThis.outcome = data; };\n',
				),
			),
		},
	},
	"Web Worker, importScripts": {
		agent: /DedicatedWorker/,
		files: {
			"/suite.js": () => suite("iife"),
			"/worker.js": `importScripts("${npm}/dist/browser.global.js", "/suite.js");
postMessage(suite.run({ api: azeerWebhooks }));
`,
			"/": page(
				module('new Worker("/worker.js").onmessage = ({ data }) => { globalThis.outcome = data; };\n'),
			),
		},
	},
	"service worker": {
		agent: /ServiceWorker/,
		files: {
			"/worker.js": () =>
				script(
					`${imported}addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
	if (event.request.url.endsWith("/outcome")) event.respondWith(Response.json(run({ api, inspect })));
});
`,
					"iife",
				),
			"/": page(
				module(`const taken = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
await navigator.serviceWorker.register("/worker.js");
if (navigator.serviceWorker.controller === null) await taken;
${asked("/outcome")}`),
			),
		},
	},
	"CSP with 'wasm-unsafe-eval'": {
		files: {
			...inlined,
			"/main.js": () =>
				script(`${imported}const outcome = run({ api, inspect });
try {
	new Function("");
	outcome.failures.push("the policy is not in force");
} catch {}
globalThis.outcome = outcome;
`),
		},
		headers: csp("'wasm-unsafe-eval'"),
	},
	"CSP without 'wasm-unsafe-eval': an error that names it": {
		files: {
			"/main.js": () =>
				script(`import { init, parse } from "azeer-webhooks";
import { inspect } from "azeer-webhooks/inspect";
const body = '{"webhook_event_type":"chat_closed"}';
const messages = [];
for (const call of [() => parse(body), init, () => inspect(body)]) {
	try {
		await call();
		messages.push("it was compiled");
	} catch (error) {
		messages.push(error.message);
	}
}
globalThis.outcome = messages;
`),
			"/": page(tag("/main.js", "module")),
		},
		headers: csp(""),
		check(messages) {
			assert.equal(messages.length, 3);
			for (const message of messages) {
				assert.match(
					message,
					/^azeer-webhooks: the WebAssembly core could not be started \(.+\)\. A page needs 'wasm-unsafe-eval' in its Content-Security-Policy's script-src; /s,
				);
			}
			return { checks: messages.length, failures: [] };
		},
	},
};

after(closeBrowsers);

for (const [host, name, options] of [
	["Chromium", "chromium", {}],
	["Firefox", "firefox", { only: "matrix" }],
	["WebKit", "webkit", { only: "matrix" }],
]) {
	for (const [way, { files, headers = {}, check = (found) => found, agent = /Window/ }] of Object.entries(
		ways,
	)) {
		const run = async () => {
			const load = async (path) => {
				const content = files[path] ?? (() => published(path));
				return typeof content === "function" ? content() : content;
			};
			return check(await serving(load, headers, (address) => inPage(name, `${address}/`)));
		};
		row(host, way, run, { ...options, agent });
	}
	row(
		host,
		"page from disk, one script tag",
		() => {
			const files = {
				"azeer-webhooks.js": readFileSync(join(root, "dist", "browser.global.js"), "utf8"),
				"suite.js": suite("iife"),
				"index.html": page(
					tag("azeer-webhooks.js"),
					tag("suite.js"),
					"<script>globalThis.outcome = suite.run({ api: azeerWebhooks });</script>",
				),
			};
			return scratch(files, (folder) => inPage(name, pathToFileURL(join(folder, "index.html")).href));
		},
		options,
	);
}
