// Runs the benchmark in hosts and writes docs/performance/results.json, from which report.mjs makes docs/performance.md.
//
//   HOSTS="node20 bun" node js-tests/run.mjs bench/hosts.mjs    in these; without, in the Node.js that runs this
//   HOSTS=all …                                                 in all of them

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { arch, cpus, platform, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fixtures } from "../suite.mjs";
import { CONTESTED, summary, TURNS } from "./measure.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const results = join(here, "..", "..", "docs", "performance", "results.json");
const require = createRequire(import.meta.url);
const CHROME = process.env.CHROME ?? "/usr/bin/chromium";
/** The Node.js that runs this, by the name that it has among the hosts. */
const RUNNING = `node${process.versions.node.split(".")[0]}`;
const PATIENCE = 170_000;
/** Times that a block is run before a row is timed where blocks are requests. */
const SETTLING = 20;

const bin = (name) => join(here, "node_modules", ".bin", name);
const node = (name) =>
	name === RUNNING ? process.execPath : join(here, "node_modules", name, "bin", "node");
const inNode = (name) => ({
	title: "Node.js",
	program: node(name),
	run: (script) => inProcess(node(name), [], script),
	cold: () => coldStart(node(name)),
});
const hosts = {
	node20: inNode("node20"),
	node22: inNode("node22"),
	node24: inNode("node24"),
	node26: inNode("node26"),
	[RUNNING]: inNode(RUNNING),
	bun: { title: "Bun", program: bin("bun"), run: (script) => inProcess(bin("bun"), ["run"], script) },
	deno: {
		title: "Deno",
		program: bin("deno"),
		run: (script) => inProcess(bin("deno"), ["run", "--allow-all"], script),
	},
	chromium: { title: "Chromium", program: CHROME, run: inChromium },
	workerd: { title: "workerd", run: inWorkerd },
};

/** Installs what of package.json is not there: hosts are large, so only where one is asked for. */
function install(names) {
	const wanted = names.map((name) => hosts[name].program).filter((it) => it?.startsWith(here));
	const npm = (...args) => {
		const { status } = spawnSync("npm", ["ci", "--loglevel", "error", ...args], {
			cwd: here,
			stdio: "inherit",
		});
		if (status !== 0) {
			throw new Error("npm could not install what the benchmark needs");
		}
	};
	if (wanted.some((program) => !existsSync(program))) {
		npm();
	} else if (!existsSync(join(here, "node_modules", "typia"))) {
		npm("--omit=optional");
	}
}

