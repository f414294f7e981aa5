// Computes the expected result of a body from docs/rules.md, tests/cases.json and Azeer's examples. It shares no code with the
// parser; it is slower and simpler. It reads JSON itself, because `JSON.parse` of some V8 versions gets escaped names wrong.
//
// The documents leave these questions open. The oracle answers them as the package does:
// - A missing message_type comes first at the closing brace, then other missing members, then absent ones, by name.
// - Only an `entry` that is an array makes a missing event name a `meta_payload`.
// - An integer with a fraction is `not_an_integer` however large it is.
// - An escaped first half is a `lone_surrogate` unless `\u` follows, at the end of the body too; after `\u` the four
//   digits are read first.
// - In an array the path has an index before there is a value: `[}` is wrong at `/0`.
// - The named message types of WhatsApp are those in NAMED_TYPES.
// - `interactive` needs `text` only. Messages without an example have the members of similar ones: files those of `audio`,
//   outgoing messages those of incoming ones and `is_existing_contact`.

const MAX_ISSUES = 32;
const MAX_DEPTH = 64;

/**
 * The result of one body: `{ ok: true, event }`, or `{ ok: false, issues, more }` with the code, path and offset of
 * the first 32 issues. Offsets count UTF-16 units of a string and bytes of a Uint8Array.
 */
export function expected(body, { maxBytes = 1048576, strict = false } = {}) {
	const isText = typeof body === "string";
	if ((isText ? utf8Length(body, 0, body.length) : body.length) > maxBytes) {
		return refusal([{ code: "too_large", path: "", offset: 0 }]);
	}
	const { text, cut } = isText ? { text: body, cut: false } : decode(body);
	const result = answer(text, cut, strict);
	if (!isText && !result.ok) countBytes(result.issues, text);
	return result;
}

/**
 * The results of NDJSON, one for each line that is not blank. U+000A ends a line; one U+000D before it is part of the
 * line end.
 */
export function lines(body, options) {
	const isText = typeof body === "string";
	const feed = isText ? "\n" : 0x0a;
	const isReturn = (at) => (isText ? body.charCodeAt(at) : body[at]) === 0x0d;
	const results = [];
	let line = 0;
	for (let start = 0; start < body.length; ) {
		line += 1;
		const found = body.indexOf(feed, start);
		const isLast = found === -1;
		const next = isLast ? body.length : found + 1;
		let end = isLast ? body.length : found;
		if (!isLast && end > start && isReturn(end - 1)) end -= 1;
		const content = body.slice(start, end);
		if (!isBlank(content)) results.push({ line, ...expected(content, options) });
		start = next;
	}
	return results;
}

function isBlank(line) {
	for (let i = 0; i < line.length; i += 1) {
		const unit = typeof line === "string" ? line.charCodeAt(i) : line[i];
		if (unit !== 0x20 && unit !== 0x09 && unit !== 0x0d) return false;
	}
	return true;
}

function answer(text, cut, strict) {
	let payload;
	try {
		payload = read(text, cut);
	} catch (error) {
		if (!(error instanceof Fault)) throw error;
		return refusal([{ code: error.code, path: error.path, offset: error.offset }]);
	}
	if (payload.kind !== "object") {
		return refusal([{ code: "not_an_object", path: "", offset: payload.offset }]);
	}
	const repeated = repeatedMembers(payload);
	return repeated.length > 0 ? refusal(repeated) : judge(payload, strict);
}

/** `issues` are already in the order of the body. */
function refusal(issues) {
	return { ok: false, issues: issues.slice(0, MAX_ISSUES), more: Math.max(0, issues.length - MAX_ISSUES) };
}

// Text and bytes

const isHigh = (unit) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit) => unit >= 0xdc00 && unit <= 0xdfff;

/** The length of a part of a text in UTF-8, in bytes. A lone surrogate counts three bytes, as U+FFFD does. */
function utf8Length(text, start, end) {
	let length = 0;
	for (let i = start; i < end; i += 1) {
		const unit = text.charCodeAt(i);
		if (unit < 0x80) length += 1;
		else if (unit < 0x800) length += 2;
		else if (isHigh(unit) && i + 1 < end && isLow(text.charCodeAt(i + 1))) {
			length += 4;
			i += 1;
		} else length += 3;
	}
	return length;
}

