// Prints what a log of 200 MB takes in the page, in Chromium: node js-tests/inspector/figures.mjs

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { closeBrowsers, launched, serving } from "../hosts/browsers.mjs";
import { fixtures } from "../suite.mjs";
import { build, buildWith, pageFiles } from "./built.mjs";
import { writeLog } from "./file.mjs";

const { LINES = "500000", ROUNDS = "3" } = process.env;
const count = Number(LINES);
const MINUTES = 20 * 60_000;

/** Runs in the page before its own scripts: notes frames and long tasks. */
function watch() {
	globalThis.tasks = [];
	globalThis.frames = [];
	new PerformanceObserver((list) => {
		for (const { startTime, duration } of list.getEntries()) {
			globalThis.tasks.push({ at: startTime, duration });
		}
	}).observe({ type: "longtask", buffered: true });
	let last;
	const frame = (now) => {
		if (last !== undefined) {
			globalThis.frames.push({ at: now, duration: now - last });
		}
		last = now;
		requestAnimationFrame(frame);
	};
	requestAnimationFrame(frame);
}

/** The memory of all processes of pages, in bytes. */
async function rendererMemory(browser) {
	const session = await browser.target().createCDPSession();
	const { processInfo } = await session.send("SystemInfo.getProcessInfo");
	await session.detach();
	const resident = ({ id }) =>
		Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))[1]) * 1024;
	return processInfo.filter(({ type }) => type === "renderer").reduce((sum, it) => sum + resident(it), 0);
}

/** Drops the log, waits for the finished table, and scrolls through it. */
async function measure(files, path) {
	let found;
	await serving(files, {}, async (address) => {
		const browser = await launched("chromium");
		const context = await browser.createBrowserContext();
		const page = await context.newPage();
		await page.setViewport({ width: 1440, height: 900 });
		await page.evaluateOnNewDocument(watch);
		await page.goto(`${address}/`);
		// The worker is loaded after the page.
		await page.waitForFunction(() => document.querySelector("#body") !== null);
		await new Promise((resolve) => setTimeout(resolve, 2000));
		const before = await rendererMemory(browser);
		const start = await page.evaluate(() => performance.now());
		await (await page.$("input[type=file]")).uploadFile(path);
		const wanted = count.toLocaleString("en");
		await page.waitForFunction(
			(total) =>
				document.querySelector(".totals .all dd")?.textContent === total &&
				document.querySelector(".running") === null &&
				document.querySelector(".window .row:not(.loading)") !== null,
			{ timeout: MINUTES, polling: 50 },
			wanted,
		);
		const end = await page.evaluate(() => performance.now());
		const memory = (await rendererMemory(browser)) - before;
		await page.evaluate(async () => {
			const scroller = document.querySelector(".table .scroller");
			for (let step = 0; step < 120; step++) {
				scroller.scrollTop += step % 10 === 0 ? scroller.scrollHeight / 13 : 90;
				await new Promise((resolve) => requestAnimationFrame(resolve));
			}
		});
		const { frames, tasks } = await page.evaluate(() => ({
			frames: globalThis.frames,
			tasks: globalThis.tasks,
		}));
		const longest = (from, to) =>
			Math.max(0, ...tasks.filter(({ at }) => at >= from && at < to).map(({ duration }) => duration));
		const p99 = (from, to) => {
			const durations = frames.filter(({ at }) => at >= from && at < to).map(({ duration }) => duration);
			return durations.sort((a, b) => a - b)[Math.floor(durations.length * 0.99)] ?? 0;
		};
		found = {
			seconds: (end - start) / 1000,
			frame: p99(start, end),
			task: longest(start, end),
			scrollFrame: p99(end, Number.POSITIVE_INFINITY),
			scrollTask: longest(end, Number.POSITIVE_INFINITY),
			memory,
		};
		await context.close();
	});
	return found;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** The brotli sizes of the files that the first page loads, and of all files. */
function sizes(folder) {
	const size = (name) => brotliCompressSync(readFileSync(join(folder, name))).length;
	const assets = readdirSync(join(folder, "assets"));
	const html = readFileSync(join(folder, "index.html"), "utf8");
	const first = ["index.html", ...assets.filter((it) => html.includes(it)).map((it) => `assets/${it}`)];
	const worker = assets.filter((it) => it.startsWith("log-worker")).map((it) => `assets/${it}`);
	const sum = (names) => names.reduce((total, name) => total + size(name), 0);
	return {
		first: sum(first),
		worker: sum(worker),
		all: sum(["index.html", ...assets.map((it) => `assets/${it}`)]),
	};
}

const folder = mkdtempSync(join(tmpdir(), "azeer-inspector-"));
try {
	const path = join(folder, "deliveries.ndjson");
	await writeLog(path, fixtures, { count });
	const here = import.meta.dirname;
	const dist = await build();
	const { first, worker, all } = sizes(dist);
	console.log(`brotli: ${first} bytes for the page, ${worker} for the worker, ${all} in all`);
	const others = {
		"azeer-webhooks/logs": join(here, "zod-logs.mjs"),
		zod: join(here, "node_modules", "zod"),
	};
	const pages = {
		"azeer-webhooks": pageFiles(dist),
		"JSON.parse and zod": pageFiles(await buildWith(others)),
	};
	console.log(
		`a log of ${Math.round(statSync(path).size / 1e6)} MB, ${count} lines; medians of ${ROUNDS} rounds`,
	);
	const rounds = Object.fromEntries(Object.keys(pages).map((name) => [name, []]));
	for (let round = 0; round < Number(ROUNDS); round++) {
		for (const [name, files] of Object.entries(pages)) {
			rounds[name].push(await measure(files, path));
		}
	}
	console.table(
		Object.fromEntries(
			Object.entries(rounds).map(([name, found]) => {
				const of = (key, digits = 0) => Number(median(found.map((it) => it[key])).toFixed(digits));
				return [
					name,
					{
						"table finished, s": of("seconds", 1),
						"p99 frame, ms": of("frame"),
						"longest task, ms": of("task"),
						"p99 frame while scrolling, ms": of("scrollFrame"),
						"longest task while scrolling, ms": of("scrollTask"),
						"memory, MB": Math.round(of("memory") / 1e6),
					},
				];
			}),
		),
	);
} finally {
	await closeBrowsers();
	rmSync(folder, { recursive: true });
}
