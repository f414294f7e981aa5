// Runs the example in workerd: as its README says, under load, and with faults. The environment says how much: DELIVERIES of each load, EVENTS
// that are paged through, and the SEED.

import { test } from "node:test";
import { deploysDry, receivesFixtures } from "./as-users.mjs";
import { installed } from "./deployment.mjs";
import { buriesPoison, survivesDeaths, survivesFailures, survivesKill } from "./faults.mjs";
import { expires } from "./retention.mjs";
import { keepsAll, pagesWhileWriting } from "./under-load.mjs";

const { DELIVERIES = 2000, EVENTS = 3000, SEED = Date.now() % 2 ** 31 } = process.env;
const options = { count: Number(DELIVERIES), events: Number(EVENTS), seed: Number(SEED) };

test("the example for Cloudflare", (t) =>
	installed(async (folder) => {
		console.log(JSON.stringify(options));
		for (const [name, run] of [
			["is small enough to deploy", deploysDry],
			["receives, stores and lists all fixtures", receivesFixtures],
			["keeps all that is sent, once", keepsAll],
			["is read by pages while more is written", pagesWhileWriting],
			["survives consumers that fail", survivesFailures],
			["survives consumers that die", survivesDeaths],
			["buries a message that cannot be written", buriesPoison],
			["survives a kill of the runtime", survivesKill],
			["removes what is old", expires],
		]) {
			await t.test(name, () => run(folder, options));
		}
	}));
