// Random bodies: the members that matter to keys, texts and redaction have any value in any spelling.

import { examples, fixtures } from "../suite.mjs";

const bases = examples.map((name) => Object.entries(JSON.parse(fixtures.get(name))));

/** The names of all members in Azeer's examples. */
export const documented = [...new Set(bases.flat().map(([name]) => name))];

const EVENTS = [
	"incoming_msg",
	"outgoing_msg",
	"chat_closed",
	"call_missed",
	"new_contact",
	"unknown",
	"/~",
	"",
];
const TYPES = ["hologram", "hologram", "reaction", "text"];
const TEXTS = [
	"",
	"0",
	"1e400",
	"null",
	"[redacted]",
	"a/b~c",
	"~1",
	"~01",
	"مرحبا",
	'😀\n"\\/\0',
	"91987654321",
];
const NAMES = [
	"__proto__",
	"constructor",
	"toString",
	"",
	"[undocumented]",
	"[redacted]",
	"Text",
	"مرحبا",
	"/~",
];
const WHOLE = ["0", "12", "9007199254740991", "9007199254740992", "9007199254740993", "17976931348623157"];
const EXPONENTS = ["0", "00", "1", "2", "16", "17", "292", "324", "400"];
/** Integers for members that are checked. */
const INTEGERS = ["0", "-0", "0.0", "-12", "120e-1", "9007199254740991.0"];

/** Returns a function that makes a new body, as JSON text, with each call. Some bodies are refused. */
export function bodies(next) {
	const pick = (list) => list[Math.floor(next() * list.length)];
	const often = (share) => next() < share;
	const some = (most, make) => Array.from({ length: Math.floor(next() * (most + 1)) }, make);
	const digits = (most) => pick("0123456789") + some(most - 1, () => pick("0123456789")).join("");

	const number = () => {
		const whole = often(0.5) ? pick(WHOLE) : digits(often(0.2) ? 40 : 17).replace(/^0+(?=.)/, "");
		const fraction = often(0.6) ? "" : `.${often(0.4) ? "0".repeat(1 + next() * 5) : digits(20)}`;
		const size = often(0.5) ? pick(EXPONENTS) : digits(often(0.2) ? 25 : 2);
		const exponent = often(0.6) ? "" : pick("eE") + pick(["", "+", "-"]) + size;
		return (often(0.3) ? "-" : "") + whole + fraction + exponent;
	};

	const escaped = (character) =>
		character.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
	/** A JSON string, sometimes with a character escaped that needs no escape. */
	const spelled = (text) => {
		const one = (it) => (often(0.02) ? escaped(it) : JSON.stringify(it).slice(1, -1));
		return `"${Array.from(text, one)
			.join("")
			.replaceAll("/", () => pick(["/", "\\/"]))}"`;
	};
	const string = () => spelled(often(0.8) ? pick(TEXTS) : digits(12));
	const name = () => (often(0.5) ? pick(NAMES) : often(0.6) ? digits(12) : pick(documented));

	const value = (depth) => {
		const kind = next();
		if (depth > 0 && kind < 0.1) {
			return `[${some(2, () => value(depth - 1)).join(",")}]`;
		}
		if (depth > 0 && kind < 0.2) {
			return `{${some(2, () => `${spelled(name())}:${value(depth - 1)}`).join(",")}}`;
		}
		return kind < 0.55 ? number() : kind < 0.8 ? string() : pick(["null", "true", "false"]);
	};
	/** A value of the same type, for an event whose members are checked. */
	const similar = (given) => {
		if (typeof given === "string") {
			return often(0.4) && !given.includes("T") ? string() : spelled(given);
		}
		return Number.isInteger(given) && often(0.3) ? pick(INTEGERS) : JSON.stringify(given);
	};

	const object = (...members) => `{${members.map(([name, text]) => `${spelled(name)}:${text}`).join(",")}}`;
	/** A `message_body`, of the two forms that are reported or near them. */
	const nestedText = () => {
		const body = () => ["body", often(0.7) ? string() : value(2)];
		const text = ["text", often(0.8) ? object(body()) : value(2)];
		return pick([() => object(text), () => object(body()), () => object(body(), text), () => value(2)])();
	};

	return () => {
		const isChecked = often(0.5);
		const members = new Map();
		for (const [name, given] of pick(bases)) {
			if (isChecked || often(0.6)) {
				members.set(name, isChecked || often(0.4) ? similar(given) : value(3));
			}
		}
		some(4, () => members.set(name(), value(3)));
		if (!isChecked) {
			for (const name of ["id", "message_id", "business_id"].filter(() => often(0.4))) {
				members.set(name, value(3));
			}
			for (const name of ["text", "from", "to"].filter(() => often(0.3))) {
				members.set(name, value(3));
			}
			members.set("message_type", spelled(pick(TYPES)));
			members.set("webhook_event_type", spelled(pick(EVENTS)));
		}
		if (often(0.3)) {
			members.delete("text");
			members.set("message_body", nestedText());
		}
		// An empty id makes the key use `message_id`.
		if (members.has("id") && often(0.3)) {
			members.set("id", '""');
		}
		const [comma, colon] = pick([
			[",", ":"],
			[",", ":"],
			[" ,\t", "\r: "],
		]);
		const texts = Array.from(members, ([name, text]) => [next(), spelled(name) + colon + text]);
		return `{${texts
			.sort(([one], [other]) => one - other)
			.map(([, text]) => text)
			.join(comma)}}`;
	};
}
