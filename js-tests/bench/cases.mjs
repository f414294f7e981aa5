// Makes the timed payloads: for each case, thousands of different ones from the documented examples. The same cases run
// in every host, so this imports nothing of a host.

import { isExample } from "../examples.mjs";
import { random } from "../random.mjs";

/** The number of payloads of a case. */
export const DISTINCT = 2000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const pick = (list, next) => list[Math.floor(next() * list.length)];
const between = (from, to, next) => from + Math.floor(next() * (to - from + 1));
const replaced = (text, pattern, alphabet, next) => text.replaceAll(pattern, () => pick(alphabet, next));

const DIGITS = "0123456789";
const HEX = "0123456789abcdef";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/** Words in which texts and names of people are written. */
export const latin = {
	names: [
		"James",
		"Maria",
		"Omar",
		"Li Wei",
		"Fatima",
		"james bond",
		"Ahmed Ali",
		"Noor",
		"Anna Schmidt",
		"Yusuf",
	],
	words:
		"hello banana requests where is my order please thanks the parcel has arrived today at noon yes no".split(
			" ",
		),
	end: "",
};
export const arabic = {
	names: ["جيمس", "مريم", "عمر", "فاطمة", "أحمد علي", "نور", "يوسف", "خالد بن سعيد"],
	words: "مرحبا، متى يصل طلبي شكرا لكم اليوم غدا من فضلك العنوان الجديد نعم لا".split(" "),
	end: "؟ 🚚",
};
export const emoji = { ...latin, end: " 🎉👍🏽" };
export const escaped = { ...latin, end: ' \n"déjà vu"\t' };

function sentence(language, count, next) {
	const words = Array.from({ length: count }, () => pick(language.words, next));
	return words.join(" ") + language.end;
}

/** Another time with the same number of digits. The zero time stays, because it means no time. */
function moment(text, next) {
	if (text.startsWith("0001")) {
		return text;
	}
	const two = (from, to) => String(between(from, to, next)).padStart(2, "0");
	const fraction = replaced(text.slice(19), /\d/g, DIGITS, next);
	return `20${two(22, 29)}-${two(1, 12)}-${two(1, 28)}T${two(0, 23)}:${two(0, 59)}:${two(0, 59)}${fraction}`;
}

/** How a member varies between payloads. Members that are not listed have few values in real deliveries, and stay. */
const vary = {
	broadcast_id: (_, next) => between(100, 99_999, next),
	broadcast_updated_at: moment,
	business_id: (value, next) => replaced(value, /[0-9a-f]/g, HEX, next),
	contact_display_name: (_, next, { names }) => pick(names, next),
	contact_id: (_, next) => between(100, 99_999, next),
	contact_name: (_, next, { names }) => pick(names, next),
	filename_url: (value, next) => value.replace(/[0-9a-f]+(?=\.\w+$)/, (it) => replaced(it, /./g, HEX, next)),
	from: (value, next) => value.slice(0, 3) + replaced(value.slice(3), /\d/g, DIGITS, next),
	id: (value, next) => value.slice(0, 12) + replaced(value.slice(12), /[A-Za-z0-9]/g, LETTERS, next),
	latitude: (_, next) => between(-900_000_000, 900_000_000, next) / 1e7,
	longitude: (_, next) => between(-1_800_000_000, 1_800_000_000, next) / 1e7,
	media_id: (value, next) => replaced(value, /[0-9a-f]/g, /[a-f]/.test(value) ? HEX : DIGITS, next),
	message_id: (_, next) => between(10_000, 999_999, next),
	parent_message_id: (value, next) => (value === 0 ? 0 : between(10_000, 999_999, next)),
	platform_id: (value, next) => value.slice(0, 3) + replaced(value.slice(3), /\d/g, DIGITS, next),
	text: (_, next, language) => sentence(language, between(1, 8, next), next),
	timestamp: moment,
	to: (value, next) => value.slice(0, 3) + replaced(value.slice(3), /\d/g, DIGITS, next),
};

/** A payload like this one, with other ids, times and texts. */
export function another(value, next, language = latin) {
	return Object.fromEntries(
		Object.entries(value).map(([name, it]) => {
			if (it !== null && typeof it === "object") {
				return [name, another(it, next, language)];
			}
			return [name, name in vary && it !== null ? vary[name](it, next, language) : it];
		}),
	);
}

function shuffled(list, next) {
	const result = [...list];
	for (let i = result.length - 1; i > 0; i--) {
		const j = between(0, i, next);
		[result[i], result[j]] = [result[j], result[i]];
	}
	return result;
}

