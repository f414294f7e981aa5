// Builds the documentation site, and reads what was built. Links to other sites are not followed.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build, site } from "../../site/build.mjs";
import { root } from "../../site/pages.mjs";
import { closeBrowsers, inPage, serving } from "../hosts/browsers.mjs";

after(closeBrowsers);

let pages;
/** The HTML of each page, by its path. */
const html = new Map();

before(async () => {
	pages = await build();
	for (const name of readdirSync(site, { recursive: true })) {
		const path = name.replaceAll("\\", "/");
		if (path.endsWith(".html") && !path.startsWith("rust/")) {
			html.set(`/${path}`, readFileSync(join(site, path), "utf8"));
		}
	}
});

test("every page of docs/ is in the navigation", () => {
	const files = readdirSync(join(root, "docs"), { recursive: true })
		.map((name) => `docs/${name.replaceAll("\\", "/")}`)
		.filter((name) => name.endsWith(".md"));
	const listed = pages.map(({ file }) => file);
	assert.deepEqual(
		files.filter((file) => !listed.includes(file)),
		[],
		"add these to site/navigation.mjs",
	);
	const sidebar = html.get("/start.html");
	for (const { address } of pages) {
		assert.ok(html.has(`/${address}.html`), address);
		assert.ok(address === "index" || sidebar.includes(`href="/${address.replace(/index$/, "")}`), address);
	}
});

test("every link leads to a page and to a heading", () => {
	const ids = new Map(
		[...html].map(([path, text]) => [
			path,
			new Set(Array.from(text.matchAll(/ id="([^"]+)"/g), ([, id]) => id)),
		]),
	);
	const dead = new Set();
	let links = 0;
	for (const [path, text] of html) {
		for (const [, href] of text.matchAll(/<a [^>]*href="([^"]*)"/g)) {
			if (/^[a-z]+:/.test(href) || path === "/404.html") {
				continue;
			}
			links++;
			const { pathname, hash } = new URL(href, `http://site${path}`);
			const target = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
			const isThere =
				hash === ""
					? existsSync(join(site, target))
					: ids.get(target)?.has(decodeURIComponent(hash.slice(1)));
			if (!isThere) {
				dead.add(`${path} links to ${href}`);
			}
		}
	}
	assert.ok(links > 1000, String(links));
	assert.deepEqual([...dead], []);
});

test("no link's text is a path", () => {
	const paths = pages.flatMap(({ address, text }) =>
		Array.from(text.matchAll(/\[`?[\w.-]*(\/|\.md)[\w./-]*`?\]\(/g), ([link]) => `${address}: ${link}`),
	);
	assert.deepEqual(paths, []);
});

test("llms.txt lists every page, as Markdown", () => {
	const list = readFileSync(join(site, "llms.txt"), "utf8");
	const listed = new Map(
		Array.from(list.matchAll(/^- \[(.+)\]\(\/(.+)\.md\): (.+)$/gm), ([, title, address]) => [address, title]),
	);
	const wanted = pages.filter(({ address }) => address !== "index");
	assert.deepEqual(
		[...listed],
		wanted.map(({ address, title }) => [address, title]),
	);
	const full = readFileSync(join(site, "llms-full.txt"), "utf8");
	for (const { address, text } of pages) {
		assert.equal(readFileSync(join(site, `${address}.md`), "utf8"), text);
		assert.ok(full.includes(text.trim()), address);
	}
});

test("the search finds every page", async () => {
	const chunks = join(site, "assets", "chunks");
	const index = readdirSync(chunks).find((name) => name.startsWith("@localSearchIndexroot"));
	const { default: json } = await import(pathToFileURL(join(chunks, index)));
	const { default: MiniSearch } = await import(
		createRequire(join(root, "site", "build.mjs")).resolve("minisearch")
	);
	// The settings with which VitePress makes the index.
	const search = MiniSearch.loadJSON(json, {
		fields: ["title", "titles", "text"],
		storeFields: ["title", "titles"],
	});
	for (const { address, text } of pages) {
		const [word] = text.match(/(?<= )[a-z]{5,}(?= )/g).sort((a, b) => b.length - a.length);
		const path = `/${address}`.replace(/\/index$/, "/");
		const found = search.search(word).map(({ id }) => id.replace(/(\.html)?(#.*)?$/, ""));
		assert.ok(found.includes(path), `${word} in ${path}: ${found}`);
	}
});

test("a visitor searches, and opens what was found", async () => {
	const visit = `<iframe src="/start.html" width="1300" height="900"></iframe><script type="module">
const seen = async (find) => {
	for (;;) {
		const found = find(document.querySelector("iframe").contentDocument);
		if (found) return found;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
};
// Until the page's script runs, a click does nothing.
const input = await seen((page) => {
	const box = page.querySelector(".VPLocalSearchBox input");
	if (box === null) page.querySelector(".VPNavBarSearch button")?.click();
	return box;
});
input.value = "securetoken";
input.dispatchEvent(new Event("input"));
(await seen((page) => page.querySelector('.VPLocalSearchBox a[href^="/receiving"]'))).click();
globalThis.outcome = (await seen((page) => page.title.startsWith("Receiving") && page.querySelector("h1"))).textContent;
</script>`;
	const load = (path) =>
		path === "/" ? visit : existsSync(join(site, path)) ? readFileSync(join(site, path)) : undefined;
	const heading = await serving(load, {}, (address) => inPage("chromium", address));
	assert.match(heading, /^Receiving webhooks/);
});
