// The inspector in browsers. The environment says how long the log is: LINES, and LINE_BYTES for each line.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { deliveryToText, toDelivery } from "azeer-webhooks/server";
import { closeBrowsers, inPage, launched, serving } from "../hosts/browsers.mjs";
import { row } from "../hosts/row.mjs";
import { fixtures } from "../suite.mjs";
import { build, pageFiles } from "./built.mjs";
import { lineMaker } from "./log.mjs";
import {
	assertAccessible,
	assertFits,
	assertFocus,
	assertKeyboard,
	assertPrints,
	assertScales,
	assertTimeline,
	choose,
	spinner,
	tabOrder,
} from "./people.mjs";
import { sizes } from "./sizes.mjs";

/** 20 MB. With LINES=500000 LINE_BYTES=400 it is 200 MB. */
const { LINES = "48000", LINE_BYTES = "0" } = process.env;

const given = { examples: Object.fromEntries(fixtures), count: Number(LINES), size: Number(LINE_BYTES) };
const own = {
	"/driver.mjs": () => readFileSync(join(import.meta.dirname, "driver.mjs")),
	"/log.mjs": () => readFileSync(join(import.meta.dirname, "log.mjs")),
	"/given.mjs": () => `globalThis.given = ${JSON.stringify(given)};`,
};

let dist;
let files;
before(async () => {
	dist = await build();
	files = pageFiles(dist);
});
after(closeBrowsers);

/** The page, with a program that uses it. */
function load(path) {
	const content = own[path]?.() ?? files(path);
	const scripts = ["given", "driver"].map((name) => `<script type="module" src="/${name}.mjs"></script>`);
	return path === "/" ? String(content).replace("</body>", `${scripts.join("")}</body>`) : content;
}

const TIMEOUT = 600_000;

/** Rows of 17.6 million pixels. */
const MANY = 400_000;

for (const [host, name, options] of [
	["Chromium", "chromium", {}],
	["Firefox", "firefox", { only: "matrix" }],
	["WebKit", "webkit", { only: "matrix" }],
]) {
	row(host, "inspector", () => serving(load, {}, (address) => inPage(name, `${address}/`, TIMEOUT)), options);
}

