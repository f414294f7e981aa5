// Makes deliveries from the fixtures, and knows what has to become of each. It shares no code with the package.

import { random } from "../random.mjs";
import { fixtures } from "../suite.mjs";

const fixture = (name) => JSON.parse(fixtures.get(name));

/** The time of the first event, in milliseconds since 1970. */
const START = Date.UTC(2026, 0, 1);

/** Bytes of a body that no message of the queue can have. */
const LARGE = 300_000;
/** Those of the first: one that is almost as large as a receiver takes, and some that are together more than D1 takes in a value. */
const FIRST = [1_040_000, ...new Array(30).fill(100_000)];

const messageOf = (name, direction, { phone, at, ...own }, { text } = {}) => {
	const wire = { ...fixture(name), ...own, timestamp: at.toISOString() };
	wire[direction === "in" ? "from" : "to"] = phone;
	if (text !== undefined) {
		wire.text = text;
	}
	return {
		wire,
		event: { type: wire.webhook_event_type, phone, sent_at: at.getTime() },
		message: { direction, message_type: wire.message_type, text: wire.text ?? null },
	};
};

const largeMessage = (size) => (own, i) =>
	messageOf("01-incoming-text", "in", own, { text: `${i} `.repeat(size / 2).slice(0, size) });

/** Kinds of events: how many there are in a thousand deliveries, and the function that makes one and what is known of it. */
const KINDS = [
	[350, (own, i) => messageOf("01-incoming-text", "in", own, { text: `"${i}" \\ \u0000 / </script>` })],
	[100, (own, i) => messageOf("11-incoming-text-arabic", "in", own, { text: `مرحبا 🚚 ${i}` })],
	[60, (own) => messageOf("02-incoming-audio", "in", own)],
	[40, (own) => messageOf("05-incoming-location", "in", own)],
	[130, (own) => messageOf("06-outgoing-text", "out", own)],
	[10, largeMessage(LARGE)],
	[
		20,
		(own) => {
			const made = messageOf("14-message-body", "in", own);
			return { ...made, event: { ...made.event, unknown: "content" } };
		},
	],
	[
		80,
		({ at }, i, below) => {
			const name = ["08-contact-insert", "09-contact-update"][below(2)];
			const own = { contact_id: 1 + below(10), tags: `tag ${i}`, timestamp: at.toISOString() };
			const wire = { ...fixture(name), ...own };
			const contact = { tags: own.tags, changed_at: at.getTime() };
			const event = { type: "new_contact", phone: wire.platform_id, sent_at: at.getTime() };
			return { wire, event, contact };
		},
	],
	[
		20,
		({ at }, i, below) => {
			const own = { broadcast_id: 1 + below(5), broadcast_status: `status ${i}` };
			const wire = { ...fixture("10-broadcast-complete"), ...own, broadcast_updated_at: at.toISOString() };
			const broadcast = { status: own.broadcast_status, changed_at: at.getTime() };
			return { wire, event: { type: "broadcast_complete", sent_at: null }, broadcast };
		},
	],
	[
		30,
		({ at }, i) => ({
			wire: { ...fixture("12-named-event"), contact_id: i, timestamp: at.toISOString() },
			event: { type: "chat_assigned", sent_at: at.getTime() },
		}),
	],
	[
		30,
		({ id, at }) => ({
			wire: { ...fixture("13-unknown-event"), id, timestamp: at.toISOString() },
			event: { type: "call_missed", unknown: "event_type", sent_at: at.getTime() },
		}),
	],
	// Members that are longer than a column should be.
	[
		5,
		({ at }, i) => {
			const [business_id, name] = ["~/", "name"].map((it) => `${i}${it.repeat(LARGE / 10)}`);
			const own = { business_id, webhook_event_type: name, timestamp: at.toISOString() };
			const event = { type: name.slice(0, 200), unknown: "event_type", sent_at: at.getTime() };
			return {
				wire: { ...fixture("13-unknown-event"), ...own },
				event: { ...event, business_id: business_id.slice(0, 200) },
			};
		},
	],
];

/** Bodies that are no event. */
const MALFORMED = [
	(i) => `{"webhook_event_type": "incoming_msg", "message_id": ${i}`,
	(i) => `no JSON ${i}`,
	(i) => JSON.stringify({ ...fixture("15-broken"), message_id: i }),
	(i) => Buffer.concat([Buffer.from(`{"text": "${i}`), Buffer.from([0xc3, 0x28, 0xff])]),
	(i) => `[${`${i},`.repeat(LARGE / 2).slice(0, LARGE)}`,
];
const MALFORMED_SHARE = 30;
const REPEATED_SHARE = 100;

/**
 * Makes `count` deliveries. `bodies` are in the order in which they are sent. `events` has what has to be kept of each event, by every
 * spelling of its body, and `invalid` the identities of bodies that are no event.
 */
export function makeDeliveries(count, seed) {
	const next = random(seed);
	const below = (limit) => Math.floor(next() * limit);
	const made = { bodies: [], events: new Map(), invalid: new Set() };
	// No two events have one time, and their order is not that of the deliveries.
	const times = Array.from({ length: count }, (_, i) => START + 1000 * i + below(1000));
	shuffle(times, below);
	for (let i = 0; made.bodies.length < count; i++) {
		const share = below(1000);
		if (i >= FIRST.length && share < MALFORMED_SHARE) {
			const body = MALFORMED[below(MALFORMED.length)](i);
			made.invalid.add(identity(body));
			made.bodies.push(body);
		} else if (i >= FIRST.length && share < MALFORMED_SHARE + REPEATED_SHARE) {
			made.bodies.push(again(made, below));
		} else {
			const own = { id: `wamid.${i}`, message_id: 1 + i, phone: `9665${10_000_000 + below(500)}` };
			const make = i < FIRST.length ? largeMessage(FIRST[i]) : kindAt(below);
			addEvent(made, make({ ...own, at: new Date(times[i]) }, i, below));
		}
	}
	return made;
}

function kindAt(below) {
	let at = below(KINDS.reduce((sum, [share]) => sum + share, 0));
	return KINDS.find(([share]) => {
		at -= share;
		return at < 0;
	})[1];
}

function addEvent({ bodies, events }, { wire, event, message = null, contact, broadcast }) {
	const business_id = wire.business_id ?? null;
	const body = JSON.stringify(wire);
	const states = {
		contacts: contact && { ...contact, key: `${business_id ?? ""} ${wire.contact_id}` },
		broadcasts: broadcast && { ...broadcast, key: `${business_id ?? ""} ${wire.broadcast_id}` },
	};
	events.set(body, { row: { unknown: null, phone: null, business_id, ...event, message }, states });
	bodies.push(body);
}

/** A body that was there before. An event may have its members in another order, and white space between them. */
function again({ bodies, events }, below) {
	const body = bodies[below(bodies.length)];
	const expected = events.get(body);
	if (expected === undefined || below(2) === 0) {
		return body;
	}
	const members = Object.entries(JSON.parse(body));
	shuffle(members, below);
	const spelling = JSON.stringify(Object.fromEntries(members), null, below(4));
	events.set(spelling, expected);
	return spelling;
}

function shuffle(list, below) {
	for (let i = list.length - 1; i > 0; i--) {
		const j = below(i + 1);
		[list[i], list[j]] = [list[j], list[i]];
	}
}

/** A text that is the same for the same bytes, and for no others. */
export const identity = (body) => Buffer.from(body).toString("latin1");
