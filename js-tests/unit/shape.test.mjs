import assert from "node:assert/strict";
import { test } from "node:test";
import { shapesOf } from "../../target/unit/parse/shape.js";

test("an event with several builders has a shape for each message type; any other has one shape without a type", () => {
	const [a, b, c] = [() => ({ a: 1 }), () => ({ b: 1 }), () => ({ c: 1 })];
	assert.deepEqual(
		shapesOf(
			["text", "audio"],
			[
				["incoming_msg", [a, b]],
				["new_contact", [c]],
				["outgoing_msg", [b, a]],
			],
		),
		[
			{ event: "incoming_msg", messageType: "text", build: a },
			{ event: "incoming_msg", messageType: "audio", build: b },
			{ event: "new_contact", messageType: "", build: c },
			{ event: "outgoing_msg", messageType: "text", build: b },
			{ event: "outgoing_msg", messageType: "audio", build: a },
		],
	);
});
