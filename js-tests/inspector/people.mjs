// Checks of the page in Chromium that need more than a program within it: requests, keys, focus, zoom, axe.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** How long a file may take on a busy machine, in milliseconds. */
const PATIENCE = 120_000;

/** The selector of what has the focus. */
const focused = (page) =>
	page.evaluate(() => {
		const { activeElement: it } = document;
		const label = it.labels?.[0]?.querySelector("span") ?? it;
		return it.getAttribute("aria-label") ?? label.textContent.trim();
	});

/** Drops a file on the page, by the dialog for files. */
export async function choose(page, path) {
	const input = await page.$("input[type=file]");
	await input.uploadFile(path);
	await page.waitForSelector(".window .row:not(.loading)", { timeout: PATIENCE });
	await page.waitForFunction(() => document.querySelector(".running") === null, { timeout: PATIENCE });
}

/** Nothing serious, and no rule is left out. The page's policy forbids scripts, so axe comes by the debugger. */
export async function assertAccessible(page, name) {
	await page.evaluate(axe);
	const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
	assert.ok(passes.length > 15, `axe has checked ${passes.length} rules`);
	const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
	const found = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`);
	assert.deepEqual(found, [], name);
}

/** The names of what the tab key reaches, up to `last`. */
export async function tabOrder(page, last) {
	const names = [];
	for (let tries = 0; tries < 60 && names.at(-1) !== last; tries++) {
		await page.keyboard.press("Tab");
		names.push(await focused(page));
	}
	return names;
}

/** By the keyboard alone: to the table, through it, into the details and back. */
export async function assertKeyboard(page) {
	await page.focus("[role=grid]");
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("ArrowDown");
	const active = () => page.$eval("[role=grid]", (it) => it.getAttribute("aria-activedescendant"));
	assert.match(await active(), /-2$/);
	await page.keyboard.press("Enter");
	await page.waitForFunction(() => document.querySelector(".detail .place")?.textContent.includes("line 3,"));
	await page.keyboard.press("ArrowDown");
	await page.waitForFunction(() => document.querySelector(".detail .place")?.textContent.includes("line 4,"));
	await page.keyboard.press("Escape");
	await page.waitForFunction(() => document.querySelector(".detail") === null);
	assert.equal(await focused(page), "Table of events");
}

/** On a narrow window the details cover the table, so they take the focus and give it back. */
export async function assertFocus(page) {
	await page.focus("[role=grid]");
	await page.keyboard.press("Enter");
	await page.waitForSelector(".detail");
	assert.equal(await focused(page), "Close details");
	await page.keyboard.press("Enter");
	await page.waitForFunction(() => document.querySelector(".detail") === null);
	assert.equal(await focused(page), "Table of events");
}

/** Nothing is wider than the window, and no verdict is cut. */
export async function assertFits(page, name) {
	const cut = await page.$$eval(".window .verdict", (cells) =>
		cells.filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.textContent),
	);
	assert.deepEqual(cut, [], name);
	const [content, window] = await page.evaluate(() => [
		document.documentElement.scrollWidth,
		document.documentElement.clientWidth,
	]);
	assert.ok(content <= window, `${name}: ${content} pixels in a window of ${window}`);
}

/** On paper there are the totals, the timeline and the whole body that is open, and nothing to click. */
export async function assertPrints(page) {
	await page.emulateMediaType("print");
	const shown = await page.evaluate(() => {
		const isShown = (selector) => [...document.querySelectorAll(selector)].some((it) => it.checkVisibility());
		const selectors = [".totals", ".plot canvas", ".detail .text", ".tools", ".filters", ".table", "button"];
		return selectors.filter(isShown);
	});
	assert.deepEqual(shown, [".totals", ".plot canvas", ".detail .text"]);
	const scrolls = await page.$$eval(".app, .app *", (all) =>
		all
			.filter((it) => it.checkVisibility() && !it.matches(".hidden"))
			.filter((it) => /auto|scroll|hidden/.test(getComputedStyle(it).overflowY))
			.filter((it) => it.scrollHeight > it.clientHeight)
			.map((it) => it.className),
	);
	assert.deepEqual(scrolls, [], "what scrolls is cut on paper");
	await page.emulateMediaType("screen");
}

/** The name of the spinner's animation while a log is read. */
export async function spinner(page, path, motion) {
	await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: motion }]);
	const seen = page.waitForFunction(() => {
		const it = document.querySelector(".spin");
		return it !== null && getComputedStyle(it).animationName;
	});
	await (await page.$("input[type=file]")).uploadFile(path);
	return (await seen).jsonValue();
}

/** The scrollbar reaches both ends and the middle; a wheel moves the rows by its own distance. */
export async function assertScales(page, count) {
	const at = (index) =>
		page.waitForSelector(`.window .row[aria-rowindex="${index + 2}"]:not(.loading)`, { timeout: 60_000 });
	const scrollTo = (share) =>
		page.$eval(
			".table .scroller",
			(it, part) => {
				it.scrollTop = part * (it.scrollHeight - it.clientHeight);
			},
			share,
		);
	const height = await page.$eval(".table .scroller", (it) => it.scrollHeight);
	assert.ok(height < count * 44, "the height is scaled");
	await scrollTo(1);
	await at(count - 1);
	await scrollTo(0);
	await at(0);
	await scrollTo(0.5);
	const middle = await at(count / 2);
	const before = (await middle.boundingBox()).y;
	const table = await (await page.$(".table .scroller")).boundingBox();
	await page.mouse.move(table.x + 50, table.y + 100);
	await page.mouse.wheel({ deltaY: 88 });
	await page.waitForFunction(
		(row, y) => Math.abs(y - row.getBoundingClientRect().y - 88) < 3,
		{},
		middle,
		before,
	);
}

/** Checks that a filter changes the data of the chart, and that dragging over the chart sets both times of the filter. */
export async function assertTimeline(page) {
	const drawn = () => page.$eval(".plot canvas", (it) => it.toDataURL());
	const before = await drawn();
	await page.evaluate(() => {
		const option = [...document.querySelectorAll(".option")].find((it) =>
			it.textContent.startsWith("as documented"),
		);
		option.querySelector("input").click();
	});
	await page.waitForFunction(
		(old) => document.querySelector(".plot canvas")?.toDataURL() !== old,
		{},
		before,
	);
	const { x, y, width, height } = await (await page.$(".plot .u-over")).boundingBox();
	await page.mouse.move(x + width * 0.25, y + height / 2);
	await page.mouse.down();
	await page.mouse.move(x + width * 0.5, y + height / 2, { steps: 5 });
	await page.mouse.up();
	await page.waitForFunction(() => /drift=no&from=[^&]+&to=/.test(location.hash));
}
