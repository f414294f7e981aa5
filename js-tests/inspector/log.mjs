// Makes a log of any length from fixtures, with faults in known lines. It runs in Node.js and in pages, so it imports nothing.

/** Every so many lines, a line is of this kind. */
const EVERY = { broken: 50, unknown: 40, drifted: 30, contact: 25, arabic: 10, outgoing: 3 };

const CUSTOMERS = 997;
/** The time of the first line, and how much later each is than the one before, in milliseconds. */
export const START = Date.UTC(2024, 2, 1);
export const STEP = 1700;
const WORDS = [
	"order",
	"late",
	"invoice",
	"thanks",
	"delivery",
	"address",
	"refund",
	"tomorrow",
	"size",
	"colour",
];

/** The kind of a line, by its index. */
export function kindOf(index) {
	return Object.keys(EVERY).find((kind) => index % EVERY[kind] === EVERY[kind] - 1) ?? "incoming";
}

/** How many lines of a log of `count` lines have each kind. */
export function kinds(count) {
	const found = {};
	for (let index = 0; index < count; index++) {
		const kind = kindOf(index);
		found[kind] = (found[kind] ?? 0) + 1;
	}
	return found;
}

/** The customer's number in a line. */
export const phoneOf = (index) => String(919_000_000_000 + ((index * 7919) % CUSTOMERS));

const textOf = (index) =>
	`${Array.from({ length: 3 + (index % 5) }, (_, at) => WORDS[(index * 31 + at * 17) % WORDS.length]).join(" ")} ${index}`;

/**
 * A function that makes the line of an index. `examples` are the parsed fixtures by name; `size` is the length of each line in bytes, reached by
 * longer texts, if it is given.
 */
export function lineMaker(examples, size = 0) {
	const make = {
		incoming: () => examples["01-incoming-text"],
		outgoing: () => examples["06-outgoing-text"],
		arabic: () => examples["11-incoming-text-arabic"],
		contact: () => examples["08-contact-insert"],
		drifted: () => ({ ...examples["01-incoming-text"], sentiment: "calm", preview: null }),
		unknown: () => examples["13-unknown-event"],
		broken: () => examples["15-broken"],
	};
	return (index) => {
		const kind = kindOf(index);
		const event = { ...make[kind](), timestamp: new Date(START + index * STEP).toISOString() };
		const customer = kind === "outgoing" ? "to" : "from";
		if ("message_id" in event) {
			event.message_id = index + 1;
		}
		if (kind === "contact") {
			event.platform_id = phoneOf(index);
		} else if (customer in event) {
			event[customer] = phoneOf(index);
		}
		if (kind === "broken") {
			event.timestamp = "2024-02-30T06:44:54Z";
		}
		if ("text" in event && kind !== "arabic") {
			event.text = textOf(index);
		}
		const line = JSON.stringify(event);
		if (size <= line.length || !("text" in event)) {
			return line;
		}
		event.text += ` ${"x".repeat(size - line.length - 1)}`;
		return JSON.stringify(event);
	};
}
