// Runs one sequence in a thread. `workerData` has the seed and the number of calls.

import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import * as esm from "azeer-webhooks";
import { fixtures } from "../suite.mjs";
import { copies, core } from "./copies.mjs";
import { run } from "./sequence.mjs";

const cjs = createRequire(import.meta.url)("azeer-webhooks");
const { slim, page } = await import(`data:text/javascript,${encodeURIComponent(copies)}`);
const module = new WebAssembly.Module(core);
const { seed, steps } = workerData;
const counts = await run({
	apis: { esm, cjs, slim: await slim(module), page: page() },
	fresh: () => slim(module),
	seed,
	steps,
	examples: [...fixtures.values()],
});
parentPort.postMessage(counts);
