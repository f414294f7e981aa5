import assert from "node:assert/strict";
import { test } from "node:test";
import { refuseOthers } from "../../target/unit/parse/options.js";

test("an option that does not exist is refused by its name", () => {
	refuseOthers("parse", {});
	assert.throws(() => refuseOthers("parse", { maxbytes: undefined }), {
		name: "TypeError",
		message: /parse has no option maxbytes$/,
	});
});
