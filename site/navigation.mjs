// The pages of the site, in the order of its sidebar. A page is a file of the repository. Its title is its first heading, unless
// `title` is given. The page of an example lists its files, unless `hasListing` is false. Every page of docs/ has to be here: js-tests/docs/ checks it.

/** The file whose text is on the first page. */
export const home = "README.md";

const examples = (...names) => names.map((name) => ({ file: `examples/${name}/README.md` }));

export const sections = [
	{
		title: "Start",
		pages: [
			{ file: "docs/start.md" },
			{ file: "docs/concepts.md" },
			...examples("workers"),
			{ file: "docs/start/browser.md" },
			{ file: "docs/start/rust.md" },
			...examples("express", "fastify", "hono-node", "nestjs", "nextjs", "bun", "deno", "lambda", "axum"),
		],
	},
	{
		title: "Guides",
		pages: [
			{ file: "docs/receiving.md" },
			{ file: "docs/logs.md" },
			{ file: "docs/cli.md" },
			{ file: "docs/testing.md" },
			{ file: "examples/inspector/README.md", title: "The inspector", hasListing: false },
			{ file: "docs/security.md" },
			{ file: "docs/scale.md" },
			{ file: "docs/migrating.md" },
			{ file: "docs/comparison.md" },
			{ file: "examples/cloudflare/README.md", title: "Deployment on Cloudflare" },
			{ file: "examples/redis-postgres/README.md", title: "Redis and PostgreSQL" },
			...examples("opentelemetry"),
		],
	},
	{
		title: "Reference",
		pages: [
			{ file: "pkg-template/README.md", at: "package", title: "The npm package" },
			{ file: "docs/payloads.md" },
			{ file: "docs/rules.md", title: "Rules and codes" },
			{ file: "docs/hosts.md" },
			{ file: "tests/fixtures/README.md", at: "fixtures" },
			{ file: "docs/bad-input.md" },
			{ file: "docs/performance.md" },
			{ file: "docs/performance/figures.md", title: "All figures of performance" },
			{ file: "docs/performance/notes.md", title: "What was tried for speed" },
		],
	},
	{ title: "API", pages: [], isApi: true },
	{
		title: "Project",
		pages: [
			{ file: "ARCHITECTURE.md" },
			{ file: "CONTRIBUTING.md" },
			{ file: "SECURITY.md", at: "reporting", title: "Reporting a vulnerability" },
			{ file: "CHANGELOG.md" },
			{ file: "LICENSE-MIT", title: "MIT licence" },
			{ file: "LICENSE-APACHE", title: "Apache licence" },
		],
	},
];

/** Folders that pages link to and that have no README.md, and the page for each. */
export const folders = { examples: "docs/start.md" };