/** Turns the offsets of issues from UTF-16 units into bytes. The offsets must ascend. */
function countBytes(issues, text) {
	let unit = 0;
	let bytes = 0;
	for (const issue of issues) {
		bytes += utf8Length(text, unit, issue.offset);
		unit = issue.offset;
		issue.offset = bytes;
	}
}

/** Decodes bytes up to the first that is not UTF-8 (RFC 3629). `cut` tells whether there is one. */
function decode(bytes) {
	const units = new Uint16Array(bytes.length);
	let length = 0;
	let at = 0;
	let cut = false;
	while (at < bytes.length) {
		const size = sequenceLength(bytes, at);
		if (size === 0) {
			cut = true;
			break;
		}
		let point = size === 1 ? bytes[at] : bytes[at] & (0x7f >> size);
		for (let i = 1; i < size; i += 1) point = point * 64 + (bytes[at + i] & 0x3f);
		if (point < 0x10000) units[length++] = point;
		else {
			units[length++] = 0xd800 + ((point - 0x10000) >> 10);
			units[length++] = 0xdc00 + ((point - 0x10000) & 0x3ff);
		}
		at += size;
	}
	let text = "";
	for (let i = 0; i < length; i += 4096) {
		text += String.fromCharCode.apply(null, units.subarray(i, Math.min(i + 4096, length)));
	}
	return { text, cut };
}

/** The number of bytes of the well-formed sequence that begins here (RFC 3629, section 4), or 0. */
function sequenceLength(bytes, at) {
	const tail = (i, low = 0x80, high = 0xbf) => bytes[at + i] >= low && bytes[at + i] <= high;
	const first = bytes[at];
	if (first <= 0x7f) return 1;
	if (first >= 0xc2 && first <= 0xdf) return tail(1) ? 2 : 0;
	if (first === 0xe0) return tail(1, 0xa0) && tail(2) ? 3 : 0;
	if (first === 0xed) return tail(1, 0x80, 0x9f) && tail(2) ? 3 : 0;
	if (first >= 0xe1 && first <= 0xef) return tail(1) && tail(2) ? 3 : 0;
	if (first === 0xf0) return tail(1, 0x90) && tail(2) && tail(3) ? 4 : 0;
	if (first >= 0xf1 && first <= 0xf3) return tail(1) && tail(2) && tail(3) ? 4 : 0;
	if (first === 0xf4) return tail(1, 0x80, 0x8f) && tail(2) && tail(3) ? 4 : 0;
	return 0;
}

// JSON (RFC 8259)

/** The fault that ends reading. */
class Fault {
	constructor(code, path, offset) {
		this.code = code;
		this.path = path;
		this.offset = offset;
	}
}

const SHORT_ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

const isDigit = (character) => character >= "0" && character <= "9";

/**
 * Reads a whole text as one value: `{ kind, offset }`, with `value` for a string or boolean, `source` for a number,
 * `items` for an array, `members` for an object (each `{ name, offset, value }`, in order, with repeated ones).
 * `cut` means that bytes that are not UTF-8 follow the text. Throws a Fault.
 */
