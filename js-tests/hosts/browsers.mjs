// Chromium and Firefox, as puppeteer drives them, and WebKit.

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

/** Ends the browsers that were opened. */
export async function closeBrowsers() {
	for (const browser of running.values()) {
		await (await browser).close();
	}
	running.clear();
}

/** The browser of that name, `chromium`, `firefox` or `webkit`: one for all pages, with a profile of its own. */
function launched(name) {
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
const PATIENCE = 60_000;

/** Opens a page and resolves to what it leaves in `globalThis.outcome`; throws what it has said where it leaves nothing. */
export async function inPage(name, url, patience = PATIENCE) {
	const browser = await launched(name);
	const page = await browser.newPage();
	const said = [];
	page.on("console", (message) => said.push(message.text()));
	page.on("pageerror", (error) => said.push(String(error)));
	try {
		await page.goto(url, { timeout: patience });
		const end = performance.now() + patience;
		while (performance.now() < end) {
			const outcome = await page.evaluate(() => globalThis.outcome);
			if (outcome !== undefined) {
				return outcome;
			}
			await setTimeout(20);
		}
		throw new Error(`${url} came to nothing in ${name}:\n${said.join("\n")}`);
	} finally {
		await page.close();
	}
}

const types = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".json": "application/json",
	".wasm": "application/wasm",
};

/** Runs with the address of a server that has these files: `load` gives the content of a path, or undefined. */
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
