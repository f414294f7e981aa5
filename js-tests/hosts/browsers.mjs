// Opens pages in Chromium and Firefox, by puppeteer, and in WebKit.

import { createServer } from "node:http";
import { extname } from "node:path";
import { setTimeout } from "node:timers/promises";
import puppeteer from "puppeteer-core";
import { browserPath } from "../../scripts/browsers.mjs";
import { launchWebKit } from "./webkit.mjs";

const puppets = {
	chromium: {
		browser: "chrome",
		args: [
			"--no-sandbox",
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
		],
	},
	firefox: { browser: "firefox", args: [] },
};

const running = new Map();

/** Closes all browsers that were opened. */
export async function closeBrowsers() {
	for (const browser of running.values()) {
		await (await browser).close();
	}
	running.clear();
}

/** The browser of a name: `chromium`, `firefox` or `webkit`. All pages share one, which has its own profile. */
export function launched(name) {
	if (!running.has(name)) {
		running.set(name, launch(name));
	}
	return running.get(name);
}

function launch(name) {
	const executablePath = browserPath(name);
	return name === "webkit"
		? launchWebKit(executablePath)
		: puppeteer.launch({ executablePath, headless: true, ...puppets[name] });
}

/** How long a page may take, in milliseconds. */
const PAGE_TIMEOUT = 60_000;

/**
 * Opens a page and resolves to the value of its `globalThis.outcome`. Throws the page's console messages if that is
 * never set.
 */
export async function inPage(name, url, timeout = PAGE_TIMEOUT) {
	const browser = await launched(name);
	const page = await browser.newPage();
	const messages = [];
	page.on("console", (message) => messages.push(message.text()));
	page.on("pageerror", (error) => messages.push(String(error)));
	try {
		await page.goto(url, { timeout });
		const end = performance.now() + timeout;
		while (performance.now() < end) {
			const outcome = await page.evaluate(() => globalThis.outcome);
			if (outcome !== undefined) {
				return outcome;
			}
			await setTimeout(20);
		}
		throw new Error(`${url} gave no outcome in ${name}:\n${messages.join("\n")}`);
	} finally {
		await page.close();
	}
}

const types = {
	".css": "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".mjs": "text/javascript; charset=utf-8",
	".json": "application/json",
	".svg": "image/svg+xml",
	".wasm": "application/wasm",
};

/** Calls `run` with the address of a file server. `load` returns the content of a path, or undefined. */
export async function serving(load, headers, run) {
	const server = createServer(async (request, response) => {
		const { pathname } = new URL(request.url, "http://localhost");
		const content = await load(pathname);
		const type = types[extname(pathname)] ?? types[".html"];
		response.writeHead(content === undefined ? 404 : 200, { "content-type": type, ...headers });
		response.end(content);
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	try {
		return await run(`http://127.0.0.1:${server.address().port}`);
	} finally {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
}
