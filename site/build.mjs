// Builds the documentation site in target/site: node site/build.mjs

import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { dependencies } from "../scripts/install.mjs";
import { llms } from "./llms.mjs";
import { linker, readPages, root } from "./pages.mjs";

/** The site, and what it is made from: pages as Markdown, and files that are copied. */
export const site = join(root, "target", "site");
export const staged = join(root, "target", "site-pages");

function write(path, text) {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}

/** Builds the site, and returns its pages. Throws if a link is dead. */
export async function build() {
	dependencies(import.meta.dirname);
	// Not earlier, because they import what was just installed.
	const { typePages, writeRust } = await import("./api.mjs");
	const vitepress = await import("vitepress");

	rmSync(staged, { recursive: true, force: true });
	const copied = join(staged, "public");
	const files = readPages();
	const linked = linker(files, (image) => cpSync(join(root, image), join(copied, image)));
	const pages = [
		...files.map((page) => ({ ...page, text: linked(page) })),
		...(await typePages(join(root, "target", "site-types"))),
	];
	for (const { address, text } of pages) {
		write(join(staged, `${address}.md`), text);
		write(join(copied, `${address}.md`), text);
	}
	for (const [name, text] of Object.entries(llms(pages))) {
		write(join(copied, name), text);
	}
	writeRust(join(copied, "rust"));
	write(join(staged, "pages.json"), JSON.stringify(pages.map(({ text, ...page }) => page)));
	await vitepress.build(import.meta.dirname);
	return pages;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await build();
}
