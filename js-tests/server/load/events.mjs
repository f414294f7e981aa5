// Events as Azeer sends them, varied by a seed, with the handler of service.mjs that has to take each.

import { another, arabic, emoji, escaped, latin } from "../../bench/cases.mjs";
import { fixtures } from "../../suite.mjs";
import { EVENTS, TYPES } from "./settings.mjs";

const fixture = (number) => JSON.parse([...fixtures].find(([name]) => name.startsWith(number))[1]);
const FILES = ["audio", "video", "voice", "image", "document", "sticker"];

/** A message to a customer with the content of one from a customer. */
const sentOut = ({ from, to, ...message }) => ({
	...message,
	direction: "out",
	from: to,
	is_existing_contact: true,
	to: from,
	webhook_event_type: "outgoing_msg",
});

/** One of each documented event and message type. */
export const documented = [
	...["01", "03", "04", "05", "11"].map(fixture),
	...FILES.map((message_type) => ({ ...fixture("02"), message_type })),
	...["03", "05"].map((it) => sentOut(fixture(it))),
	fixture("06"),
	...FILES.map((message_type) => ({ ...fixture("07"), message_type })),
	...["08", "09", "10"].map(fixture),
];
/** Names without a documented payload, and message types without documented content. */
const NAMED_EVENTS = [
	"chat_assigned",
	"chat_closed",
	"chat_mentioned",
	"template_approved",
	"billing_alert",
	"for_rules",
	"message_status_changed",
];
const NAMED_TYPES = ["reaction", "contacts", "order", "button", "template", "system", "unsupported"];

/** The handler that takes an event with a known name and type; `undefined` if there is none. */
function takerOf({ webhook_event_type: name, message_type: type }) {
	if (name === "incoming_msg") {
		return TYPES.includes(type) ? `incoming_msg.${type}` : undefined;
	}
	return EVENTS.includes(name) ? name : undefined;
}

const NAMES = ["context", "message_body", "ملاحظات", "a/b~c", "__proto__", "referral", "😀"];

/** Functions that make a new event at each call: `{ value, taker }`. */
export function eventsFrom(next) {
	const pick = (list) => list[Math.floor(next() * list.length)];
	const known = (value) => ({ value, taker: takerOf(value) });
	const unknown = (value) => ({ value, taker: "unknown" });
	const varied = (value) => another(value, next, pick([latin, arabic, emoji, escaped]));

	const nested = (depth) => {
		switch (Math.floor(next() * (depth > 0 ? 5 : 3))) {
			case 0:
				return pick(["", "مرحبا، متى يصل طلبي؟ 🚚", 'déjà vu "\n"', "<b>&</b>"]);
			case 1:
				return Math.floor(next() * 2e9) / pick([1, 1, 8, 100]);
			case 2:
				return pick([null, true, false]);
			case 3:
				return Array.from({ length: Math.floor(next() * 3) }, () => nested(depth - 1));
			default:
				return members(depth - 1);
		}
	};
	const members = (depth) =>
		Object.fromEntries(
			Array.from({ length: 1 + Math.floor(next() * 3) }, () => [pick(NAMES), nested(depth)]),
		);
	/** Some have members that nobody documents. */
	const extended = (value) =>
		next() < 0.3 ? Object.fromEntries([...Object.entries(value), ...Object.entries(members(3))]) : value;
	const long = (value) =>
		"text" in value && next() < 0.1
			? { ...value, text: value.text.repeat(1 + Math.floor(next() * 60)) }
			: value;

	return {
		/** The value of a text message with documented members. */
		message: () => varied(fixture("01")),
		documented: () => known(extended(long(varied(pick(documented))))),
		named: () => {
			const name = { webhook_event_type: pick(NAMED_EVENTS) };
			const type = { message_type: pick(NAMED_TYPES) };
			const value =
				next() < 0.5 ? { ...fixture("12"), ...name } : { ...pick(documented.slice(0, 5)), ...type };
			return known(extended(varied(value)));
		},
		unknownEvent: () => {
			const name = next() < 0.5 ? {} : { webhook_event_type: `call_${pick(["ended", "held", "رد"])}` };
			return unknown(extended({ ...varied(fixture("13")), ...name }));
		},
		unknownType: () =>
			unknown({ ...varied(fixture(pick(["01", "06"]))), message_type: pick(["hologram", "poll"]) }),
		/** A message whose text is in `message_body`. */
		withoutContent: () => unknown(varied(fixture("14"))),
		/** A later state of an event that has the given one's ids: edited, or with a member more. */
		laterState: ({ value, taker }) => {
			const state = Math.floor(next() * 1e9);
			const isEdited = typeof value.text === "string" && next() < 0.5;
			return { value: { ...value, ...(isEdited ? { text: `${value.text} ✏️ ${state}` } : { state }) }, taker };
		},
	};
}
