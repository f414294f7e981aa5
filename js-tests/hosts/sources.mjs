// Source text that programs of many hosts share: it loads the package and the suite, and reports the outcome.

import { report } from "./row.mjs";

export const imported = `import * as api from "azeer-webhooks";
import { inspect } from "azeer-webhooks/inspect";
import { run, runReady } from "./suite.mjs";
`;

export const required = `const api = require("azeer-webhooks");
const { inspect } = require("azeer-webhooks/inspect");
const { run } = require("./suite.cjs");
`;

/** The end of a program. */
export const reporting = `const outcome = run({ api, inspect });
${report}
`;

/** The end of a test file. */
export const tested = `test("the suite", () => {
	const outcome = run({ api, inspect });
	${report}
	expect(outcome.failures).toEqual([]);
});
`;

/** A worker that answers with the outcome of the suite. With `runReady`, `init` is called first. */
export const worker = (run = "run") => `${imported}
export default { fetch: async () => Response.json(await ${run}({ api, inspect })) };
`;
