// Prints how many nanoseconds a byte of a hostile body takes, for bodies from 1 KB to 1 MB: make hostile
//
// If a row grows, that input takes more than linear time. The last columns are JSON.parse alone. A row that grows there
// too grows because of the objects that are made, here from undocumented members.

import { safeParse } from "azeer-webhooks";

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const maxBytes = 2 ** 21;

/** `start`, as many repetitions of `unit` as fit into `size`, and `end`. */
const filled = (start, unit, end) => (size) =>
	start + unit.repeat(Math.max(1, (size - start.length - end.length) / unit.length)) + end;
const event = '{"webhook_event_type":"chat_closed"';
const members = (name) => (size) => {
	let text = event;
	for (let i = 0; text.length < size; i++) {
		text += `,${name(i)}:1`;
	}
	return `${text}}`;
};

const bodies = {
	"a long string": filled(`${event},"a":"`, "x", '"}'),
	"a long string in Arabic": filled(`${event},"a":"`, "م", '"}'),
	escapes: filled(`${event},"a":"`, "\\u0645", '"}'),
	"quotes, escaped": filled(`${event},"a":"`, '\\"', '"}'),
	quotes: filled("{", '"', ""),
	"backslashes without an end": filled('{"', "\\", ""),
	digits: filled(`${event},"a":`, "9", "}"),
	"digits of an id": filled('{"webhook_event_type":"new_contact","contact_id":', "9", "}"),
	"an exponent": filled('{"webhook_event_type":"new_contact","contact_id":1e', "9", "}"),
	"white space": filled("{", " ", "}"),
	depth: filled("", "[", ""),
	"depth, closed and opened again": filled(`${event},"a":[`, "[[]],", "1]}"),
	"many members": members((i) => `"m${i}"`),
	"many members, in falling order": members((i) => `"${(1e7 - i).toString(36)}"`),
	"many members with a long common prefix": members((i) => `"${"a".repeat(200)}${i}"`),
	"one member, repeated": filled('{"a":1', ',"a":1', "}"),
	"two members, repeated": filled('{"a":1,"b":1', ',"a":1,"b":1', "}"),
	"issues at the end of a long body": (size) => `{"x":"${"x".repeat(size)}",${'"a":1,'.repeat(40)}"a":1}`,
	"undocumented members, strict": (size) =>
		members((i) => `"m${i}"`)(size).replace("chat_closed", "new_contact"),
};

/** The time of a call in nanoseconds a byte, as the median of five rounds. */
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
	const strict = name.endsWith("strict");
	const row = SIZES.map((size) => cost((body) => safeParse(body, { maxBytes, strict }), make(size)));
	const baseline = [SIZES[0], SIZES.at(-1)].map((size) => cost(parsed, make(size)));
	console.log(name.padEnd(38) + [...row, "  ", ...baseline].join(""));
}
