// Takes the screenshots in docs/inspector: node js-tests/inspector/screenshots.mjs

import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { closeBrowsers, launched, serving } from "../hosts/browsers.mjs";
import { fixtures } from "../suite.mjs";
import { build, pageFiles } from "./built.mjs";
import { writeLog } from "./file.mjs";

const root = join(import.meta.dirname, "..", "..");
const docs = join(root, "docs", "inspector");
/** Pictures to look at, which no page shows. */
const others = join(root, "target", "inspector-states");
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const MILLION = 1_000_000;
const MINUTES = 10 * 60_000;

const dark = [{ name: "prefers-color-scheme", value: "dark" }];
const light = [{ name: "prefers-color-scheme", value: "light" }];

const row = (text) =>
	[...document.querySelectorAll(".window .row")].find((it) => it.textContent.includes(text)).click();

async function drop(page, path) {
	await (await page.$("input[type=file]")).uploadFile(path);
	await page.waitForSelector(".window .row:not(.loading)", { timeout: MINUTES });
	await page.waitForFunction(() => document.querySelector(".running") === null, { timeout: MINUTES });
	await page.waitForSelector(".plot canvas");
}

async function open(page, text) {
	await page.evaluate(row, text);
	await page.waitForSelector(".detail");
}

/** Each makes the page show something, from its beginning. */
const shots = {
	start: { run: async () => {} },
	light: {
		async run(page, { log }) {
			await drop(page, log);
			await open(page, "outgoing");
		},
	},
	dark: {
		media: dark,
		async run(page, { log }) {
			await drop(page, log);
			await page.click(".redaction");
			await page.waitForFunction(() => document.querySelector(".row .phone").textContent.startsWith("919"));
			await page.evaluate(() =>
				[...document.querySelectorAll(".option")].find((it) => it.textContent.startsWith("differs")).click(),
			);
			await page.waitForFunction(() => document.querySelector(".row .drift") !== null);
			await open(page, "drift");
		},
	},
	phone: {
		viewport: PHONE,
		async run(page, { log }) {
			await drop(page, log);
		},
	},
	"right-to-left": {
		async run(page, { log }) {
			await drop(page, log);
			await page.click(".redaction");
			await page.type(".search input", "طلبي");
			await page.waitForFunction(() =>
				document.querySelector(".totals .all dt").textContent.startsWith("of"),
			);
			await page.waitForFunction(() => document.querySelector(".running") === null);
			await page.waitForFunction(() =>
				/\p{Script=Arabic}/u.test(document.querySelector(".row .preview").textContent),
			);
			await page.click(".window .row");
			await page.waitForSelector(".detail");
			await page.$eval(".detail", (it) => it.scrollTo(0, 330));
		},
	},
	conversations: {
		viewport: { width: 1280, height: 720 },
		async run(page, { log }) {
			await drop(page, log);
			await page.click(".redaction");
			await page.evaluate(() => [...document.querySelectorAll(".pages button")][1].click());
			await page.waitForSelector(".phones button");
			await page.click(".phones li:nth-child(3) button");
			await page.waitForSelector(".thread li");
		},
	},
	errors: {
		async run(page) {
			await page.click(".redaction");
			await page.type("#body", "x");
			await page.evaluate(() =>
				[...document.querySelectorAll(".samples button")]
					.find((it) => it.textContent === "A broken body")
					.click(),
			);
			await page.waitForSelector(".detail mark");
		},
	},
	million: {
		async run(page, { million }) {
			await drop(page, million);
			await page.focus("[role=grid]");
			await page.keyboard.press("End");
			await page.waitForFunction(() => document.querySelector('.row[aria-rowindex="1000001"]:not(.loading)'));
		},
	},
};

/** What there is to see when there is no table. */
const states = {
	loading: {
		async run(page, { large }) {
			await (await page.$("input[type=file]")).uploadFile(large);
			await page.waitForSelector(".running progress[value]:not([value='0'])");
		},
	},
	nothing: {
		async run(page, { log }) {
			await drop(page, log);
			await page.type(".search input", "nobody writes this");
			await page.waitForSelector(".nothing");
			await page.waitForFunction(() => document.querySelector(".running") === null);
		},
	},
	empty: {
		async run(page, { empty }) {
			await (await page.$("input[type=file]")).uploadFile(empty);
			await page.waitForSelector(".nothing");
		},
	},
	damaged: {
		async run(page, { damaged }) {
			await (await page.$("input[type=file]")).uploadFile(damaged);
			await page.waitForSelector("[role=alert]");
		},
	},
	"too-large": {
		async run(page, { tooLarge }) {
			await drop(page, tooLarge);
			await open(page, "too large");
		},
	},
};

const only = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "azeer-inspector-"));
try {
	for (const made of [docs, others]) {
		mkdirSync(made, { recursive: true });
	}
	const files = pageFiles(await build());
	const log = join(folder, "deliveries.ndjson");
	await writeLog(log, fixtures, { count: 60_000 });
	const [large, empty, damaged, tooLarge, million] = [
		"large",
		"empty",
		"damaged",
		"too-large",
		"million",
	].map((name) => join(folder, `${name}.ndjson`));
	await writeLog(large, fixtures, { count: 300_000 });
	writeFileSync(empty, "\n\n");
	const line = JSON.stringify(JSON.parse(fixtures.get("01-incoming-text")));
	writeFileSync(damaged, gzipSync(`${line}\n`.repeat(1000)).subarray(0, -20));
	writeFileSync(tooLarge, `${line}\n"${"x".repeat(2 ** 20)}"\n${line}\n`);
	if (only.length === 0 || only.includes("million")) {
		await writeLog(million, fixtures, { count: MILLION });
	}
	await serving(files, {}, async (address) => {
		const browser = await launched("chromium");
		for (const [name, { viewport = WIDE, media = light, run }] of Object.entries({
			...shots,
			...states,
		})) {
			if (only.length > 0 && !only.includes(name)) {
				continue;
			}
			const context = await browser.createBrowserContext();
			const page = await context.newPage();
			page.setDefaultTimeout(MINUTES);
			await page.setViewport(viewport);
			await page.emulateMediaFeatures(media);
			await page.goto(`${address}/`);
			await page.waitForSelector("#body");
			await run(page, { log, million, large, empty, damaged, tooLarge });
			// Fonts and the chart are drawn in the next frames.
			await new Promise((resolve) => setTimeout(resolve, 500));
			const path = join(name in states ? others : docs, `${name}.png`);
			await page.screenshot({ path });
			console.log(`${name}.png: ${statSync(path).size} bytes`);
			await context.close();
		}
	});
} finally {
	await closeBrowsers();
	rmSync(folder, { recursive: true });
}
