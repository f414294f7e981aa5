// Runs the suite in edge hosts, which compile no bytes but import compiled modules: workerd and Vercel's edge runtime.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { EdgeRuntime } from "edge-runtime";
import { bundled, scratch, suite } from "./made.mjs";
import { program } from "./programs.mjs";
import { output, printed, reported, row, running } from "./row.mjs";
import { imported, tested, worker } from "./sources.mjs";
import { answered, COMPATIBILITY_DATE, LIKE_NODE } from "./workerd.mjs";

const root = dirname(createRequire(import.meta.url).resolve("azeer-webhooks/package.json"));
const wasm = (name) => readFileSync(join(root, "dist", name));
const matrix = { only: "matrix" };

const slimWorker = `import core from "azeer-webhooks/core.wasm";
import * as api from "azeer-webhooks/slim";
import { run } from "./suite.mjs";
export default {
	async fetch() {
		await api.init(core);
		return Response.json(run({ api }));
	},
};
`;

/** A worker with a CommonJS dependency. wrangler resolves its `require` by the condition `require`. */
const requiringWorker = `import { api, inspect } from "./dependency.cjs";
import { run } from "./suite.mjs";
export default { fetch: () => Response.json(run({ api, inspect })) };
`;
const dependency = `exports.api = require("azeer-webhooks");
exports.inspect = require("azeer-webhooks/inspect").inspect;
`;

/** Calls `run` with a folder that has a worker and the files that wrangler and vitest need. */
function project(text, run, files = {}) {
	const config = { name: "worker", main: "worker.mjs", compatibility_date: COMPATIBILITY_DATE };
	return scratch(
		{
			"suite.mjs": suite("esm"),
			"worker.mjs": text,
			"dependency.cjs": dependency,
			"wrangler.json": JSON.stringify(config),
			"package.json": JSON.stringify({ private: true, type: "module" }),
			...files,
		},
		run,
	);
}

const script = (folder, options) => bundled({ entryPoints: [join(folder, "worker.mjs")], ...options });

for (const [way, text, modules, options] of [
	["bundled by esbuild", worker(), ["core.wasm", "inspect.wasm"]],
	["bundled by esbuild, init first", worker("runReady"), ["core.wasm", "inspect.wasm"]],
	["bundled by esbuild, nodejs_compat", worker(), ["core.wasm", "inspect.wasm"], LIKE_NODE],
	["slim, bundled by esbuild", slimWorker, ["core.wasm"]],
]) {
	row("workerd", way, () =>
		project(text, async (folder) => {
			const entry = await script(folder, { conditions: ["workerd", "worker"], external: ["*.wasm"] });
			// The worker imports the core by the package's name, the package by the file's name.
			const names = modules.map((name) => (text === slimWorker ? `azeer-webhooks/${name}` : name));
			const files = names.map((name, i) => [name, wasm(modules[i])]);
			return answered({ "worker.mjs": entry, ...Object.fromEntries(files) }, options);
		}),
	);
}

// The bundler does not know the target. A worker may compile as it starts if its compatibility date allows that.
row("workerd", "bundled without its condition", () =>
	project(worker(), async (folder) =>
		answered({ "worker.mjs": await script(folder) }, { compatibilityDate: LIKE_NODE.compatibilityDate }),
	),
);
row("workerd", "bundled without its condition, an older date: an error that names the condition", () => {
	const text = `import { parse } from "azeer-webhooks";
export default {
	fetch() {
		try {
			return Response.json({ event: parse('{"webhook_event_type":"chat_closed"}') });
		} catch ({ message }) {
			return Response.json({ message });
		}
	},
};
`;
	return project(text, async (folder) => {
		const { message } = await answered({ "worker.mjs": await script(folder) });
		assert.match(
			message,
			/^azeer-webhooks: the WebAssembly core could not be started \(.*\)\..* workers need to be bundled with the condition workerd/,
		);
		return { checks: 1, failures: [] };
	});
});

const wrangler = (...args) => [program("node24"), [program("wrangler"), ...args]];
const quiet = { WRANGLER_SEND_METRICS: "false", CI: "1" };

for (const [way, text] of [
	["bundled by wrangler", worker()],
	["required, bundled by wrangler", requiringWorker],
	["slim, bundled by wrangler", slimWorker],
]) {
	row("workerd", way, () =>
		project(text, async (cwd) => {
			await output(...wrangler("deploy", "--dry-run", "--outdir", "out"), { cwd, env: quiet });
			const modules = readdirSync(join(cwd, "out")).filter((name) => name.endsWith(".wasm"));
			assert.equal(modules.length, text === slimWorker ? 1 : 2);
			const files = ["worker.js", ...modules].map((name) => [name, readFileSync(join(cwd, "out", name))]);
			return answered(Object.fromEntries(files));
		}),
	);
}

row(
	"workerd",
	"wrangler dev",
	() =>
		project(worker(), async (cwd) => {
			const [command, args] = wrangler("dev", "--local", "--ip", "127.0.0.1", "--port", "0");
			const env = { ...process.env, ...quiet };
			return running(command, args, { cwd, env }, async (server) => {
				const url = await printed(server, /Ready on (http:\S+)/);
				return (await fetch(url)).json();
			});
		}),
	matrix,
);

function vitest(host, way, config, imports = "") {
	const text = `import { expect, test } from "vitest";\n${imports}\n${imported}${tested}`;
	const files = { "it.test.mjs": text, "vitest.config.mjs": config };
	const run = (cwd) => reported(program("node24"), [program("vitest"), "run"], { cwd, env: quiet });
	row(host, way, () => project(worker(), run, files), matrix);
}
vitest(
	"workerd",
	"@cloudflare/vitest-plugin",
	`import { cloudflareTest } from "@cloudflare/vitest-plugin";
export default { plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.json" } })] };
`,
	// This import exists only in workerd, so the test cannot run in Node.js.
	'import "cloudflare:test";',
);
vitest("edge-runtime", "vitest's environment", 'export default { test: { environment: "edge-runtime" } };\n');

const handler = (run = "run") => `${imported}
const answer = async () => Response.json(await ${run}({ api, inspect }));
addEventListener("fetch", (event) => event.respondWith(answer()));
`;

/** Resolves `import core from "./core.wasm?module"` as Vercel does: to a global that holds the compiled module. */
const compiledByHost = {
	name: "compiled-by-host",
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, namespace: "compiled" }));
		onLoad({ filter: /.*/, namespace: "compiled" }, ({ path }) => ({
			contents: `export default globalThis[${JSON.stringify(path)}];`,
		}));
	},
};

const edgeLight = { conditions: ["edge-light"], plugins: [compiledByHost] };
for (const [way, text, options, compiles] of [
	["edge-light, compiling nothing", handler(), edgeLight, false],
	["edge-light, compiling nothing, init first", handler("runReady"), edgeLight, false],
	["bundled without a condition", handler(), {}, true],
]) {
	row("edge-runtime", way, () =>
		project(text, async (folder) => {
			const runtime = new EdgeRuntime({
				initialCode: await script(folder, { ...options, format: "iife" }),
				codeGeneration: { strings: false, wasm: compiles },
				extend: (context) => {
					for (const name of ["core.wasm", "inspect.wasm"]) {
						context[`./${name}?module`] = new WebAssembly.Module(wasm(name));
					}
					return context;
				},
			});
			// The runtime must allow or refuse compilation as this row expects.
			const compile = "new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))";
			const refuses = runtime.evaluate(`try { ${compile}; false } catch { true }`);
			assert.equal(refuses, !compiles);
			const response = await runtime.dispatchFetch("http://edge/");
			return response.json();
		}),
	);
}
