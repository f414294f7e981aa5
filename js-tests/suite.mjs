// The table of cases, the fixtures and the table of keys, which the tests of all hosts share.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isExample } from "./examples.mjs";

const tests = join(dirname(dirname(fileURLToPath(import.meta.url))), "tests");

/** The cases of tests/cases.json. Each has `body`, or `hex` if the body is not text; and `expect` or `issues`. */
export const cases = JSON.parse(readFileSync(join(tests, "cases.json"), "utf8"));

/** The texts of tests/fixtures, by name. */
export const fixtures = new Map(
	readdirSync(join(tests, "fixtures"))
		.filter((name) => name.endsWith(".json"))
		.map((name) => [name.replace(".json", ""), readFileSync(join(tests, "fixtures", name), "utf8")]),
);

/** The rows of tests/logging.json: a name, a body, and its redacted event. */
export const logging = JSON.parse(readFileSync(join(tests, "logging.json"), "utf8")).map(
	({ fixture, name = fixture, body = fixtures.get(fixture), ...wanted }) => ({ name, body, ...wanted }),
);

/** The rows of tests/handlers.json: a name, spellings of one event, and the answers that handlers get. */
export const handlers = JSON.parse(readFileSync(join(tests, "handlers.json"), "utf8")).map(
	({ fixture, name = fixture, bodies = [fixtures.get(fixture)], ...answers }) => ({ name, bodies, answers }),
);

/** The names of the fixtures that are examples of Azeer's page. */
export const examples = [...fixtures.keys()].filter(isExample);

/** The expected outcome of a case. */
export function expected({ expect, issues }) {
	return expect ?? issues;
}
