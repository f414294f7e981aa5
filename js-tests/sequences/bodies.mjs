// Makes random bodies for sequences: similar names in all scripts and spellings, values around the lengths at which the
// package takes another path, and faults. It runs in every host, so it imports nothing of a host.

const LETTERS = {
	ascii: "abcdefghijklmnopqrstuvwxyz_0123456789",
	// U+007F is the last character of ASCII.
	delete: "\x7f",
	latin: "éüñß",
	arabic: "عمرقدهوبج",
	devanagari: "कखगघ",
	cjk: "漢字語",
	astral: ["😀", "𐍈", "\u{10FFFF}"],
	edges: ["\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\ufeff", "\ufffd", "\uffff"],
};
const SPECIAL = [
	"__proto__",
	"constructor",
	"toString",
	"hasOwnProperty",
	"",
	"0",
	"entry",
	"a/b~c",
	"\\",
	'"',
	"\n",
];
/** Lengths around those at which engines make slices, name keys end, and strings stop being short. */
const LENGTHS = [1, 2, 3, 4, 12, 13, 14, 28, 29, 30, 31, 254, 255, 256, 257, 258];
/** Sizes of a body, in characters, around the limits of copied strings and of the input buffer. */
const SIZES = [1023, 1024, 1025, 21_844, 21_845, 21_846, 65_535, 65_536, 65_537];
const LARGEST = 1 << 20;

const VALUES = [
	...[
		"null",
		"true",
		"false",
		'""',
		"[]",
		"{}",
		"0",
		"-0",
		"1",
		"-1",
		"1.0",
		"1e2",
		"1.5",
		"0.1e1",
		"123456789",
	],
	...["9007199254740991", "9007199254740992", "-9007199254740992.0", "1e400", "1e-400", "90", "90.0000001"],
	...[
		"-180.5",
		"12.9958923",
		"0.1234567890123456789",
		'"\\ud83d"',
		'"\\udfff"',
		'"\\u0645\\ud83d\\ude00"',
		'"\\\\\\""',
	],
	...[
		'"2024-02-29T00:00:00Z"',
		'"2023-02-29T00:00:00Z"',
		'"2016-12-31T23:59:60Z"',
		'"0001-01-01T00:00:00.000000001Z"',
	],
	...['"chat_closed"', '"reaction"', '"hologram"', '"unknown"', '"in"', '"insert"'],
];

/** Makes bodies from `next`, a generator of numbers from 0 to 1. `examples` are texts of payloads. */
export class Bodies {
	#next;
	#bases;
	#documented;
	#values;
	#names = [];

	constructor(next, examples) {
		this.#next = next;
		this.#bases = examples.map((text) => Object.entries(JSON.parse(text)));
		this.#documented = [...new Set(this.#bases.flat().map(([name]) => name))];
		const discriminants = this.#bases
			.flat()
			.filter(([name]) => name === "webhook_event_type" || name === "message_type");
		this.#values = [...VALUES, ...new Set(discriminants.map(([, value]) => JSON.stringify(value)))];
		this.renew();
	}

	/** Replaces the undocumented names in use by others. */
	renew() {
		this.#names = Array.from({ length: 4 + this.below(28) }, () => this.#name());
	}

	below(limit) {
		return Math.floor(this.#next() * limit);
	}

	pick(list) {
		return list[this.below(list.length)];
	}

	chance(probability) {
		return this.#next() < probability;
	}

	#word(length) {
		const letters = this.pick(Object.values(LETTERS));
		return Array.from({ length }, () => this.pick(letters)).join("");
	}

	#name() {
		switch (this.below(6)) {
			case 0:
				return this.pick(SPECIAL);
			case 1: {
				// As long as a documented name, with its first and its last letter.
				const name = this.pick(this.#documented);
				return `${name[0]}${"x".repeat(Math.max(0, name.length - 2))}${name.at(-1)}`;
			}
			case 2:
				return this.#word(this.pick(LENGTHS));
			default:
				return this.#word(1 + this.below(4));
		}
	}

