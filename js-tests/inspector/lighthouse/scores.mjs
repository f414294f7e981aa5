// Prints Lighthouse's scores of the page: node js-tests/inspector/lighthouse/scores.mjs

import { loadavg } from "node:os";
import { brotliCompressSync } from "node:zlib";
import lighthouse, { desktopConfig } from "lighthouse";
import { closeBrowsers, launched, serving } from "../../hosts/browsers.mjs";
import { build, pageFiles } from "../built.mjs";

const files = pageFiles(await build());
/** Compressed, as a server sends them. */
const compressed = (path) => {
	const content = files(path);
	return content === undefined ? undefined : brotliCompressSync(content);
};
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const TIMES = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"];

async function scores(address, config) {
	const context = await (await launched("chromium")).createBrowserContext();
	const flags = { logLevel: "error", onlyCategories: CATEGORIES };
	const { lhr } = await lighthouse(address, flags, config, await context.newPage());
	await context.close();
	if (lhr.runtimeError) {
		throw new Error(lhr.runtimeError.message);
	}
	return {
		...Object.fromEntries(
			Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]),
		),
		...Object.fromEntries(TIMES.map((id) => [`${id}, ms`, Math.round(lhr.audits[id].numericValue)])),
	};
}

try {
	await serving(compressed, { "content-encoding": "br" }, async (address) => {
		console.table({
			"a phone, slow network": await scores(`${address}/`),
			"a desktop computer": await scores(`${address}/`, desktopConfig),
		});
	});
	console.log(`load of the machine: ${loadavg()[0].toFixed(1)}`);
} finally {
	await closeBrowsers();
}
