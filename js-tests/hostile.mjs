// Prints what hostile bodies cost a byte, from 1 KB to 1 MB: node js-tests/hostile.mjs
// Where a row grows, some input costs more than linear time.

import { safeParse } from "azeer-webhooks";

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const maxBytes = 2 ** 21;

/** As much of `unit` as fits, between a head and a tail. */
const filled = (head, unit, tail) => (size) =>
	head + unit.repeat(Math.max(1, (size - head.length - tail.length) / unit.length)) + tail;
const head = '{"webhook_event_type":"chat_closed"';
const members = (name) => (size) => {
	let text = head;
	for (let i = 0; text.length < size; i++) {
		text += `,${name(i)}:1`;
	}
	return `${text}}`;
};

const bodies = {
	"a long string": filled(`${head},"a":"`, "x", '"}'),
	"a long string in Arabic": filled(`${head},"a":"`, "م", '"}'),
	escapes: filled(`${head},"a":"`, "\\u0645", '"}'),
	"quotes, escaped": filled(`${head},"a":"`, '\\"', '"}'),
	quotes: filled("{", '"', ""),
	"backslashes that end nowhere": filled('{"', "\\", ""),
	digits: filled(`${head},"a":`, "9", "}"),
	"digits of an id": filled('{"webhook_event_type":"new_contact","contact_id":', "9", "}"),
	"an exponent": filled('{"webhook_event_type":"new_contact","contact_id":1e', "9", "}"),
	"white space": filled("{", " ", "}"),
	depth: filled("", "[", ""),
	"depth, closed and opened again": filled(`${head},"a":[`, "[[]],", "1]}"),
	"many members": members((i) => `"m${i}"`),
	"many members, in falling order": members((i) => `"${(1e7 - i).toString(36)}"`),
	"many members of one long beginning": members((i) => `"${"a".repeat(200)}${i}"`),
	"one member, repeated": filled('{"a":1', ',"a":1', "}"),
	"two members, repeated": filled('{"a":1,"b":1', ',"a":1,"b":1', "}"),
	"issues, each far along the body": (size) => `{"x":"${"x".repeat(size)}",${'"a":1,'.repeat(40)}"a":1}`,
	"undocumented members, strictly": (size) =>
		members((i) => `"m${i}"`)(size).replace("chat_closed", "new_contact"),
};

console.log(
	`${"nanoseconds a byte".padEnd(38)}${SIZES.map((size) => `${size / 1000} KB`.padStart(10)).join("")}`,
);
for (const [name, make] of Object.entries(bodies)) {
	const row = SIZES.map((size) => {
		const body = make(size);
		const runs = Math.max(5, Math.ceil(3e6 / size));
		const times = [];
		for (let round = 0; round < 5; round++) {
			const start = performance.now();
			for (let i = 0; i < runs / 5; i++) {
				safeParse(body, { maxBytes, strict: name.endsWith("strictly") });
			}
			times.push(((performance.now() - start) * 1e6) / Math.ceil(runs / 5) / body.length);
		}
		return times
			.sort((a, b) => a - b)[2]
			.toFixed(1)
			.padStart(10);
	});
	console.log(name.padEnd(38) + row.join(""));
}