/** A log with every fixture and 500 other lines, in a new folder. */
async function withLog(run, { name = "events.ndjson", write = (lines) => lines.join("\n") } = {}) {
	const folder = mkdtempSync(join(tmpdir(), "azeer-inspector-"));
	const examples = Object.fromEntries([...fixtures].map(([key, text]) => [key, JSON.parse(text)]));
	const line = lineMaker(examples);
	const lines = Array.from({ length: 500 }, (_, index) => line(index));
	lines.push(...Object.values(examples).map((it) => JSON.stringify(it)));
	const path = join(folder, name);
	writeFileSync(path, write(lines));
	try {
		return await run(path, lines);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Opens the page in Chromium. `requests` are all that it and its workers send. */
async function opened(run, viewport = { width: 1440, height: 900 }) {
	const asked = [];
	let isDown = false;
	const server = (path) => {
		asked.push(path);
		return isDown ? undefined : files(path);
	};
	await serving(server, {}, async (address) => {
		const browser = await launched("chromium");
		const context = await browser.createBrowserContext();
		const page = await context.newPage();
		const requests = [];
		const errors = [];
		page.on("request", (request) => requests.push(request.url()));
		page.on("pageerror", (error) => errors.push(String(error)));
		await page.setViewport(viewport);
		await page.goto(`${address}/`);
		await page.waitForSelector("#body");
		try {
			await run(page, {
				address,
				asked,
				requests,
				stop: () => {
					isDown = true;
				},
			});
			assert.deepEqual(errors, []);
		} finally {
			await context.close();
		}
	});
}

test("nothing leaves the page, and it works without its server", () =>
	withLog((path) =>
		opened(async (page, { address, asked, requests, stop }) => {
			await page.evaluate(() => navigator.serviceWorker.ready);
			await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
			stop();
			asked.length = 0;
			await page.reload();
			await page.waitForSelector("#body");
			await choose(page, path);
			await page.click(".window .row");
			await page.waitForSelector(".detail");
			await page.click(".redaction");
			await page.waitForFunction(() => document.querySelector(".detail .text").textContent.includes("wamid"));
			await page.type(".search input", "order");
			await page.waitForFunction(() =>
				document.querySelector(".totals .all dt").textContent.startsWith("of"),
			);
			// Icons of the browser's own fields are `data:`.
			const isOwn = (url) => url.startsWith(`${address}/`) || /^(blob|data):/.test(url);
			const others = requests.filter((url) => !isOwn(url));
			assert.deepEqual(others, []);
			// A browser asks for the service worker's script again when it likes.
			assert.deepEqual(
				asked.filter((it) => it !== "/offline.js"),
				[],
			);
			const ask = (url) =>
				fetch(url).then(
					() => "answered",
					() => "refused",
				);
			assert.equal(await page.evaluate(ask, `${address}/`), "refused");
			const [worker] = page.workers();
			assert.equal(await worker.evaluate(ask, `${address}/`), "refused");
			const image = await page.evaluate(
				(url) =>
					new Promise((resolve) => {
						addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
						const it = new Image();
						it.onload = () => resolve("loaded");
						it.onerror = () => setTimeout(resolve, 1000, "not refused");
						it.src = url;
					}),
				"http://127.0.0.1:9/image.png",
			);
			assert.equal(image, "img-src");
		}),
	));

for (const [name, options] of [
	["gzip", { name: "events.ndjson.gz", write: (lines) => gzipSync(lines.join("\n")) }],
	[
		"gzip in two members",
		{ write: (lines) => Buffer.concat([gzipSync(`${lines[0]}\n`), gzipSync(lines.slice(1).join("\n"))]) },
	],
	[
		"lines that wrap bodies",
		{ write: (lines) => `\n${lines.map((it) => deliveryToText(toDelivery(it))).join("\n")}\n` },
	],
	["a JSON array", { name: "events.json", write: (lines) => `[\n${lines.join(",\n")}\n]` }],
]) {
	test(`reads ${name}`, () =>
		withLog(
			(path, lines) =>
				opened(async (page) => {
					await choose(page, path);
					const total = await page.$eval(".totals .all dd", (it) => it.textContent);
					assert.equal(total, String(lines.length));
					await page.click(".redaction");
					await page.focus("[role=grid]");
					await page.keyboard.press("End");
					await page.waitForFunction(
						(count) => document.querySelector(`.row[aria-rowindex="${count + 1}"]:not(.loading)`),
						{},
						lines.length,
					);
					await page.keyboard.press("Enter");
					await page.waitForFunction(() =>
						document.querySelector(".detail .text")?.textContent.includes("2024-02-30"),
					);
					await page.keyboard.press("ArrowUp");
					await page.waitForFunction(() =>
						document.querySelector(".detail .text")?.textContent.includes("message_body"),
					);
				}),
			options,
		));
}

test("a file that is one body over several lines", () =>
	withLog(
		(path) =>
			opened(async (page) => {
				await choose(page, path);
				assert.equal(await page.$eval(".totals .all dd", (it) => it.textContent), "1");
			}),
		{ write: () => fixtures.get("01-incoming-text") },
	));

test("a line that is too large", () =>
	withLog(
		(path) =>
			opened(async (page) => {
				await choose(page, path);
				await page.click(".window .row:nth-child(2)");
				const note = await page.waitForSelector(".detail .note");
				assert.match(await note.evaluate((it) => it.textContent), /larger than 1 MiB/);
				assert.equal(
					await page.$eval(".detail .where", (it) => it.textContent),
					"too_large, line 1, column 1",
				);
			}),
		{ write: (lines) => `${lines[0]}\n"${"x".repeat(2 ** 20)}"\n${lines[1]}` },
	));

test("a log that is damaged", () =>
	withLog(
		(path) =>
			opened(async (page) => {
				const input = await page.$("input[type=file]");
				await input.uploadFile(path);
				const alert = await page.waitForSelector("[role=alert]");
				assert.match(await alert.evaluate((it) => it.textContent), /the log is truncated/);
			}),
		{ write: (lines) => gzipSync(lines.join("\n")).subarray(0, 2000) },
	));

test("a link has the filters", () =>
	withLog((path) =>
		opened(async (page, { address }) => {
			await page.goto(
				`${address}/#event=incoming_msg.919876543210&validity=documented&drift=yes&phone=x&other=91987654321`,
			);
			await page.reload();
			await choose(page, path);
			await page.waitForFunction(() => document.querySelectorAll(".option input:checked").length === 3);
			assert.equal(new URL(page.url()).hash, "#event=incoming_msg&validity=documented&drift=yes");
		}),
	));

test("access", () =>
	withLog((path) =>
		opened(async (page) => {
			await assertAccessible(page, "start");
			await choose(page, path);
			const order = await tabOrder(page, "Table of events");
			assert.deepEqual(order.slice(0, 11), [
				"Events",
				"Conversations",
				"Paste a body",
				"Redaction on",
				"Search texts, names and numbers",
				"Link",
				"NDJSON",
				"CSV",
				"Add files",
				"Close all files",
				"documented",
			]);
			// Some browsers stop at each part of a time.
			assert.deepEqual([...new Set(order.slice(-20))].slice(-3), ["From", "Before", "Table of events"]);
			await assertKeyboard(page);
			await page.focus("[role=grid]");
			await page.keyboard.press("Enter");
			await page.waitForSelector(".detail");
			await page.keyboard.press("Tab");
			assert.equal(await page.evaluate(() => document.activeElement.closest(".detail") !== null), true);
			await page.setViewport({ width: 1280, height: 800 });
			await assertFits(page, "details");
			for (const scheme of ["light", "dark"]) {
				await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
				await assertAccessible(page, `details, ${scheme}`);
			}
			await page.keyboard.press("Escape");
			// At 200 % a window of 1440 pixels is one of 720.
			for (const [name, width, height] of [
				["200 %", 720, 450],
				["phone", 360, 740],
			]) {
				await page.setViewport({ width, height, deviceScaleFactor: 2 });
				await page.waitForSelector(".window .row:not(.loading)");
				await assertFits(page, name);
				await assertFocus(page);
				await assertAccessible(page, name);
			}
		}),
	));

test("the conversations are accessible", () =>
	withLog((path) =>
		opened(async (page) => {
			await choose(page, path);
			await page.click(".pages button:nth-child(2)");
			await page.click(".phones button");
			await page.waitForSelector(".thread li");
			await assertAccessible(page, "a conversation");
		}),
	));

test("paper", () =>
	withLog((path) =>
		opened(async (page) => {
			await choose(page, path);
			await page.waitForSelector(".plot canvas");
			await page.click(".window .row");
			await page.waitForSelector(".detail");
			await assertPrints(page);
		}),
	));

test("reduced motion", () =>
	withLog(
		(path) =>
			opened(async (page) => {
				assert.equal(await spinner(page, path, "reduce"), "none");
				await page.waitForFunction(() => document.querySelector(".running") === null);
				assert.equal(await spinner(page, path, "no-preference"), "spin");
			}),
		{ write: (lines) => Array(100).fill(lines.join("\n")).join("\n") },
	));

test("a table that is higher than an element can be", () =>
	withLog(
		(path) =>
			opened(async (page) => {
				await choose(page, path);
				await assertScales(page, MANY);
			}),
		{ write: () => "1\n".repeat(MANY) },
	));

test("the timeline follows the filters, and filters by time", () =>
	withLog((path) =>
		opened(async (page) => {
			await choose(page, path);
			await page.waitForSelector(".plot canvas");
			await assertTimeline(page);
		}),
	));

/** How far above a size its gate may be, in bytes. */
const MAX_ABOVE = 1024;

test("no download is above its gate, and no gate is far above its size", () => {
	const { inspector } = JSON.parse(
		readFileSync(join(import.meta.dirname, "..", "..", "budgets.json"), "utf8"),
	);
	const found = sizes(dist);
	assert.deepEqual(Object.keys(inspector), ["first load", "with the chart"]);
	for (const [name, limit] of Object.entries(inspector)) {
		assert.ok(found[name] <= limit, `${name} is ${found[name]} B, and budgets.json allows ${limit} B`);
		assert.ok(
			found[name] + MAX_ABOVE >= limit,
			`${name} is ${found[name]} B: lower its gate in budgets.json`,
		);
	}
});