function read(text, cut) {
	const path = [];
	let at = 0;
	let depth = 0;

	function fault(code, offset = at) {
		let named = code;
		// The end of the body, invalid UTF-8 and a lone surrogate come before any other code for the same place.
		if (offset >= text.length) named = cut ? "invalid_utf8" : "unexpected_end";
		else if (isLone(offset)) named = "lone_surrogate";
		return new Fault(named, pointer(path), offset);
	}

	/** Whether a lone surrogate is at `offset`, not escaped. */
	function isLone(offset) {
		const unit = text.charCodeAt(offset);
		if (isHigh(unit)) return !isLow(text.charCodeAt(offset + 1));
		return isLow(unit) && !isHigh(text.charCodeAt(offset - 1));
	}

	function skipSpace() {
		while (at < text.length && " \t\n\r".includes(text[at])) at += 1;
	}

	function expect(character) {
		if (text[at] !== character) throw fault("unexpected_character");
		at += 1;
	}

	function value() {
		const offset = at;
		switch (text[at]) {
			case "{":
				return nested(object);
			case "[":
				return nested(array);
			case '"':
				return { kind: "string", offset, value: string() };
			case "t":
				word("true");
				return { kind: "boolean", offset, value: true };
			case "f":
				word("false");
				return { kind: "boolean", offset, value: false };
			case "n":
				word("null");
				return { kind: "null", offset };
			default:
				if (text[at] === "-" || isDigit(text[at])) return { kind: "number", offset, source: number() };
				throw fault("unexpected_character");
		}
	}

	function nested(collection) {
		if (depth === MAX_DEPTH) throw fault("too_deep");
		depth += 1;
		const node = collection();
		depth -= 1;
		return node;
	}

	function object() {
		const node = { kind: "object", offset: at, end: at, members: [] };
		at += 1;
		skipSpace();
		while (text[at] !== "}") {
			const offset = at;
			if (text[at] !== '"') throw fault("unexpected_character");
			const name = string();
			path.push(name);
			skipSpace();
			expect(":");
			skipSpace();
			node.members.push({ name, offset, value: value() });
			skipSpace();
			if (text[at] !== "}") {
				expect(",");
				path.pop();
				skipSpace();
				if (text[at] === "}") throw fault("unexpected_character");
			} else path.pop();
		}
		node.end = at;
		at += 1;
		return node;
	}

	function array() {
		const node = { kind: "array", offset: at, items: [] };
		at += 1;
		path.push(0);
		skipSpace();
		while (text[at] !== "]") {
			node.items.push(value());
			skipSpace();
			if (text[at] !== "]") {
				expect(",");
				path[path.length - 1] += 1;
				skipSpace();
				if (text[at] === "]") throw fault("unexpected_character");
			}
		}
		path.pop();
		at += 1;
		return node;
	}

	function word(letters) {
		for (const letter of letters) expect(letter);
	}

	function number() {
		const start = at;
		if (text[at] === "-") at += 1;
		if (text[at] === "0") {
			at += 1;
			if (isDigit(text[at])) throw fault("invalid_number");
		} else digits();
		if (text[at] === ".") {
			at += 1;
			digits();
		}
		if (text[at] === "e" || text[at] === "E") {
			at += 1;
			if (text[at] === "+" || text[at] === "-") at += 1;
			digits();
		}
		return text.slice(start, at);
	}

	function digits() {
		if (!isDigit(text[at])) throw fault("invalid_number");
		while (isDigit(text[at])) at += 1;
	}

	function string() {
		at += 1;
		let result = "";
		let start = at;
		while (text[at] !== '"') {
			if (at >= text.length) throw fault("unexpected_end");
			const unit = text.charCodeAt(at);
			if (unit < 0x20) throw fault("control_character");
			if (isLone(at)) throw fault("lone_surrogate");
			if (text[at] === "\\") {
				result += text.slice(start, at) + escaped();
				start = at;
			} else at += 1;
		}
		result += text.slice(start, at);
		at += 1;
		return result;
	}

	function escaped() {
		const start = at;
		at += 1;
		if (Object.hasOwn(SHORT_ESCAPES, text[at])) {
			at += 1;
			return SHORT_ESCAPES[text[at - 1]];
		}
		if (text[at] !== "u") throw fault("invalid_escape");
		const unit = hexadecimal();
		if (isLow(unit)) throw fault("lone_surrogate", start);
		if (!isHigh(unit)) return String.fromCharCode(unit);
		if (text[at] !== "\\" || text[at + 1] !== "u") throw fault("lone_surrogate", start);
		at += 1;
		const second = hexadecimal();
		if (!isLow(second)) throw fault("lone_surrogate", start);
		return String.fromCharCode(unit, second);
	}

	/** The four digits after the `u` of an escape. */
	function hexadecimal() {
		at += 1;
		const start = at;
		for (let i = 0; i < 4; i += 1) {
			if (at >= text.length || !/[0-9a-fA-F]/.test(text[at])) throw fault("invalid_escape");
			at += 1;
		}
		return Number.parseInt(text.slice(start, at), 16);
	}

	if (text[0] === "\ufeff") throw fault("byte_order_mark");
	skipSpace();
	if (at === text.length && !cut) throw new Fault("empty", "", 0);
	const node = value();
	skipSpace();
	if (at < text.length || cut) throw fault("trailing_character");
	return node;
}