	/** A text as a JSON string; some of its characters may be escaped. */
	#spelled(text, probability) {
		if (!this.chance(probability)) {
			return JSON.stringify(text);
		}
		const units = Array.from({ length: text.length }, (_, i) => {
			const unit = text[i];
			const isPlain = unit >= " " && unit !== '"' && unit !== "\\" && this.chance(0.7);
			return isPlain ? unit : `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`;
		});
		return `"${units.join("")}"`;
	}

	#string() {
		return this.#spelled(this.#word(this.chance(0.5) ? this.pick(LENGTHS) : this.below(40)), 0.15);
	}

	#value(depth = 0) {
		const kind = this.#next();
		if (kind < 0.4) {
			return this.#string();
		}
		if (kind < 0.8 || depth > 2) {
			return this.pick(this.#values);
		}
		const count = this.below(5);
		if (kind < 0.9) {
			return `[${Array.from({ length: count }, () => this.#value(depth + 1)).join(this.#comma())}]`;
		}
		const members = Array.from({ length: count }, () => {
			const name = this.chance(0.9) ? this.pick(this.#names) : this.#name();
			return `${this.#spelled(name, 0.1)}:${this.#value(depth + 1)}`;
		});
		return `{${members.join(this.#comma())}}`;
	}

	#comma() {
		return this.chance(0.9) ? "," : this.pick([", ", " ,\n\t", ",\r\n"]);
	}

	/** A body of valid JSON. */
	#json() {
		const members = this.chance(0.8)
			? this.pick(this.#bases).map(([name, value]) => [name, JSON.stringify(value)])
			: [["webhook_event_type", this.pick(['"chat_closed"', '"new_name"'])]];
		for (let changes = this.below(this.chance(0.2) ? 40 : 5); changes > 0; changes--) {
			const at = this.below(members.length + 1);
			const kind = this.#next();
			if (kind < 0.5) {
				members.splice(at, 0, [this.chance(0.95) ? this.pick(this.#names) : this.#name(), this.#value()]);
			} else if (kind < 0.7 && at < members.length) {
				members[at] = [members[at][0], this.#value()];
			} else if (kind < 0.8) {
				members.splice(at, 1);
			} else if (kind < 0.9) {
				members.push(...members.splice(0, at));
			} else {
				members.splice(at, 0, [this.pick(this.#documented), this.#value()]);
			}
		}
		const space = this.chance(0.1) ? this.pick([" ", "\n\t", "\r\n "]) : "";
		const colon = this.chance(0.85) ? ":" : this.pick([": ", " :\t", " : "]);
		const comma = this.#comma();
		const text = (list) =>
			`${space}{${list.map(([name, value]) => `${this.#spelled(name, 0.05)}${colon}${value}`).join(comma)}${space}}`;
		const size = this.chance(0.03) ? this.pick(SIZES) : this.chance(0.0005) ? LARGEST + this.below(3) - 1 : 0;
		if (size === 0) {
			return text(members);
		}
		// Names may be spelled in a longer or shorter way at the next call. White space makes up the difference.
		const filler = this.pick(["a", "ab ", "é", "م ", "漢", "😀"]);
		const rest = size - text(members).length - 20;
		const filled = filler.repeat(Math.max(0, rest / filler.length));
		const name = this.pick(["text", "note", "n"]);
		const value = name === "n" ? `{"list":["${filled}"]}` : `"${filled}"`;
		return text([...members.filter(([it]) => it !== name), [name, value]]).padEnd(size);
	}

	/** A body: usually valid JSON, sometimes damaged. */
	body() {
		const text = this.#json();
		if (this.chance(0.85)) {
			return text;
		}
		const at = this.below(text.length + 1);
		switch (this.below(4)) {
			case 0:
				return text.slice(0, at);
			case 1:
				return (
					text.slice(0, at) +
					this.pick(["\ud83d", "\udc00", "\u0001", "\x7f", "\ufeff", "م"]) +
					text.slice(at)
				);
			default:
				return (
					text.slice(0, at) +
					this.pick(['"', "\\", "{", "}", "[", "]", ",", ":", "0", "-", ".", "e", " ", "x"]) +
					text.slice(at + this.below(3))
				);
		}
	}

	/** The bytes of a text, sometimes with a wrong byte. */
	bytes(text) {
		const bytes = new TextEncoder().encode(text);
		if (bytes.length > 0 && this.chance(0.05)) {
			bytes[this.below(bytes.length)] = this.pick([
				0x00, 0x7f, 0x80, 0xbf, 0xc0, 0xc3, 0xe0, 0xed, 0xef, 0xf4, 0xf5, 0xff,
			]);
		}
		return bytes;
	}

	/** Options for a body of `length` bytes. */
	options(length) {
		const kind = this.#next();
		if (kind < 0.85) {
			return undefined;
		}
		if (kind < 0.92) {
			return { strict: true };
		}
		return { maxBytes: Math.max(1, length + this.below(5) - 2), strict: kind > 0.97 };
	}

	/** A text of NDJSON lines. */
	lines() {
		const count = this.below(6);
		const lines = Array.from({ length: count }, () =>
			this.chance(0.15)
				? this.pick([" ", "\t", "\r", "  "]).repeat(this.chance(0.05) ? this.pick(SIZES) : this.below(3))
				: this.body().replaceAll("\n", " "),
		);
		const end = this.pick(["\n", "\r\n"]);
		return lines.join(end) + this.pick(["", end, "\r"]);
	}
}
