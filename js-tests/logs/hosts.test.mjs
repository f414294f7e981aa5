// Logs in other hosts than Node.js.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after } from "node:test";
import { gzipSync } from "node:zlib";
import { safeParse } from "azeer-webhooks";
import { closeBrowsers, inPage, serving } from "../hosts/browsers.mjs";
import { bundled, scratch } from "../hosts/made.mjs";
import { nodes, program } from "../hosts/programs.mjs";
import { output, report, reported, row } from "../hosts/row.mjs";
import { answered, LIKE_NODE } from "../hosts/workerd.mjs";
import { fixtures } from "../suite.mjs";

const texts = [...fixtures.values()].map((text) => text.replaceAll("\n", ""));
const lines = texts.map((text) => `${text}\n`).join("");
const gzip = Buffer.concat([gzipSync(lines), gzipSync(lines)]).toString("base64");
const wanted = texts.map((text, index) => [index + 1, safeParse(text).ok]);
const given = `const given = ${JSON.stringify({ lines, gzip, wanted })};`;
const core = readFileSync(createRequire(import.meta.url).resolve("azeer-webhooks/core.wasm"));

after(closeBrowsers);

/** A script with the package in it. */
const script = (contents, options) =>
	bundled({ stdin: { contents, resolveDir: import.meta.dirname }, target: "es2022", ...options });
/** The program of a host. */
const bundle = (contents, options, checks = "in-hosts") =>
	script(`import { run } from "./${checks}.mjs";\n${given}\n${contents}`, options);
/** A worker's script, and the program that runs the checks with this worker. */
const workerScript = () => script('import { serveEvents } from "azeer-webhooks/logs";\nserveEvents();');
const withWorker = (url, rest) =>
	bundle(
		`const worker = new Worker(${url}, { type: "module" });
const outcome = await run({ ...given, worker });
worker.terminate();
${rest}`,
		{},
		"in-worker",
	);

const worker = () =>
	bundle("export default { fetch: async () => Response.json(await run(given)) };", {
		conditions: ["workerd", "worker"],
		external: ["*.wasm"],
	});
for (const [way, options] of [
	["logs", {}],
	["logs, with nodejs_compat", LIKE_NODE],
]) {
	row("workerd", way, async () => answered({ "worker.mjs": await worker(), "core.wasm": core }, options));
}

for (const [host, args] of [
	["Bun", ["run"]],
	["Deno", ["run", "--no-prompt"]],
]) {
	row(host, "logs", async () => {
		const text = await bundle(`const outcome = await run(given);\n${report}`);
		return scratch({ "program.mjs": text }, (cwd) =>
			reported(program(host.toLowerCase()), [...args, join(cwd, "program.mjs")], { cwd }),
		);
	});
}

for (const [host, args] of [
	["Bun", ["run"]],
	["Deno", ["run", "--no-prompt", "--allow-read"]],
]) {
	row(host, "logs, in a worker", () =>
		scratch(
			{
				"worker.mjs": workerScript(),
				"program.mjs": withWorker('new URL("./worker.mjs", import.meta.url)', report),
			},
			(cwd) => reported(program(host.toLowerCase()), [...args, join(cwd, "program.mjs")], { cwd }),
		),
	);
}

for (const [browser, only] of [
	["Chromium", ""],
	["Firefox", "matrix"],
]) {
	row(
		browser,
		"logs",
		async () => {
			const served = {
				"/": '<!doctype html><meta charset="utf-8"><script type="module" src="/main.js"></script>',
				"/main.js": await bundle("globalThis.outcome = await run(given);"),
			};
			return serving(
				(path) => served[path],
				{},
				(address) => inPage(browser.toLowerCase(), address),
			);
		},
		{ only },
	);
	row(
		browser,
		"logs, in a worker",
		async () => {
			const served = {
				"/": '<!doctype html><meta charset="utf-8"><script type="module" src="/main.js"></script>',
				"/worker.js": await workerScript(),
				"/main.js": await withWorker('"/worker.js"', "globalThis.outcome = outcome;"),
			};
			return serving(
				(path) => served[path],
				{},
				(address) => inPage(browser.toLowerCase(), address),
			);
		},
		{ only },
	);
}

const tests = readdirSync(import.meta.dirname)
	.filter((name) => name.endsWith(".test.mjs") && name !== "hosts.test.mjs")
	.map((name) => join(import.meta.dirname, name));
for (const [name, version] of Object.entries(nodes)) {
	row(
		`Node.js ${version}`,
		"logs, node --test",
		async () => {
			const found = await output(program(name), ["--test", "--test-reporter=tap", ...tests]);
			const [, checks] = /^# pass (\d+)$/m.exec(found);
			return { checks: Number(checks), failures: found.match(/^not ok .*$/gm) ?? [] };
		},
		{ only: "matrix" },
	);
}
