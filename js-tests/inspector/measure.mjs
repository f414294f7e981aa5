// What the page does in Chromium while it reads a log, and while somebody scrolls through it.

import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { launched, serving } from "../hosts/browsers.mjs";

/** How long a log may take, in milliseconds. */
const PATIENCE = 20 * 60_000;

/** Runs in the page before its own scripts: notes the time of each frame. */
function watch() {
	globalThis.frames = [];
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

/**
 * The longest task of a page's main thread while `run` runs, in milliseconds: by the clock, and by the time that the thread had a processor. On a
 * machine that does other work, too, a task may wait for one in its middle.
 */
async function longestTask(page, run) {
	await page.tracing.start({ categories: ["toplevel"] });
	await run();
	const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
	const thread = ({ pid, tid }) => `${pid} ${tid}`;
	const isMain = ({ name, args }) => name === "thread_name" && args.name === "CrRendererMain";
	const main = new Set(traceEvents.filter(isMain).map(thread));
	const tasks = traceEvents.filter(
		(it) => it.name === "ThreadControllerImpl::RunTask" && it.ph === "X" && main.has(thread(it)),
	);
	if (tasks.length === 0) {
		throw new Error("the trace has no task of a page");
	}
	const longest = (key) => Math.max(...tasks.map((it) => it[key] ?? 0)) / 1000;
	return { byClock: longest("dur"), byProcessor: longest("tdur") };
}

const now = (page) => page.evaluate(() => performance.now());

/** Drops a log of `count` lines, waits for the finished table, and scrolls through it. */
export async function measure(files, path, count) {
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
		await setTimeout(2000);
		const before = await rendererMemory(browser);
		const start = await now(page);
		const task = await longestTask(page, () => read(page, path, count));
		const end = await now(page);
		const memory = (await rendererMemory(browser)) - before;
		const scrollTask = await longestTask(page, () => page.evaluate(scroll));
		const frames = await page.evaluate(() => globalThis.frames);
		const p99 = (from, to) => {
			const durations = frames.filter(({ at }) => at >= from && at < to).map(({ duration }) => duration);
			return durations.sort((a, b) => a - b)[Math.floor(durations.length * 0.99)];
		};
		found = {
			seconds: await page.evaluate((from) => (globalThis.finished - from) / 1000, start),
			frame: p99(start, end),
			task: task.byClock,
			taskProcessor: task.byProcessor,
			scrollFrame: p99(end, Number.POSITIVE_INFINITY),
			scrollTask: scrollTask.byClock,
			scrollProcessor: scrollTask.byProcessor,
			memory,
		};
		await context.close();
	});
	return found;
}

async function read(page, path, count) {
	await (await page.$("input[type=file]")).uploadFile(path);
	const end = performance.now() + PATIENCE;
	while (!(await page.evaluate(isFinished, count.toLocaleString("en")))) {
		if (performance.now() > end) {
			throw new Error(`${path} was not read in time`);
		}
		await setTimeout(50);
	}
}

/** Runs in the page. */
function isFinished(total) {
	globalThis.finished = performance.now();
	return (
		document.querySelector(".totals .all dd")?.textContent === total &&
		document.querySelector(".running") === null &&
		document.querySelector(".window .row:not(.loading)") !== null
	);
}

/** Runs in the page. */
async function scroll() {
	const scroller = document.querySelector(".table .scroller");
	for (let step = 0; step < 120; step++) {
		scroller.scrollTop += step % 10 === 0 ? scroller.scrollHeight / 13 : 90;
		await new Promise((resolve) => requestAnimationFrame(resolve));
	}
}
