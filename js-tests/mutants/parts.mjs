// The parts of the sources, each with the tests that are run for its mutants. Fewer tests take less time.

const SERVER = "pkg-template/src/server";
const LOGS = "pkg-template/src/logs";
const server = (...names) => names.map((name) => `${SERVER}/${name}.ts`);
const tests = (folder, ...names) => `js-tests/${folder}/@(${names.join("|")}).test.mjs`;

const requests = server("body", "message", "node", "node-body");
const stores = server("memory-store", "redis-store", "sql-store");
const capture = server("capture", "documented", "mask");

export const parts = {
	requests: { mutate: requests, tests: [tests("server", "body", "node", "refused")] },
	stores: { mutate: stores, tests: [tests("server", "stores")] },
	capture: { mutate: capture, tests: [tests("server", "capture"), tests("unit", "mask")] },
	receiver: {
		mutate: [`${SERVER}/*.ts`, ...[...requests, ...stores, ...capture].map((file) => `!${file}`)],
		tests: [tests("server", "answers", "authenticate", "lambda", "processor", "text", "whole")],
	},
	logs: {
		mutate: [`${LOGS}/*.ts`],
		tests: [tests("logs", "compressed", "count", "lines", "reading", "wrapped")],
	},
	others: {
		// Declarations have no code, and generated sources are tested through their generator.
		mutate: [
			"pkg-template/src/**/*.ts",
			"!pkg-template/src/**/*.d.ts",
			"!pkg-template/src/generated/**",
			`!${SERVER}/**`,
			`!${LOGS}/**`,
		],
		// Those that are left out do not test what the sources do, or are slow: they start programs or measure memory.
		tests: ["unit", "behaviour"].map(
			(folder) => `js-tests/${folder}/!(copies|entries|layout|memory).test.mjs`,
		),
	},
};

/** The name of the part that a file belongs to. */
export function partOf(file) {
	if (file.startsWith(`${LOGS}/`)) {
		return "logs";
	}
	if (!file.startsWith(`${SERVER}/`)) {
		return "others";
	}
	return Object.keys(parts).find((name) => parts[name].mutate.includes(file)) ?? "receiver";
}
