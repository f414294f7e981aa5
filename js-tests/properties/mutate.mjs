// Makes payloads that are nearly valid: the examples with changed values and spellings, repeatable by a seed.

import { examples, fixtures } from "../suite.mjs";

/** JSON texts that replace values. */
const VALUES = [
	...[
		"null",
		"true",
		"false",
		'""',
		'"x"',
		"[]",
		"{}",
		'[1,{"a":null}]',
		'{"__proto__":1}',
		'"\\u0645\\ud83d\\ude00"',
		'"م😀"',
	],
	...[
		"0",
		"-0",
		"1",
		"-1",
		"1.0",
		"1e2",
		"1.5",
		"1E-2",
		"0.1e1",
		"123456789",
		"9007199254740991",
		"-9007199254740991",
	],
	...[
		"9007199254740992",
		"9007199254740993",
		"-9007199254740992.0",
		"9007199254740991.4",
		"1e400",
		"1e-400",
		"0e999",
	],
	...[
		"90",
		"90.0000001",
		"-90",
		"180",
		"-180.5",
		"90.00000000000000000001",
		"12.9958923",
		"0.1234567890123456789",
	],
	...['"2024-02-29T00:00:00Z"', '"2023-02-29T00:00:00Z"', '"2016-12-31T23:59:60Z"', '"2016-12-31T22:59:60Z"'],
	...[
		'"2024-03-08t06:44:54.123456789z"',
		'"2024-03-08T06:44:54+03:00"',
		'"2024-03-08 06:44:54Z"',
		'"2024-13-01T00:00:00Z"',
	],
	...[
		'"2024-03-08T24:00:00Z"',
		'"2017-01-01T02:59:60+03:00"',
		'"0001-01-01T00:00:00Z"',
		'"2024-03-08T06:44:54+24:00"',
	],
	...['"chat_closed"', '"unknown"', '"reaction"', '"hologram"', '"in"', '"insert"', '"archived"'],
];

/** Names for added members. */
const NAMES = ["__proto__", "constructor", "extra", "message_body", "تجربة", "", "a/b~c", "0", "toString"];

const bases = examples.map((name) => Object.entries(JSON.parse(fixtures.get(name))));
const documented = [...new Set(bases.flat().map(([name]) => name))];
const discriminants = bases
	.flat()
	.filter(([name]) => name === "webhook_event_type" || name === "message_type");
VALUES.push(...new Set(discriminants.map(([, value]) => JSON.stringify(value))));

/** A payload as JSON text. It is always valid JSON, but not always a valid event. */
export function payload(next) {
	const pick = (list) => list[Math.floor(next() * list.length)];
	const members = pick(bases).map(([name, value]) => [name, JSON.stringify(value)]);
	for (let changes = Math.floor(next() * 4); changes > 0; changes--) {
		const at = Math.floor(next() * members.length);
		const kind = next();
		if (kind < 0.5) {
			members[at][1] = pick(VALUES);
		} else if (kind < 0.65) {
			members.splice(at, 1);
		} else if (kind < 0.85) {
			members.splice(at, 0, [pick(next() < 0.5 ? NAMES : documented), pick(VALUES)]);
		} else {
			// Changes the order.
			members.push(...members.splice(0, at));
		}
		if (members.length === 0) {
			break;
		}
	}
	return `{${members.map(([name, value]) => `${spelled(name, next)}:${value}`).join(next() < 0.2 ? " ,\n\t" : ",")}}`;
}

/** A name in JSON, sometimes with an escaped character. */
function spelled(name, next) {
	const text = JSON.stringify(name);
	if (name === "" || next() > 0.03) {
		return text;
	}
	const at = Math.floor(next() * name.length);
	const escaped = `\\u${name.charCodeAt(at).toString(16).padStart(4, "0")}`;
	return `"${name.slice(0, at)}${escaped}${name.slice(at + 1)}"`;
}

const PIECES = [
	'"',
	"\\",
	"{",
	"}",
	"[",
	"]",
	",",
	":",
	"0",
	"-",
	".",
	"e",
	"tru",
	"null",
	"\\u00",
	"\\ud83d",
	" ",
	"\n",
	"\u0001",
];

/** A text with one or two damaged places, which is often no longer JSON. */
export function damaged(text, next) {
	let result = text;
	for (let times = next() < 0.7 ? 1 : 2; times > 0; times--) {
		const at = Math.floor(next() * (result.length + 1));
		const cut = next() < 0.5 ? 0 : 1 + Math.floor(next() * 3);
		const piece = next() < 0.4 ? "" : PIECES[Math.floor(next() * PIECES.length)];
		result = result.slice(0, at) + piece + result.slice(at + cut);
	}
	return next() < 0.05 ? result.slice(0, Math.floor(next() * result.length)) : result;
}
