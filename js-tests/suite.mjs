// The table of cases, and what a host makes of one: shared by the tests of all hosts.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isExample } from "./examples.mjs";

const tests = join(dirname(dirname(fileURLToPath(import.meta.url))), "tests");

/** Cases of tests/cases.json: `body` or, where that is no text, `hex`; `expect` or `issues`. */
export const cases = JSON.parse(readFileSync(join(tests, "cases.json"), "utf8"));

/** Texts of the payloads in tests/fixtures, by name. */
export const fixtures = new Map(
	readdirSync(join(tests, "fixtures"))
		.filter((name) => name.endsWith(".json"))
		.map((name) => [name.replace(".json", ""), readFileSync(join(tests, "fixtures", name), "utf8")]),
);

/** Rows of tests/logging.json: a name, a body, and the key and the redacted event that come of it. */
export const logging = JSON.parse(readFileSync(join(tests, "logging.json"), "utf8")).map(
	({ fixture, name = fixture, body = fixtures.get(fixture), ...wanted }) => ({ name, body, ...wanted }),
);

/** Names of the examples of Azeer's page. */
export const examples = [...fixtures.keys()].filter(isExample);

/** What a case is to come to. */
export function expected({ expect, issues }) {
	return expect ?? issues;
}
