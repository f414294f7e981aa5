import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sections } from "../navigation.mjs";

const target = join(import.meta.dirname, "..", "..", "target");
const pages = JSON.parse(readFileSync(join(target, "site-pages", "pages.json"), "utf8"));

/** The link of rustdoc's pages, which the site does not make itself. */
const rust = { text: "The crate (rustdoc)", link: "/rust/azeer_webhooks/index.html", target: "_self" };

const sidebar = sections.map(({ title, isApi }) => ({
	text: title,
	items: [
		...pages
			.filter(({ section }) => section === title)
			.map(({ title: text, address }) => ({ text, link: `/${address}` })),
		...(isApi ? [rust] : []),
	],
}));

/** The top of the first page, which the README follows. */
const hero = {
	name: "azeer-webhooks",
	text: "WhatsApp webhooks, validated and typed",
	tagline:
		"Deliveries of Azeer become events or errors that say what is wrong and where. In JavaScript and in Rust.",
	actions: [
		{ theme: "brand", text: "Get started", link: "/start" },
		{ theme: "alt", text: "Receive webhooks", link: "/receiving" },
	],
};

export default {
	title: "azeer-webhooks",
	description: "Parses webhook deliveries of Azeer into validated, typed events, in JavaScript and in Rust.",
	head: [["link", { rel: "icon", href: "data:," }]],
	srcDir: join(target, "site-pages"),
	srcExclude: ["public/**"],
	outDir: join(target, "site"),
	cacheDir: join(target, "site-cache"),
	markdown: {
		// Links within a page are those of the repository, where a heading's anchor is made in this way.
		anchor: {
			slugify: (text) =>
				text
					.trim()
					.toLowerCase()
					.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
					.replaceAll(" ", "-"),
		},
	},
	transformPageData(page) {
		if (page.relativePath === "index.md") {
			Object.assign(page.frontmatter, { layout: "home", hero });
		}
	},
	themeConfig: {
		nav: [
			{ text: "Start", link: "/start" },
			{ text: "Receiving", link: "/receiving" },
			{ text: "Payloads", link: "/payloads" },
			{ text: "TypeScript", link: "/api/index" },
			{ text: "Rust", link: rust.link, target: rust.target },
		],
		sidebar,
		outline: { level: [2, 3] },
		search: { provider: "local" },
	},
};
