// Reads the pages of the site, and turns links between files of the repository into links between pages.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join, posix } from "node:path";
import { folders, home, sections } from "./navigation.mjs";

export const root = dirname(import.meta.dirname);

/** The address of a file's page, without `.html`: docs/logs.md is at `logs`, examples/bun/README.md at `examples/bun`. */
function addressOf({ file, at }) {
	return (
		at ??
		file
			.replace(/^docs\//, "")
			.replace(/(\/README)?\.md$/, "")
			.toLowerCase()
	);
}

function titleOf({ file, title }, text) {
	const found = title ?? /^# (.+)$/m.exec(text)?.[1];
	if (found === undefined) {
		throw new Error(`${file} has no heading`);
	}
	return found;
}

const LANGUAGES = { ".mjs": "js", ".rs": "rust" };
const isBuilt = (name) =>
	/^(node_modules|target|dist|tmp-.*|package-lock\.json|Cargo\.lock|kept\.ndjson|\..*|.*\.md)$/.test(name);

/** The paths of the sources in a folder, relative to it. */
function sourcesIn(folder, below = "") {
	return readdirSync(join(folder, below), { withFileTypes: true })
		.filter(({ name }) => !isBuilt(name))
		.flatMap((entry) => {
			const path = posix.join(below, entry.name);
			return entry.isDirectory() ? sourcesIn(folder, path) : [path];
		});
}

/** The sources of an example, as a part of its page. */
function listing(file) {
	const folder = join(root, dirname(file));
	const blocks = sourcesIn(folder).map((path) => {
		const language = LANGUAGES[extname(path)] ?? extname(path).slice(1);
		return `::: details ${path}\n\`\`\`\`${language}\n${readFileSync(join(folder, path), "utf8").trimEnd()}\n\`\`\`\`\n:::`;
	});
	// Of a small example, the first thing to see is its code.
	const shown = blocks.length > 4 ? blocks : blocks.map((it) => it.replace(/^(::: details .*)/, "$1 {open}"));
	return `\n## Files\n\n${shown.join("\n\n")}\n`;
}

/** The text of a page as Markdown. */
function textOf({ file, title, hasListing = true }) {
	const text = readFileSync(join(root, file), "utf8");
	if (!file.endsWith(".md")) {
		return `# ${title}\n\n\`\`\`text\n${text}\`\`\`\n`;
	}
	if (!file.startsWith("examples/")) {
		return text;
	}
	// In the repository, a reader sees where the file is.
	const folder = `Its folder in the project is \`${dirname(file)}\`: run the commands there.`;
	return (
		text.replace(/^# .*\n\n(.+\n)+/, (introduction) => `${introduction}\n${folder}\n`) +
		(hasListing ? listing(file) : "")
	);
}

/** Every page that is a file, with its section. */
export function readPages() {
	const found = sections.flatMap(({ title: section, pages }) =>
		pages.map((page) => {
			const text = textOf(page);
			return { section, file: page.file, address: addressOf(page), title: titleOf(page, text), text };
		}),
	);
	const text = textOf({ file: home });
	const pages = [{ file: home, address: "index", title: titleOf({ file: home }, text), text }, ...found];
	for (const [index, { file, address }] of pages.entries()) {
		if (pages.findIndex((it) => it.address === address) !== index) {
			throw new Error(`${file} has the address of another page: ${address}`);
		}
	}
	return pages;
}

/** Calls `change` with the parts of a text that are not in a block of code. */
function outsideCode(text, change) {
	return text
		.split(/^(```+.*\n[\s\S]*?^```+ *$)/m)
		.map((part, index) => (index % 2 === 0 ? change(part) : part))
		.join("");
}

/**
 * A function that changes the links of a page. Links to pages become their addresses; an image is passed to `addImage` with its path in
 * the repository. A link to anything else throws.
 */
export function linker(pages, addImage) {
	const addresses = new Map(pages.map(({ file, address }) => [file, address === "index" ? "" : address]));

	function target(file, link) {
		const [path, hash] = link.split("#");
		const wanted = posix.normalize(posix.join(posix.dirname(file), path)).replace(/\/$/, "");
		const page = [wanted, posix.join(wanted, "README.md"), folders[wanted]].find((it) => addresses.has(it));
		if (page !== undefined) {
			return `/${addresses.get(page)}${hash === undefined ? "" : `#${hash}`}`;
		}
		if (
			![".svg", ".png"].includes(extname(wanted)) ||
			!existsSync(join(root, wanted)) ||
			!statSync(join(root, wanted)).isFile()
		) {
			throw new Error(`${file} links to ${link}, which is no page in site/navigation.mjs`);
		}
		addImage(wanted);
		return `/${wanted}`;
	}
	/** The README of the npm package cannot link to files that are not in the package: it names them. */
	function named(words, path) {
		const page = pages.find(({ file }) => [path, posix.join(path, "README.md")].includes(file));
		return page === undefined ? words : `[${page.title}](/${page.address})`;
	}
	return ({ file, text }) =>
		outsideCode(text, (part) =>
			part
				.replace(/\]\((?![a-z]+:|#|\/)([^)\s]+)\)/g, (_, link) => `](${target(file, link)})`)
				.replace(/`([^`\s]+)` in the project\b/g, named),
		);
}
