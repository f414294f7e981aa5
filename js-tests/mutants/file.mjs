// Runs a file of tests in this process: node js-tests/mutants/file.mjs FILE. One that cannot even be loaded is a test that fails, as a
// mutant may be what stops it.

import { resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

try {
	await import(pathToFileURL(resolve(process.argv[2])).href);
} catch (error) {
	test("the file is loaded", () => {
		throw error;
	});
}