const compact = (value) => JSON.stringify(value);
const withEscapes = (value) =>
	compact(value).replaceAll(
		/[\u0080-\uffff]/g,
		(it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);

/** Makes a payload invalid: its first integer, which is an id in every payload, becomes a string. */
function invalid(value) {
	const [name] = Object.entries(value).find(([, it]) => Number.isInteger(it));
	return { ...value, [name]: String(value[name]) };
}

/**
 * The cases by name. `strings()` and `bytes()` return the payloads, which are made at the first call; those of
 * `invalid()` have one mistake each. `count` is the number of payloads.
 *
 * @param fixtures texts of the documented payloads, by name
 * @param optional members of a text message that may be absent
 */
export function makeCases(fixtures, optional, count = DISTINCT) {
	const fixture = (number) => {
		const name = Object.keys(fixtures).find((it) => it.startsWith(number));
		return JSON.parse(fixtures[name]);
	};
	const plain = (number) => (next) => another(fixture(number), next);
	const text = fixture("01");
	const fourKilobytes = (next) => {
		const value = another(text, next);
		value.text = "";
		const missing = 4096 - compact(value).length;
		value.text = sentence(latin, Math.ceil(missing / 3), next).slice(0, missing);
		return value;
	};
	const escapes = [(next) => another(text, next, escaped), withEscapes];
	const inArabic = (next) => another(fixture("11"), next, arabic);
	const kinds = {
		text: [plain("01")],
		audio: [plain("02")],
		interactive: [plain("03")],
		location: [plain("05")],
		"outgoing text": [plain("06")],
		"outgoing audio": [plain("07")],
		contact: [plain("08")],
		"contact update": [plain("09")],
		broadcast: [plain("10")],
		arabic: [inArabic],
		emoji: [(next) => another(text, next, emoji)],
		escapes,
		pretty: [plain("01"), (value) => JSON.stringify(value, null, 2)],
		"4 KB": [fourKilobytes],
		"unknown scalar": [
			(next) => {
				const { business_id, ...rest } = another(text, next);
				return { business_id, channel: replaced("channel-000000", /0/g, HEX, next), ...rest };
			},
		],
		message_body: [plain("14")],
		"undocumented event": [plain("12")],
		"unknown event": [plain("13")],
		"half absent": [
			(next) => {
				const value = another(text, next);
				return Object.fromEntries(
					Object.entries(value).filter(([name]) => !optional.includes(name) || next() < 0.5),
				);
			},
		],
		shuffled: [(next) => Object.fromEntries(shuffled(Object.entries(another(text, next)), next))],
	};
	const examples = Object.keys(fixtures)
		.filter(isExample)
		.sort()
		.map((name) => [plain(name)]);
	const mixed = [...examples, [inArabic], escapes, [fourKilobytes]];

	/** Different texts. Several ways of making them take turns, and the result is shuffled. */
	const texts = (ways, change = (value) => value) => {
		const next = random(1);
		const found = new Set();
		for (let i = 0; found.size < count; i++) {
			const [make, write = compact] = ways[found.size % ways.length];
			found.add(write(change(make(next))));
			if (i > 10 * count) {
				throw new Error(`too few different payloads: add members of this one to vary: ${make(next)}`);
			}
		}
		return ways.length === 1 ? [...found] : shuffled(found, next);
	};
	const encoded = (list) => list.map((it) => encoder.encode(it));
	// A real body arrives as bytes and is decoded. So it is a flat string, not a concatenated one.
	const decoded = (list) => list.map((it) => decoder.decode(it));
	const once = (make) => {
		let made;
		return () => {
			made ??= make();
			return made;
		};
	};
	return Object.fromEntries(
		Object.entries({
			mixed,
			...Object.fromEntries(Object.entries(kinds).map(([k, v]) => [k, [v]])),
		}).map(([name, ways]) => {
			const bytes = once(() => encoded(texts(ways)));
			return [
				name,
				{
					bytes,
					strings: once(() => decoded(bytes())),
					invalid: once(() => decoded(encoded(texts(ways, invalid)))),
				},
			];
		}),
	);
}

/** NDJSON of mixed payloads, at most `size` bytes. */
export function makeLines(fixtures, optional, size) {
	const all = makeCases(fixtures, optional, Math.ceil(size / 650)).mixed.bytes();
	const lines = new Uint8Array(size);
	let at = 0;
	for (let i = 0; at + all[i % all.length].length < size; i++) {
		const body = all[i % all.length];
		lines.set(body, at);
		lines[at + body.length] = 10;
		at += body.length + 1;
	}
	return lines.subarray(0, at);
}
