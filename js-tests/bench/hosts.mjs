// Runs the benchmark in hosts and writes docs/performance/results.json. report.mjs makes docs/performance.md from it.
//
//   HOSTS="node20 bun" node js-tests/run.mjs bench/hosts.mjs    in these; by default in the Node.js that runs this
//   HOSTS=all …                                                 in all hosts

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { browserPath } from "../../scripts/browsers.mjs";
import { dependencies } from "../../scripts/install.mjs";
import { nodes, program, programVersion } from "../hosts/programs.mjs";
import { stamp } from "./machine.mjs";
import { CONTESTED, summary, TURNS } from "./measure.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const installed = join(here, "..", "hosts");
const results = join(here, "..", "..", "docs", "performance", "results.json");
const require = createRequire(import.meta.url);
/** The name of the Node.js that runs this, among the hosts. */
const RUNNING = `node${process.versions.node.split(".")[0]}`;
/** How long a host may take, in milliseconds. */
const HOST_TIMEOUT = 170_000;
/** How often a block runs before a row is timed, if blocks are requests. */
const SETTLING = 20;

const node = (name) => (name === RUNNING ? process.execPath : program(name));
const inNode = (name) => ({
	title: "Node.js",
	program: () => node(name),
	run: (script) => inProcess(node(name), [], script),
});
const hosts = {
	...Object.fromEntries([...Object.keys(nodes), RUNNING].map((name) => [name, inNode(name)])),
	bun: {
		title: "Bun",
		program: () => program("bun"),
		run: (script) => inProcess(program("bun"), ["run"], script),
	},
	deno: {
		title: "Deno",
		program: () => program("deno"),
		run: (script) => inProcess(program("deno"), ["run", "--allow-all"], script),
	},
	chromium: inBrowser("chromium", "Chromium"),
	firefox: inBrowser("firefox", "Firefox"),
	workerd: { title: "workerd", run: inWorkerd },
};

/** Installs missing dependencies. Hosts are large, so they are installed only if one is needed. */
function install(names) {
	if (names.some((name) => name !== RUNNING)) {
		dependencies(installed, { all: true });
	}
	dependencies(here);
}

function output(program, args, options = {}) {
	const { status, stdout, stderr, error } = spawnSync(program, args, {
		encoding: "utf8",
		maxBuffer: 2 ** 26,
		timeout: HOST_TIMEOUT,
		...options,
	});
	if (status !== 0) {
		throw new Error(`${program}: ${error?.message ?? stderr}`);
	}
	return stdout;
}

async function inProcess(program, args, script) {
	const directory = mkdtempSync(join(tmpdir(), "bench-"));
	try {
		const file = join(directory, "bench.mjs");
		writeFileSync(file, await script("(text) => console.log(text)"));
		return JSON.parse(output(program, [...args, file]));
	} finally {
		rmSync(directory, { recursive: true, force: true });
	}
}

function inBrowser(name, title) {
	return { title, program: () => browserPath(name), run: (script) => inNewPage(name, script) };
}

async function inNewPage(name, script) {
	const { closeBrowsers, inPage, serving } = await import("../hosts/browsers.mjs");
	const files = {
		"/": '<!doctype html><title>bench</title><script type="module" src="/bench.js"></script>',
		"/bench.js": await script("(text) => { globalThis.outcome = text; }"),
	};
	// Only an isolated page has a clock with steps of 5 microseconds. In other pages a step is 100 microseconds.
	const headers = {
		"cross-origin-opener-policy": "same-origin",
		"cross-origin-embedder-policy": "require-corp",
	};
	try {
		return JSON.parse(
			await serving(
				(path) => files[path],
				headers,
				(address) => inPage(name, address, HOST_TIMEOUT),
			),
		);
	} finally {
		await closeBrowsers();
	}
}

