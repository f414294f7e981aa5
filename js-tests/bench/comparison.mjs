// The figures of docs/comparison.md, which is written by hand except for these tables.

const HOSTS = ["node24", "chromium", "workerd"];
const SHOWN = ["azeer-webhooks", "hand-written", "typia", "zod", "ajv", "valibot"];

/** The page with its tables made again. `table` makes one from a head and rows. */
export function withFigures(page, { hosts, sizes }, badInput, table) {
	const measured = HOSTS.flatMap((name) => {
		const { title, rows } = hosts.find(({ host }) => host === name);
		return ["string", "bytes"].map((form) => ({ title: `${title}, ${form}`, ratioOf: ratios(rows, form) }));
	});
	const speed = SHOWN.map((name) => [name, ...measured.map(({ ratioOf }) => ratioOf(name))]);
	const bundles = sizes.bundles.filter(({ contestant }) => SHOWN.includes(contestant));
	const tables = {
		"Bad input": table(["", "passes, of 12"], passes(badInput)),
		Speed: table(["", ...measured.map(({ title }) => title)], speed),
		Size: table(
			["", "bytes"],
			bundles.sort((a, b) => a.brotli - b.brotli).map(({ contestant, brotli }) => [contestant, brotli]),
		),
	};
	return Object.entries(tables).reduce((text, [heading, made]) => replaced(text, heading, made), page);
}

/** The ratio of a contestant for mixed payloads, as text. */
function ratios(rows, form) {
	const parsed = rows.filter((it) => it.mode === "parse" && it.case === "mixed" && it.form === form);
	return (name) =>
		parsed.find(({ contestant, to }) => contestant === name && to === "JSON.parse")?.ratio.toFixed(2) ??
		"cannot run";
}

/** How many bodies that this package refuses each column of docs/bad-input.md accepts. */
function passes(badInput) {
	const [head, , ...rows] = badInput
		.split("\n")
		.filter((line) => line.startsWith("|"))
		.map((line) => line.split("|").map((cell) => cell.trim()));
	const refused = rows.filter((row) => row[2].startsWith("refused"));
	if (refused.length !== 12 || rows.length !== 14) {
		throw new Error(
			`docs/comparison.md says 12 of 14 bodies, but these are ${refused.length} of ${rows.length}`,
		);
	}
	return head
		.map((name, i) => [name, refused.filter((row) => row[i].startsWith("accepted")).length])
		.slice(2, -1);
}

/** The page with another table in a section that has one. */
function replaced(page, heading, made) {
	const pattern = new RegExp(`(^## ${heading}\\n(?:[^#|\\n].*\\n|\\n)*)(?:\\|.*\\n)+`, "m");
	if (!pattern.test(page)) {
		throw new Error(`docs/comparison.md has no section "${heading}" with a table`);
	}
	return page.replace(pattern, (_, before) => `${before}${made}\n`);
}
