// The parts of the sources, each with the tests that are run for its mutants. Fewer tests take less time.

const SOURCES = "pkg-template/src";
const files = (folder, ...names) => names.map((name) => `${SOURCES}/${folder}/${name}.ts`);
const tests = (folder, ...names) => `js-tests/${folder}/@(${names.join("|")}).test.mjs`;
const without = (patterns) => patterns.map((pattern) => `!${pattern}`);

const requests = files("server", "body", "message", "node", "node-body");
const stores = files("server", "memory-store", "redis-store", "sql-store");
const capture = [...files("server", "capture"), ...files("event", "documented", "mask")];
const receiver = files("server", "*");
const threads = files("logs", "in-worker", "messages", "serve");
const logs = files("logs", "*");
const testing = files("testing", "*");
const schemas = files("standard-schema", "*");

export const parts = {
	requests: {
		mutate: requests,
		tests: [tests("server", "answers", "body", "node", "refused", "requests", "unusual")],
	},
	stores: { mutate: stores, tests: [tests("server", "stores")] },
	capture: { mutate: capture, tests: [tests("server", "capture"), tests("unit", "mask")] },
	receiver: {
		mutate: [...receiver, ...without([...requests, ...stores, ...capture])],
		tests: [
			tests(
				"server",
				"answers",
				"authenticate",
				"capture",
				"lambda",
				"processor",
				"requests",
				"text",
				"whole",
			),
		],
	},
	threads: { mutate: threads, tests: [tests("logs", "in-thread", "worker")] },
	logs: {
		mutate: [...logs, ...without(threads)],
		tests: [tests("logs", "compressed", "count", "lines", "part", "reading", "wrapped")],
	},
	testing: {
		mutate: testing,
		tests: [tests("testing", "arbitraries", "deliver", "factories", "mutate", "wire")],
	},
	schemas: {
		mutate: schemas,
		tests: [tests("contract", "standard-schema", "json-schema"), tests("unit", "segments")],
	},
	others: {
		mutate: [
			`${SOURCES}/**/*.ts`,
			...without([
				...receiver,
				...logs,
				...testing,
				...schemas,
				...capture,
				// Declarations have no code, and generated sources are tested through their generator.
				`${SOURCES}/**/*.d.ts`,
				`${SOURCES}/generated/**`,
				// Tests run it as a program.
				`${SOURCES}/cli/**`,
			]),
		],
		// Those that are left out do not test what the sources do, or are slow: they start programs or measure memory.
		tests: ["unit", "behaviour"].map(
			(folder) => `js-tests/${folder}/!(copies|entries|layout|memory).test.mjs`,
		),
	},
};

/** The name of the part that a file belongs to. */
export function partOf(file) {
	const named = Object.keys(parts).find((name) => parts[name].mutate.includes(file));
	if (named !== undefined) {
		return named;
	}
	const [folder] = file.slice(SOURCES.length + 1).split("/");
	const names = { server: "receiver", logs: "logs", testing: "testing", "standard-schema": "schemas" };
	return names[folder] ?? "others";
}
