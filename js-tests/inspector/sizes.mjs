// What the page's visitors download, by brotli, in bytes.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

/** The sizes of a built page. `first load` is what it loads before a file is dropped; after that it loads the chart. */
export function sizes(folder) {
	const size = (name) => brotliCompressSync(readFileSync(join(folder, name))).length;
	const sum = (names) => names.reduce((total, name) => total + size(name), 0);
	const assets = readdirSync(join(folder, "assets")).map((it) => `assets/${it}`);
	const html = readFileSync(join(folder, "index.html"), "utf8");
	const page = ["index.html", ...assets.filter((it) => html.includes(it))];
	const worker = assets.filter((it) => it.startsWith("assets/log-worker"));
	return {
		page: sum(page),
		worker: sum(worker),
		"first load": sum([...page, ...worker]),
		"with the chart": sum(["index.html", ...assets]),
	};
}
