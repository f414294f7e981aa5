import assert from "node:assert/strict";
import { test } from "node:test";
import { init } from "../../target/unit/core/init.js";

test("init rejects if there is no module to make the core from", async () => {
	await assert.rejects(init(), /^Error: azeer-webhooks\/slim: call init with the module/);
});
