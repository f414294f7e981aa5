// Takes the screenshots in docs/inspector: node js-tests/inspector/screenshots.mjs

import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeBrowsers, launched, serving } from "../hosts/browsers.mjs";
import { fixtures } from "../suite.mjs";
import { build, pageFiles } from "./built.mjs";
import { writeLog } from "./file.mjs";

const docs = join(import.meta.dirname, "..", "..", "docs", "inspector");
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

const only = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "azeer-inspector-"));
try {
	mkdirSync(docs, { recursive: true });
	const files = pageFiles(await build());
	const log = join(folder, "deliveries.ndjson");
	await writeLog(log, fixtures, { count: 60_000 });
	const million = join(folder, "million.ndjson");
	if (only.length === 0 || only.includes("million")) {
		await writeLog(million, fixtures, { count: MILLION });
	}
	await serving(files, {}, async (address) => {
		const browser = await launched("chromium");
		for (const [name, { viewport = WIDE, media = light, run }] of Object.entries(shots)) {
			if (only.length > 0 && !only.includes(name)) {
				continue;
			}
			const context = await browser.createBrowserContext();
			const page = await context.newPage();
			await page.setViewport(viewport);
			await page.emulateMediaFeatures(media);
			await page.goto(`${address}/`);
			await page.waitForSelector("#body");
			await run(page, { log, million });
			// Fonts and the chart are drawn in the next frames.
			await new Promise((resolve) => setTimeout(resolve, 500));
			const path = join(docs, `${name}.png`);
			await page.screenshot({ path });
			console.log(`${name}.png: ${statSync(path).size} bytes`);
			await context.close();
		}
	});
} finally {
	await closeBrowsers();
	rmSync(folder, { recursive: true });
}
