// Runs a test file in this process: node js-tests/mutants/file.mjs FILE. A file that cannot be loaded is a failed test,
// because a mutant may be the cause.

import { resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

try {
	await import(pathToFileURL(resolve(process.argv[2])).href);
} catch (error) {
	test("the test file loads", () => {
		throw error;
	});
}