/** A JSON Pointer (RFC 6901). */
function pointer(path) {
	return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The value that `JSON.parse` returns: the last of repeated members counts. */
function plain(node) {
	switch (node.kind) {
		case "null":
			return null;
		case "number":
			return Number(node.source);
		case "array":
			return node.items.map(plain);
		case "object": {
			const object = {};
			for (const { name, value } of node.members) {
				Object.defineProperty(object, name, {
					value: plain(value),
					writable: true,
					enumerable: true,
					configurable: true,
				});
			}
			return object;
		}
		default:
			return node.value;
	}
}

function repeatedMembers(payload) {
	const names = new Set();
	const issues = [];
	for (const { name, offset } of payload.members) {
		if (names.has(name)) issues.push({ code: "repeated_member", path: pointer([name]), offset });
		names.add(name);
	}
	return issues;
}

// Events

const words = (list) => list.split(" ");

/** A name has one type in all payloads. Names that are not listed are strings. */
const TYPES = new Map(
	Object.entries({
		broadcast_id: "integer",
		broadcast_updated_at: "date-time",
		contact_id: "integer",
		is_existing_contact: "boolean",
		latitude: "coordinate",
		local_timestamp: "date-time",
		longitude: "coordinate",
		message_id: "integer",
		parent_message_id: "integer",
		timestamp: "date-time",
	}),
);

/** Members that are required if all examples of a kind have them, in the order in which missing ones are reported. */
const REQUIRED = words(
	"webhook_event_type message_type action broadcast_id broadcast_status contact_id direction from id message_id " +
		"timestamp to",
);

// The members that all examples of a kind have.
const ANY = ["webhook_event_type"];
const BROADCAST = words("broadcast_id broadcast_status broadcast_updated_at business_id timestamp");
const CONTACT = words(
	"action contact_display_name contact_id contact_name platform platform_id status tags timestamp type",
);
const MESSAGE = words(
	"business_id contact_id contact_name direction from id message_id message_type parent_message_id platform " +
		"timestamp to type",
);
const OUTGOING = ["is_existing_contact"];
const OUTGOING_FILE = ["filename"];

/** Only one of the two examples has the first; only the table of an archived contact lists the second. */
const OPTIONAL_IN_CONTACT = ["business_id", "message_id"];

/** By message type: the members that not all messages have, and those that make up the content. */
const CONTENT = new Map([
	["text", { members: ["text"], needed: ["text"] }],
	["interactive", { members: ["interactive_reply_id", "text"], needed: ["text"] }],
	["location", { members: ["latitude", "local_timestamp", "longitude"], needed: ["latitude", "longitude"] }],
]);
const FILE_TYPES = words("audio video voice image document sticker");
for (const type of FILE_TYPES) {
	CONTENT.set(type, { members: ["filename_url", "media_id", "mime_type"], needed: ["filename_url"] });
}

const NAMED_EVENTS = words(
	"chat_assigned chat_closed chat_mentioned template_approved billing_alert for_rules message_status_changed",
);

/** WhatsApp's message types without a documented payload. */
const NAMED_TYPES = words("reaction contacts button template order system unsupported");

/** The result for an object without repeated members. */
function judge(payload, strict) {
	const members = new Map(payload.members.map((member) => [member.name, member]));
	const kindOf = (name) => members.get(name)?.value.kind;
	const known = (issues) => (issues.length > 0 ? refusal(issues) : { ok: true, event: plain(payload) });
	const unknown = (why) => ({
		ok: true,
		event: { webhook_event_type: "unknown", ...why, payload: plain(payload) },
	});

	if (!members.has("webhook_event_type") && kindOf("entry") === "array") {
		return refusal([{ code: "meta_payload", path: "/webhook_event_type", offset: payload.end }]);
	}
	if (kindOf("webhook_event_type") !== "string") return known(check(payload, members, ANY));

	const event_type = members.get("webhook_event_type").value.value;
	if (NAMED_EVENTS.includes(event_type)) return known([]);
	if (event_type === "broadcast_complete") {
		return known(check(payload, members, [...ANY, ...BROADCAST], { strict }));
	}
	if (event_type === "new_contact") {
		return known(check(payload, members, [...ANY, ...CONTACT], { optional: OPTIONAL_IN_CONTACT, strict }));
	}
	if (event_type !== "incoming_msg" && event_type !== "outgoing_msg") {
		return unknown({ reason: "event_type", event_type });
	}

	const isOutgoing = event_type === "outgoing_msg";
	const every = [...ANY, ...MESSAGE, ...(isOutgoing ? OUTGOING : [])];
	if (kindOf("message_type") !== "string") return known(check(payload, members, every));
	const message_type = members.get("message_type").value.value;
	if (NAMED_TYPES.includes(message_type)) return known(check(payload, members, every));
	const content = CONTENT.get(message_type);
	if (content === undefined) return unknown({ reason: "message_type", event_type, message_type });
	if (content.needed.some((name) => (kindOf(name) ?? "null") === "null")) {
		return unknown({ reason: "content", event_type, message_type });
	}
	every.push(...content.members);
	if (isOutgoing && FILE_TYPES.includes(message_type)) every.push(...OUTGOING_FILE);
	return known(check(payload, members, every, { strict }));
}

/**
 * The issues of an object. `every` names the members that all examples have, `optional` other documented ones.
 * Members in neither list are an issue only if `strict`.
 */
function check(payload, members, every, { optional = [], strict = false } = {}) {
	const required = new Set(REQUIRED.filter((name) => every.includes(name)));
	const documented = new Set([...every, ...optional]);
	const issues = [];
	for (const { name, offset, value } of payload.members) {
		if (documented.has(name)) {
			const code = required.has(name) || value.kind !== "null" ? faultOf(name, value) : null;
			if (code !== null) issues.push({ code, path: pointer([name]), offset: value.offset });
		} else if (strict) issues.push({ code: "undocumented_member", path: pointer([name]), offset });
	}
	const addLack = (code, name) => issues.push({ code, path: pointer([name]), offset: payload.end });
	for (const name of required) {
		if (!members.has(name)) addLack("missing_member", name);
	}
	for (const name of [...every].sort()) {
		if (strict && !required.has(name) && !members.has(name)) addLack("absent_member", name);
	}
	return issues;
}

/** The issue code of a documented member's value, or null if the value is right. */
function faultOf(name, { kind, value, source }) {
	switch (TYPES.get(name) ?? "string") {
		case "integer": {
			if (kind !== "number") return "wrong_type";
			const number = decimal(source);
			if (number.point < number.digits.length) return "not_an_integer";
			return isLarger(number, "9007199254740991") ? "unsafe_integer" : null;
		}
		case "coordinate":
			if (kind !== "number") return "wrong_type";
			return isLarger(decimal(source), name === "latitude" ? "90" : "180") ? "out_of_range" : null;
		case "date-time":
			if (kind !== "string") return "wrong_type";
			return isDateTime(value) ? null : "invalid_date_time";
		case "boolean":
			return kind === "boolean" ? null : "wrong_type";
		default:
			return kind === "string" ? null : "wrong_type";
	}
}

// Numbers and times

/**
 * The exact absolute value of a JSON number: 0.`digits` times ten to the power of `point`, without zeros at either
 * end. An exponent may be rounded to a double: if it is that large, the digits of a body cannot change the verdict.
 */
function decimal(source) {
	const [, whole, fraction = "", exponent = "0"] = /^-?(\d+)(?:\.(\d+))?(?:[eE](.+))?$/.exec(source);
	const all = whole + fraction;
	let start = 0;
	while (all[start] === "0") start += 1;
	if (start === all.length) return { digits: "", point: 0 };
	let end = all.length;
	while (all[end - 1] === "0") end -= 1;
	return { digits: all.slice(start, end), point: whole.length - start + Number(exponent) };
}

/** Whether a decimal is larger than a limit, which is written as a JSON integer. */
function isLarger(number, limit) {
	const { digits, point } = decimal(limit);
	if (number.digits === "") return false;
	if (number.point !== point) return number.point > point;
	return number.digits > digits; // With equal points, digits compare like text.
}

/** Whether a text is an RFC 3339 date-time that the calendar has. */
function isDateTime(text) {
	const parts = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(
		text,
	);
	if (parts === null) return false;
	const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number);
	const offsetHour = Number(parts[8] ?? 0);
	const offsetMinute = Number(parts[9] ?? 0);
	if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false;
	if (hour > 23 || minute > 59 || offsetHour > 23 || offsetMinute > 59) return false;
	if (second < 60) return true;
	const offset = (parts[7] === "-" ? -1 : 1) * (offsetHour * 60 + offsetMinute);
	const minuteOfDay = (hour * 60 + minute - offset + 1440) % 1440;
	return second === 60 && minuteOfDay === 23 * 60 + 59;
}

function daysIn(year, month) {
	const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}
