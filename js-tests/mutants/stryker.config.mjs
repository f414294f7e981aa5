// The options of Stryker, which run.mjs starts in the project's folder.

/**
 * Tests that are left out, because they do not test what the sources do, or because they are slow: they start programs
 * or measure memory.
 */
const excluded = ["copies", "entries", "layout", "memory"].join("|");

export default {
	plugins: ["@stryker-mutator/tap-runner"],
	testRunner: "tap",
	tap: {
		testFiles: ["unit", "behaviour"].map((folder) => `js-tests/${folder}/!(${excluded}).test.mjs`),
		nodeArgs: ["-r", "{{hookFile}}", "--test-reporter=tap", "js-tests/mutants/file.mjs", "{{testFile}}"],
	},
	// Declarations have no code, and generated sources are tested through their generator.
	mutate: ["pkg-template/src/**/*.ts", "!pkg-template/src/**/*.d.ts", "!pkg-template/src/generated/**"],
	ignorePatterns: [
		"/target",
		"/pkg",
		"/benches",
		"/fuzz",
		"/docs",
		"/src",
		"/derive",
		"/wasm",
		"/inspect",
		"/generate",
	],
	buildCommand: "node js-tests/mutants/build.mjs",
	symlinkNodeModules: false,
	checkers: [],
	coverageAnalysis: "perTest",
	concurrency: 2,
	// Stryker counts how often a mutant runs, which finds endless loops. This timeout is for other slow mutants.
	timeoutMS: 5_000,
	timeoutFactor: 2,
	tempDirName: "target/stryker",
	reporters: ["json"],
	jsonReporter: { fileName: "target/mutants-ts.json" },
	allowEmpty: false,
	disableTypeChecks: false,
	packageManager: "npm",
};
