// Bodies of messages that are no events. Each has one fault, which gives one issue, and no two are the same.

const TIME = '"timestamp":"';
const before = (text, inserted) => text.replace(TIME, () => inserted + TIME);

/** No JSON: `[code, path, text or bytes]`. */
const malformed = [
	(text) => ["unexpected_end", "/webhook_event_type", text.slice(0, -1)],
	(text) => ["unexpected_end", "/webhook_event_type", text.slice(0, -2)],
	(text) => ["unexpected_end", "/webhook_event_type", text.slice(0, text.lastIndexOf(":"))],
	(text) => ["unexpected_character", "", `${text.slice(0, -1)},}`],
	(text) => ["unexpected_character", "", text.replace(TIME, "'timestamp':\"")],
	(text) => ["unexpected_character", "", text.replace(TIME, 'timestamp:"')],
	(text) => ["trailing_character", "", `${text}\n${text}`],
	(text) => ["control_character", "/timestamp", text.replace(TIME, `${TIME}\n`)],
	(text) => ["byte_order_mark", "", `\ufeff${text}`],
	(text) => ["lone_surrogate", "/n", before(text, '"n":"\\ud83d",')],
	(text) => ["invalid_number", "/n", before(text, '"n":01,')],
	(text) => ["invalid_escape", "/n", before(text, '"n":"\\x",')],
	(text) => ["repeated_member", "/timestamp", before(text, '"timestamp":"",')],
	(text) => ["too_deep", `/n${"/0".repeat(63)}`, before(text, `"n":${"[".repeat(64)}${"]".repeat(64)},`)],
	(text) => [
		"invalid_utf8",
		"/webhook_event_type",
		Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.from([0xff]), Buffer.from('"}')]),
	],
	(_, next) => ["empty", "", Array.from({ length: 60 }, () => " \n\t\r"[Math.floor(4 * next())]).join("")],
];

const without = (value, name) => {
	const { [name]: _, ...rest } = value;
	return rest;
};

/** JSON, but no event: `[code, path, value]`. */
const noEvent = [
	(value) => ["not_an_object", "", [value]],
	(value) => ["not_an_object", "", value.id],
	(_, next) => ["not_an_object", "", next()],
	(_, next) => ["missing_member", "/webhook_event_type", { n: next() }],
	(value) => ["missing_member", "/webhook_event_type", without(value, "webhook_event_type")],
	(value) => ["missing_member", "/from", without(value, "from")],
	(value) => ["wrong_type", "/webhook_event_type", { ...value, webhook_event_type: 7 }],
	(value) => ["wrong_type", "/contact_id", { ...value, contact_id: `${value.contact_id}` }],
	(value) => ["wrong_type", "/to", { ...value, to: null }],
	(value) => ["wrong_type", "/text", { ...value, text: { body: value.text } }],
	(value) => ["not_an_integer", "/message_id", { ...value, message_id: value.message_id + 0.5 }],
	(value) => ["unsafe_integer", "/message_id", { ...value, message_id: 2 ** 53 }],
	(value) => ["invalid_date_time", "/timestamp", { ...value, timestamp: "2024-02-30T06:44:54Z" }],
	(value) => [
		"out_of_range",
		"/latitude",
		{ ...value, message_type: "location", latitude: 90.5, longitude: 0 },
	],
	(value) => ["meta_payload", "/webhook_event_type", { entry: [value], object: "whatsapp_business_account" }],
];

/** Functions that spoil a text message: they return `{ issue, body }`. */
export function invalidFrom(next) {
	const pick = (list) => list[Math.floor(next() * list.length)];
	return {
		malformed: (value) => {
			const [code, path, body] = pick(malformed)(JSON.stringify(value), next);
			return { issue: { code, path }, body: Buffer.from(body) };
		},
		noEvent: (value) => {
			const [code, path, other] = pick(noEvent)(value, next);
			return { issue: { code, path }, body: Buffer.from(JSON.stringify(other)) };
		},
	};
}
