// Measures how long the first event takes in a newly started host, and writes the figures into docs/performance.md: make first
//
// Each figure is a median of starts. Starts of the same program with JSON.parse take turns with them. A worker's clock
// stands still while it computes, so workers are measured from outside.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { browserPath } from "../../scripts/browsers.mjs";
import { dependencies } from "../../scripts/install.mjs";
import { publish } from "../bench/report.mjs";
import { fixtures } from "../suite.mjs";
import { closeBrowsers, inPage, serving } from "./browsers.mjs";
import { bundled } from "./made.mjs";
import { nodes, program, programVersion } from "./programs.mjs";
import { makeWorker } from "./workerd.mjs";

const STARTS = 21;
const here = import.meta.dirname;
const require = createRequire(import.meta.url);
const body = JSON.stringify(JSON.parse(fixtures.get("01-incoming-text")));

const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
const digits = (number) => Number(number.toFixed(2));

const script = (contents, options) =>
	bundled({ stdin: { contents, resolveDir: here }, minify: true, ...options });

/** Both sides, by the module that has their `parse`. */
const specifiers = { base: "./json-parse.mjs", own: "azeer-webhooks" };

/** Measures each side `STARTS` times, in turns. */
async function turns(measure) {
	const times = { base: [], own: [] };
	for (let i = 0; i < STARTS; i++) {
		for (const side of Object.keys(times)) {
			times[side].push(await measure(side));
		}
	}
	return times;
}

function row(host, title, times) {
	const [base, own] = [median(times.base), median(times.own)];
	console.log(`${title.padEnd(24)} JSON.parse ${base.toFixed(1)} ms, this package ${own.toFixed(1)} ms`);
	return { host, title, base: digits(base), own: digits(own), later: digits(own - base) };
}

async function inProcesses(host, title, args = []) {
	const path = program(host);
	const run = (side) =>
		Number(
			execFileSync(path, [...args, join(here, "first-event.mjs"), specifiers[side], body], {
				encoding: "utf8",
			}),
		);
	return row(host, `${title} ${programVersion(path)}`, await turns(run));
}

async function inWorkerd() {
	const scripts = {};
	for (const [side, specifier] of Object.entries(specifiers)) {
		scripts[side] = await script(
			`import { parse } from "${specifier}";
export default { fetch: async (request) => new Response(parse(await request.text()).webhook_event_type) };`,
			{ conditions: ["workerd", "worker"], external: ["*.wasm"] },
		);
	}
	const core = readFileSync(require.resolve("azeer-webhooks/core.wasm"));
	const times = await turns(async (side) => {
		const worker = makeWorker({ "worker.mjs": scripts[side], "core.wasm": core });
		try {
			await worker.ready;
			const start = performance.now();
			await (await worker.dispatchFetch("http://worker/", { method: "POST", body })).text();
			return performance.now() - start;
		} finally {
			await worker.dispose();
		}
	});
	return row("workerd", `workerd ${require("miniflare/package.json").dependencies.workerd}`, times);
}

async function inBrowser(name, title) {
	const files = { "/": '<!doctype html><script type="module" src="/page.js"></script>' };
	for (const [side, specifier] of Object.entries(specifiers)) {
		files[`/${side}.js`] = await script(`export { parse } from "${specifier}";`);
	}
	files["/page.js"] = `const body = ${JSON.stringify(body)};
const side = new URLSearchParams(location.search).get("side");
const start = performance.now();
const { parse } = await import(\`/\${side}.js\`);
parse(body);
globalThis.outcome = performance.now() - start;
`;
	const headers = {
		"cross-origin-opener-policy": "same-origin",
		"cross-origin-embedder-policy": "require-corp",
		"cache-control": "no-store",
	};
	const times = await serving(
		(path) => files[path],
		headers,
		(address) => turns((side) => inPage(name, `${address}/?side=${side}`)),
	);
	return row(name, `${title} ${programVersion(browserPath(name))}`, times);
}

dependencies(here, { all: true });
console.log(`Medians of ${STARTS} starts each`);
try {
	const rows = [];
	for (const name of Object.keys(nodes)) {
		rows.push(await inProcesses(name, "Node.js"));
	}
	rows.push(await inProcesses("bun", "Bun"));
	rows.push(await inProcesses("deno", "Deno", ["run", "--allow-all"]));
	rows.push(await inBrowser("chromium", "Chromium"));
	rows.push(await inBrowser("firefox", "Firefox"));
	rows.push(await inWorkerd());
	publish("first", "make first", { starts: STARTS, rows });
} finally {
	await closeBrowsers();
}
