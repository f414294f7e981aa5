// Prints how long the first event takes in a newly started host: node js-tests/run.mjs hosts/first.mjs
//
// Each figure is a median of starts. Starts of the same program with JSON.parse take turns with them. A worker's clock
// stands still while it computes, so workers are measured from outside.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fixtures } from "../suite.mjs";
import { closeBrowsers, inPage, serving } from "./browsers.mjs";
import { bundled } from "./made.mjs";
import { makeWorker } from "./workerd.mjs";

const STARTS = 21;
const here = import.meta.dirname;
const require = createRequire(import.meta.url);
const body = JSON.stringify(JSON.parse(fixtures.get("01-incoming-text")));

const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
const milliseconds = (list) => `${median(list).toFixed(1)} ms`.padStart(9);

const script = (contents, options) =>
	bundled({ stdin: { contents, resolveDir: here }, minify: true, ...options });

/** Both contestants: the code that gives each its `parse`. */
const contestants = {
	"JSON.parse": "const { parse } = JSON;",
	"azeer-webhooks": 'import { parse } from "azeer-webhooks";',
};

/** Measures each contestant `STARTS` times, in turns. */
async function turns(measure) {
	const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
	for (let i = 0; i < STARTS; i++) {
		for (const name of Object.keys(contestants)) {
			times[name].push(await measure(name));
		}
	}
	return times;
}

function print(title, columns, times) {
	console.log(`\n${title}`);
	for (const [name, rows] of Object.entries(times)) {
		const shown = columns.map((column, i) => `${column} ${milliseconds(rows.map((row) => row[i]))}`);
		console.log(`  ${name.padEnd(16)}${shown.join("   ")}`);
	}
}

async function inWorkerd() {
	const scripts = {};
	for (const [name, parse] of Object.entries(contestants)) {
		scripts[name] = await script(
			`${parse}
export default { fetch: async (request) => new Response(parse(await request.text()).webhook_event_type) };`,
			{ conditions: ["workerd", "worker"], external: ["*.wasm"] },
		);
	}
	const core = readFileSync(require.resolve("azeer-webhooks/core.wasm"));
	const times = await turns(async (name) => {
		const start = performance.now();
		const worker = makeWorker({ "worker.mjs": scripts[name], "core.wasm": core });
		try {
			await worker.ready;
			const ready = performance.now();
			const ask = async () => {
				const before = performance.now();
				await (await worker.dispatchFetch("http://worker/", { method: "POST", body })).text();
				return performance.now() - before;
			};
			const first = await ask();
			const later = [];
			for (let i = 0; i < 20; i++) {
				later.push(await ask());
			}
			return [ready - start + first, first, median(later)];
		} finally {
			await worker.dispose();
		}
	});
	const columns = ["process and first answer", "first answer", "later answers"];
	print("workerd, a request from outside to a new isolate", columns, times);
}

async function inChromium() {
	const files = { "/": '<!doctype html><script type="module" src="/page.js"></script>' };
	for (const [name, parse] of Object.entries(contestants)) {
		files[`/${name}.js`] = await script(`${parse}\nexport { parse };`);
	}
	files["/page.js"] = `const body = ${JSON.stringify(body)};
const name = new URLSearchParams(location.search).get("name");
const start = performance.now();
const { parse } = await import(\`/\${name}.js\`);
const imported = performance.now();
parse(body);
const first = performance.now();
parse(body);
globalThis.outcome = [first - start, imported - start, first - imported, performance.now() - first];
`;
	const headers = {
		"cross-origin-opener-policy": "same-origin",
		"cross-origin-embedder-policy": "require-corp",
		"cache-control": "no-store",
	};
	const times = await serving(
		(path) => files[path],
		headers,
		(address) => turns((name) => inPage("chromium", `${address}/?name=${name}`)),
	);
	print("Chromium, a new page", ["import and first", "import", "first", "second"], times);
}

console.log(`Medians of ${STARTS} starts each`);
try {
	await inWorkerd();
	await inChromium();
} finally {
	await closeBrowsers();
}
