// Prints what hostile bodies cost a byte, from 1 KB to 1 MB: node js-tests/hostile.mjs
// Where a row grows, some input costs more than linear time. The last columns are JSON.parse alone: what grows there too is
// the objects that JSON.parse makes, here of what is not documented.

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

/** Nanoseconds a byte that a call takes, the median of five rounds. */
function cost(call, body) {
	const runs = Math.ceil(Math.max(5, 3e6 / body.length) / 5);
	const times = Array.from({ length: 5 }, () => {
		const start = performance.now();
		for (let i = 0; i < runs; i++) {
			call(body);
		}
		return ((performance.now() - start) * 1e6) / runs / body.length;
	});
	return times
		.sort((a, b) => a - b)[2]
		.toFixed(1)
		.padStart(10);
}

function parsed(body) {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}

const sizes = SIZES.map((size) => `${size / 1000} KB`.padStart(10)).join("");
console.log(`${"nanoseconds a byte".padEnd(38)}${sizes}   JSON.parse at 1 KB and 1000 KB`);
for (const [name, make] of Object.entries(bodies)) {
	const strict = name.endsWith("strictly");
	const row = SIZES.map((size) => cost((body) => safeParse(body, { maxBytes, strict }), make(size)));
	const beside = [SIZES[0], SIZES.at(-1)].map((size) => cost(parsed, make(size)));
	console.log(name.padEnd(38) + [...row, "  ", ...beside].join(""));
}
