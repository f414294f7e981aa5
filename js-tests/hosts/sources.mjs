// What programs of many hosts have in common: how they load the package and the suite, and how they report what that came to.

import { report } from "./row.mjs";

export const imported = `import * as api from "azeer-webhooks";
import { inspect } from "azeer-webhooks/inspect";
import { run, runReady } from "./suite.mjs";
`;

export const required = `const api = require("azeer-webhooks");
const { inspect } = require("azeer-webhooks/inspect");
const { run } = require("./suite.cjs");
`;

/** The end of a program of its own. */
export const reporting = `const outcome = run({ api, inspect });
${report}
`;

/** That of a file of tests. */
export const tested = `test("the suite", () => {
	const outcome = run({ api, inspect });
	${report}
	expect(outcome.failures).toEqual([]);
});
`;

/** A worker that answers with what the suite came to; with `runReady`, once `init` was called. */
export const worker = (run = "run") => `${imported}
export default { fetch: async () => Response.json(await ${run}({ api, inspect })) };
`;
