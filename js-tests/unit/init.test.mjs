import assert from "node:assert/strict";
import { test } from "node:test";
import { init } from "../../target/unit/core/init.js";

test("init makes the core, and says where there is none to make", async () => {
	await assert.rejects(init(), /^Error: azeer-webhooks\/slim: call init with the module/);
});
