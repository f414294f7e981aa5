// The consumer of a queue in docs/receiving.md.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "azeer-webhooks";
import {
	createProcessor,
	deliveryFromText,
	deliveryKey,
	deliveryToText,
	memoryStore,
	toDelivery,
} from "azeer-webhooks/server";
import { fixtures } from "../suite.mjs";

const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "receiving.md"), "utf8");
const [, block] = /for Amazon SQS.*?^```js\n(.*?)^```/ms.exec(page);

/** The consumer of the page, in whose code names stand for these values. */
function consumer(values) {
	const code = block
		.replace(/^import .*$/m, "")
		.replace("export async function consume", "return async function consume");
	return new Function(...Object.keys(values), code)(...Object.values(values));
}

test("the consumer for Amazon SQS keeps what is invalid or unknown, and has the rest come again", async () => {
	const kept = [];
	const store = memoryStore();
	const claim = await store.claim(deliveryKey(parse(fixtures.get("02-incoming-audio"))), "another", 60_000);
	assert.equal(claim, "new");
	const consume = consumer({
		createProcessor,
		deliveryFromText,
		store,
		keep: (_, { body }) => kept.push(body),
	});
	const text = (name) => deliveryToText(toDelivery(fixtures.get(name)));
	const names = [
		"01-incoming-text",
		"01-incoming-text",
		"13-unknown-event",
		"15-broken",
		"02-incoming-audio",
	];
	const Records = [...names.map(text), "no delivery"].map((body, at) => ({ messageId: `m${at}`, body }));
	const { batchItemFailures } = await consume({ Records });
	assert.deepEqual(batchItemFailures, [{ itemIdentifier: "m4" }, { itemIdentifier: "m5" }]);
	assert.deepEqual(kept, [fixtures.get("13-unknown-event"), fixtures.get("15-broken")]);
});
