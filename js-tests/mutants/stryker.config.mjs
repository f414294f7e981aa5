// Options of Stryker, which run.mjs starts in the project's folder.

/** Tests that say nothing of what the sources do, or take long: they start programs of their own, or measure memory. */
const left = ["copies", "entries", "layout", "memory"].join("|");

export default {
	plugins: ["@stryker-mutator/tap-runner"],
	testRunner: "tap",
	tap: {
		testFiles: ["unit", "behaviour"].map((folder) => `js-tests/${folder}/!(${left}).test.mjs`),
		nodeArgs: ["-r", "{{hookFile}}", "--test-reporter=tap", "js-tests/mutants/file.mjs", "{{testFile}}"],
	},
	// Of a file of TypeScript, what is left when its types are gone; generated sources are tested as what they are generated from.
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
	// A loop without an end is noticed by how often a mutant is passed; this is for what is slow otherwise.
	timeoutMS: 5_000,
	timeoutFactor: 2,
	tempDirName: "target/stryker",
	reporters: ["json"],
	jsonReporter: { fileName: "target/mutants-ts.json" },
	allowEmpty: false,
	disableTypeChecks: false,
	packageManager: "npm",
};
