// Runs a test file in this process: node js-tests/mutants/file.mjs FILE. A file that cannot be loaded is a failed test,
// because a mutant may be the cause. So is one that does not end.

import { resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

/** Milliseconds in which a file ends, also on a busy machine. */
const PATIENCE = 30_000;

setTimeout(() => process.exit(1), PATIENCE).unref();
try {
	await import(pathToFileURL(resolve(process.argv[2])).href);
} catch (error) {
	test("the test file loads", () => {
		throw error;
	});
}
