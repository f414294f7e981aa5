import assert from "node:assert/strict";
import { test } from "node:test";
import { match } from "../../target/unit/event/match.js";

const event = { webhook_event_type: "chat_closed", chat_id: 7 };

test("match calls the function of the event's name, or the default, and returns its result", () => {
	const handlers = { chat_closed: (it) => [it], default: () => "other" };
	const result = match(event, handlers);
	assert.equal(result[0], event);
	assert.equal(match({ webhook_event_type: "new_contact" }, handlers), "other");
});

test("match throws if there is no function and no default", () => {
	assert.deepEqual(match(event, { default: (it) => it }), event);
	assert.throws(() => match(event, { new_contact: () => 1 }), {
		name: "TypeError",
		message: "match has no function for chat_closed",
	});
});