function output(program, args, options = {}) {
	const { status, stdout, stderr, error } = spawnSync(program, args, {
		encoding: "utf8",
		maxBuffer: 2 ** 26,
		timeout: PATIENCE,
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

async function inChromium(script) {
	const bundle = await script('(text) => fetch("/result", { method: "POST", body: text })');
	const profile = mkdtempSync(join(tmpdir(), "bench-"));
	let finish;
	const finished = new Promise((resolve, reject) => {
		finish = resolve;
		setTimeout(() => reject(new Error("Chromium gave no result in time")), PATIENCE).unref();
	});
	const server = createServer((request, response) => {
		// Only an isolated page has a clock of five microseconds; others have one of a hundred.
		response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
		response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
		if (request.url === "/result") {
			let text = "";
			request.setEncoding("utf8");
			request.on("data", (chunk) => {
				text += chunk;
			});
			request.on("end", () => {
				response.end();
				finish(JSON.parse(text));
			});
		} else if (request.url === "/bench.mjs") {
			response.setHeader("Content-Type", "text/javascript");
			response.end(bundle);
		} else if (request.url === "/") {
			response.setHeader("Content-Type", "text/html; charset=utf-8");
			response.end('<!doctype html><title>bench</title><script type="module" src="/bench.mjs"></script>');
		} else {
			response.statusCode = 404;
			response.end();
		}
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	const flags = [
		"--headless",
		"--no-sandbox",
		"--disable-gpu",
		"--disable-quic",
		"--no-first-run",
		"--disable-background-networking",
		"--disable-component-update",
		"--disable-sync",
		`--user-data-dir=${profile}`,
	];
	const page = `http://127.0.0.1:${server.address().port}/`;
	const browser = spawn(CHROME, [...flags, page], { stdio: "ignore" });
	const closed = new Promise((resolve) => browser.once("close", resolve));
	try {
		return await Promise.race([
			finished,
			closed.then(() => Promise.reject(new Error("Chromium ended early"))),
		]);
	} finally {
		browser.kill();
		await closed;
		server.close();
		server.closeAllConnections();
		// Its processes end one after the other, and write until they do.
		rmSync(profile, { recursive: true, force: true, maxRetries: 30, retryDelay: 200 });
	}
}

async function inWorkerd() {
	const { Miniflare } = await import("miniflare");
	const { worker } = await import("./bundle.mjs");
	const miniflare = new Miniflare({
		compatibilityDate: "2025-01-01",
		cf: false,
		modules: [
			{ type: "ESModule", path: "worker.mjs", contents: Buffer.from(await worker()).toString() },
			{
				type: "CompiledWasm",
				path: "core.wasm",
				contents: readFileSync(require.resolve("azeer-webhooks/core.wasm")),
			},
		],
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
			// A block takes long here, so there are fewer rows: ours, and the others on the mixed payloads.
			if (it.mode === "parse" && (it.case === CONTESTED[0] || it.contestant === "azeer-webhooks")) {
				kept.push(await rowInWorkerd(it, row, ask));
			}
		}
		return { rows: kept, absent };
	} finally {
		await miniflare.dispose();
	}
}

/** Long blocks, so that what a request costs, which is taken off, hardly counts. */
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

/** Processes that import the package and parse once, in turns with such that import an empty module. */
function coldStart(program) {
	const body = JSON.stringify(JSON.parse(fixtures.get("01-incoming-text")));
	const whole = { empty: [], package: [] };
	const inside = { empty: [], package: [] };
	for (let i = 0; i < 31; i++) {
		for (const [name, specifier] of [
			["empty", "./empty.mjs"],
			["package", "azeer-webhooks"],
		]) {
			const start = performance.now();
			const printed = output(program, [join(here, "cold.mjs"), specifier, body]);
			whole[name].push(performance.now() - start);
			inside[name].push(Number(printed));
		}
	}
	const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
	const over = (times) => Number((median(times.package) - median(times.empty)).toFixed(2));
	return { processes: 31, wholeProcess: over(whole), importAndParse: over(inside) };
}

function versionOf({ title, program }) {
	if (title === "workerd") {
		return require("miniflare/package.json").dependencies.workerd;
	}
	return /\d+(\.\d+)+/.exec(output(program, ["--version"]))[0];
}

/** The machine in words; nothing in it tells one machine of a kind from another. */
function machine() {
	const list = cpus();
	return `${list[0].model.trim()}, ${list.length} ${list.length === 1 ? "core" : "cores"}, ${platform()} ${arch()}`;
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
const available = names.filter((name) => name !== "chromium" || existsSync(CHROME));
install(available);
const { script } = await import("./bundle.mjs");
const { sizesOf } = await import("./sizes.mjs");
mkdirSync(dirname(results), { recursive: true });
for (const name of available) {
	const host = hosts[name];
	const version = versionOf(host);
	console.error(`${host.title} ${version}…`);
	const { rows, absent } = await host.run(script);
	const measured = {
		host: name,
		title: `${host.title} ${version}`,
		machine: machine(),
		arch: arch(),
		date: new Date().toISOString().slice(0, 10),
		command: `HOSTS=${name} make bench`,
		clock: name === "workerd" ? "outside: a request a block, an empty request taken off" : "inside",
		cold: host.cold?.(),
		absent,
		rows,
	};
	const before = existsSync(results) ? JSON.parse(readFileSync(results, "utf8")) : { hosts: [] };
	const others = before.hosts.filter((it) => it.host !== name);
	const order = Object.keys(hosts);
	const all = [...others, measured].sort((a, b) => order.indexOf(a.host) - order.indexOf(b.host));
	const next = { sizes: await sizesOf(), hosts: all };
	// A row a line: a change of one is a change of one line.
	const text = JSON.stringify(next, null, "\t").replaceAll(/\{\n\t{4,}"(?:mode|contestant)"[^{}]*\}/g, (it) =>
		it.replaceAll(/\n\t*/g, " "),
	);
	writeFileSync(results, `${text}\n`);
	const shown = rows.filter((it) => it.case === CONTESTED[0] && it.mode === "parse");
	for (const { form, contestant, ratio } of shown) {
		console.log(`${form.padEnd(8)}${contestant.padEnd(24)}${ratio.toFixed(2)}`);
	}
}
if (!available.includes("chromium") && names.includes("chromium")) {
	console.error(`Chromium is missing at ${CHROME}: apt-get install chromium, or name another one in CHROME`);
	process.exitCode = 1;
}
const { write } = await import("./report.mjs");
write();