async function inWorkerd() {
	const { makeWorker } = await import("../hosts/workerd.mjs");
	const { worker } = await import("./bundle.mjs");
	const miniflare = makeWorker({
		"worker.mjs": Buffer.from(await worker()).toString(),
		"core.wasm": readFileSync(require.resolve("azeer-webhooks/core.wasm")),
	});
	const ask = async (body) => {
		const start = performance.now();
		const response = await miniflare.dispatchFetch("http://worker/", {
			method: "POST",
			body: JSON.stringify(body),
		});
		const answer = await response.json();
		return { answer, took: performance.now() - start };
	};
	try {
		const { rows, absent } = (await ask({ rows: true })).answer;
		const kept = [];
		for (const [row, it] of rows.entries()) {
			// A block takes long here, so there are fewer rows: all of this package, and those of other contestants on
			// mixed payloads.
			if (it.mode === "parse" && (it.case === CONTESTED[0] || it.contestant === "azeer-webhooks")) {
				kept.push(await rowInWorkerd(it, row, ask));
			}
		}
		return { rows: kept, absent };
	} finally {
		await miniflare.dispose();
	}
}

/** Times a row in long blocks. The cost of an empty request is subtracted; long blocks make its error small. */
async function rowInWorkerd(it, row, ask) {
	for (const side of ["own", "base"]) {
		await ask({ row, side, index: 0, rounds: SETTLING });
	}
	const trial = await ask({ row, side: "base", index: 0, rounds: SETTLING });
	const rounds = Math.ceil((SETTLING * 30) / trial.took);
	const blocks = [];
	for (let index = 0; index < 7; index++) {
		const empty = (await ask({})).took;
		const took = { own: 0, base: 0 };
		for (const side of TURNS) {
			took[side] += (await ask({ row, side, index, rounds })).took - empty;
		}
		blocks.push([took.own, took.base]);
	}
	return summary(it, blocks, rounds);
}

function versionOf({ title, program }) {
	if (title === "workerd") {
		return createRequire(join(installed, "package.json"))("miniflare/package.json").dependencies.workerd;
	}
	return programVersion(program());
}

const asked = [...process.argv.slice(2), ...(process.env.HOSTS ?? "").split(/\s+/)].filter((it) => it !== "");
const named = asked.length === 0 ? [RUNNING] : asked.includes("all") ? Object.keys(hosts) : asked;
const names = named.map((it) => (it === "node" ? RUNNING : it));
const unknown = names.filter((name) => !(name in hosts));
if (unknown.length > 0) {
	console.error(
		`no such host: ${unknown.join(", ")}; there are: all, node, ${Object.keys(hosts).join(", ")}`,
	);
	process.exit(2);
}
install(names);
const { script } = await import("./bundle.mjs");
const { sizesOf } = await import("./sizes.mjs");
mkdirSync(dirname(results), { recursive: true });
for (const name of names) {
	const host = hosts[name];
	const version = versionOf(host);
	console.error(`${host.title} ${version}…`);
	const { rows, absent } = await host.run(script);
	const measured = {
		host: name,
		title: `${host.title} ${version}`,
		...stamp(`HOSTS=${name} make bench`),
		arch: arch(),
		clock: name === "workerd" ? "outside: a request a block, an empty request taken off" : "inside",
		absent,
		rows,
	};
	const before = existsSync(results) ? JSON.parse(readFileSync(results, "utf8")) : { hosts: [] };
	const otherHosts = before.hosts.filter((it) => it.host !== name);
	const order = Object.keys(hosts);
	const all = [...otherHosts, measured].sort((a, b) => order.indexOf(a.host) - order.indexOf(b.host));
	const next = { sizes: await sizesOf(), hosts: all };
	// One row is one line, so that a changed row is one changed line.
	const text = JSON.stringify(next, null, "\t").replaceAll(/\{\n\t{4,}"(?:mode|contestant)"[^{}]*\}/g, (it) =>
		it.replaceAll(/\n\t*/g, " "),
	);
	writeFileSync(results, `${text}\n`);
	const shown = rows.filter((it) => it.case === CONTESTED[0] && it.mode === "parse");
	for (const { form, contestant, ratio } of shown) {
		console.log(`${form.padEnd(8)}${contestant.padEnd(24)}${ratio.toFixed(2)}`);
	}
}
const { write } = await import("./report.mjs");
write();
