// Writes the site's text for language models, as https://llmstxt.org describes it.

/** The first sentence of a page. */
function summary(text) {
	const paragraphs = text.replace(/^```.*$/gm, "").split(/\n{2,}/);
	const paragraph = paragraphs.map((it) => it.trim()).find((it) => /^[\w`[*]/.test(it)) ?? "";
	const [sentence] = paragraph
		.replace(/\s+/g, " ")
		.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
		.split(/(?<=\.) (?=[A-Z`])/);
	return sentence.replace(/:$/, ".");
}

/** The texts of `llms.txt`, a list of all pages, and of `llms-full.txt`, which has the pages themselves. */
export function llms(pages) {
	const [home, ...others] = pages;
	const names = [...new Set(others.map(({ section }) => section))];
	const list = names.map((name) => {
		const lines = others
			.filter(({ section }) => section === name)
			.map(({ title, address, text }) => `- [${title}](/${address}.md): ${summary(text)}`);
		return `## ${name}\n\n${lines.join("\n")}`;
	});
	return {
		"llms.txt": `# ${home.title}\n\n> ${summary(home.text)}\n\n${list.join("\n\n")}\n`,
		"llms-full.txt": pages.map(({ text }) => text.trim()).join("\n\n---\n\n"),
	};
}
