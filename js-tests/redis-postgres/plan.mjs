// What is sent, and what has to become of it. The same seed gives the same plan. Nothing here is of the package: the expectations follow
// from how a body was made.

import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { random } from "../random.mjs";
import { fixtures } from "../suite.mjs";

const events = [...fixtures]
	.filter(([name]) => !/^(13|14|15)-/.test(name))
	.map(([, text]) => JSON.parse(text));
const unknown = JSON.parse(fixtures.get("13-unknown-event"));
const nested = JSON.parse(fixtures.get("14-message-body"));
const broken = JSON.parse(fixtures.get("15-broken"));
const message = JSON.parse(fixtures.get("01-incoming-text"));

/** Contents of each kind, of a thousand. */
const SHARES = { event: 850, unknown: 50, invalid: 60, big: 20, poison: 10, refused: 10 };
/** Of these kinds, no body is repeated: each dead letter is one delivery, and a refusal is none. */
const UNREPEATED = new Set(["poison", "refused"]);
/** How many deliveries repeat an earlier content. */
const REPEATED = 0.15;
const GZIP = 0.05;
const BIG_CHARACTERS = 300_000;
const TOO_LARGE = 2 ** 20 + 1;

/** No two contents have the same number, so none is equal to another. */
const numbered = (event, n) => ({
	...event,
	[["message_id", "contact_id", "broadcast_id"].find((name) => name in event)]: 1_000_000 + n,
});

/** The same event in other words. */
const spellings = [
	(event) => JSON.stringify(event, null, "\n").replaceAll(/\n+/g, "\n"),
	(event) => JSON.stringify(event),
	(event) => JSON.stringify(Object.fromEntries(Object.entries(event).reverse())),
	// No literal of JSON has an h.
	(event) => JSON.stringify(event).replaceAll("h", "\\u0068"),
];

/** Bodies that are no event, and the code that says so. */
const faults = [
	[(n) => JSON.stringify(numbered(broken, n)), "wrong_type"],
	[(n) => `{"cut": ${n}, "after`, "unexpected_end"],
	[
		(n) => Buffer.concat([Buffer.from(`{"n": ${n}, "a": "`), Buffer.from([0xff, 0, 0x22, 0x7d])]),
		"invalid_utf8",
	],
	[(n) => `{"n": ${n}, "n": ${n}}`, "repeated_member"],
	[(n) => `[${n}]`, "not_an_object"],
	[(n) => `hello ${n}`, "unexpected_character"],
	[(n) => `{"n": ${n}, "\\ud800": 0}`, "lone_surrogate"],
];

/** The contents and the deliveries of a run. `only` limits the kinds. */
export function planOf(seed, count, { only = Object.keys(SHARES) } = {}) {
	const next = random(seed);
	const whole = (limit) => Math.floor(next() * limit);
	const kinds = only.flatMap((kind) => Array(SHARES[kind]).fill(kind));
	const contents = [];
	const deliveries = [];
	while (deliveries.length < count) {
		const isRepeated = contents.length > 0 && next() < REPEATED;
		let content = isRepeated ? contents[whole(contents.length)] : undefined;
		if (content === undefined || UNREPEATED.has(content.kind)) {
			content = { n: contents.length, kind: kinds[whole(kinds.length)], pick: whole(1_000_000) };
			contents.push(content);
		}
		deliveries.push({ content, spelling: whole(spellings.length), isGzip: next() < GZIP });
	}
	return { contents, deliveries };
}

/** Of what is refused, one half is too large and the other has a wrong token. */
const isTooLarge = ({ pick }) => pick % 2 === 0;

/** The status that a delivery gets when nothing is wrong with the service. */
export function statusOf({ content }) {
	return content.kind !== "refused" ? 202 : isTooLarge(content) ? 413 : 401;
}

const pickOf = (list, { pick }) => list[pick % list.length];

/** The body of a content, in one of its spellings. */
export function bodyOf(content, spelling) {
	const { n, kind } = content;
	switch (kind) {
		case "invalid":
			return Buffer.from(pickOf(faults, content)[0](n));
		case "refused":
			return Buffer.from(JSON.stringify(numbered(message, n)).padEnd(isTooLarge(content) ? TOO_LARGE : 0));
		default: {
			const event = {
				event: () => pickOf(events, content),
				unknown: () => pickOf([unknown, nested], content),
				big: () => ({ ...message, text: `${n} `.padEnd(BIG_CHARACTERS, "some text, نص ما, ") }),
				poison: () => ({ ...message, text: "poison" }),
			}[kind]();
			return Buffer.from(spellings[spelling](numbered(event, n)));
		}
	}
}

/** The body as it is sent. */
export function sentBody({ content, spelling, isGzip }) {
	const body = bodyOf(content, spelling);
	return isGzip ? gzipSync(body) : body;
}

export const digestOf = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Digests of all bodies that a content may be stored as, and the codes of one that is invalid. */
export function expectationOf(content) {
	const isOne = content.kind === "invalid";
	return {
		digests: (isOne ? [0] : [0, 1, 2, 3]).map((spelling) => digestOf(bodyOf(content, spelling))),
		code: isOne ? pickOf(faults, content)[1] : undefined,
	};
}
