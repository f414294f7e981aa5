// The options of Stryker, which run.mjs starts in the project's folder, once for each part.

import { parts } from "./parts.mjs";

const { MUTANTS_PART: part } = process.env;
const { mutate, tests } = parts[part];

export default {
	plugins: ["@stryker-mutator/tap-runner"],
	testRunner: "tap",
	tap: {
		testFiles: tests,
		// A test of stores that is ended before its end does not stop its servers.
		forceBail: part !== "stores",
		nodeArgs: ["-r", "{{hookFile}}", "--test-reporter=tap", "js-tests/mutants/file.mjs", "{{testFile}}"],
	},
	mutate,
	ignorePatterns: [
		"/target",
		"/pkg",
		"/benches",
		"/fuzz",
		"/src",
		"/derive",
		"/wasm/src",
		"/inspect",
		"/generate",
	],
	buildCommand: "node js-tests/mutants/build.mjs",
	symlinkNodeModules: false,
	checkers: [],
	coverageAnalysis: "perTest",
	concurrency: 2,
	// Stryker counts how often a mutant runs, which finds endless loops, and file.mjs ends a file that waits for ever.
	timeoutMS: 15_000,
	tempDirName: "target/stryker",
	reporters: ["json", "progress-append-only"],
	jsonReporter: { fileName: `target/mutants-ts-${part}.json` },
	allowEmpty: false,
	disableTypeChecks: false,
	packageManager: "npm",
};
