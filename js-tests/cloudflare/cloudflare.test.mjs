// Runs the example in workerd, as its README says.

import { test } from "node:test";
import { deploysDry, receivesFixtures } from "./as-users.mjs";
import { installed } from "./deployment.mjs";

test("the example for Cloudflare", (t) =>
	installed(async (folder) => {
		for (const [name, run] of [
			["is small enough to deploy", deploysDry],
			["receives, stores and lists all fixtures", receivesFixtures],
		]) {
			await t.test(name, () => run(folder));
		}
	}));
