// What is sent, made by a seed, and what has to become of it.

import { gzipSync } from "node:zlib";
import { random } from "../../random.mjs";
import { digestOf, digestOfBody, luckOf } from "./content.mjs";
import { eventsFrom } from "./events.mjs";
import { invalidFrom } from "./invalid.mjs";
import { refusedFrom } from "./refused.mjs";
import { spelled } from "./spelling.mjs";

/** How many events may come again: fewer than the service remembers. */
const RECENT = 200;

/** Shares of the steps. */
const SHARES = {
	documented: 46,
	laterState: 4,
	named: 6,
	unknownEvent: 4,
	unknownType: 3,
	withoutContent: 3,
	again: 8,
	together: 6,
	malformed: 5,
	noEvent: 5,
	queued: 3,
	refused: 7,
};

/**
 * Makes steps of `count` requests. A step is a list of requests that are sent at the same time. A request has the `row` of the table in
 * docs/receiving.md for its last answer. Requests that a handler, `onInvalid` or a queue takes have a `content`: the `line` that the
 * service prints once for it, and how often it fails before that. Equal contents are one object. A request with `isRepeated` waits until
 * its content is done. A body that is invalid and not kept has an `issue`.
 */
export function* plan(seed, count) {
	const steps = stepsFrom(seed, random(seed));
	const names = Object.entries(SHARES).flatMap(([name, share]) => Array(share).fill(name));
	const next = random(seed + 1);
	// These come first, so that there is a delivery that can come again, and one that takes too long.
	const first = ["documented", "late"];
	for (let left = count; left > 0; ) {
		const requests = steps[first.shift() ?? names[Math.floor(next() * names.length)]]().slice(0, left);
		left -= requests.length;
		yield requests;
	}
}

function stepsFrom(seed, next) {
	const pick = (list) => list[Math.floor(next() * list.length)];
	const events = eventsFrom(next);
	const invalid = invalidFrom(next);
	const refused = refusedFrom(next);
	const known = new Set();
	const recent = [];

	const contentOf = (digest, line) => ({ line: { ...line, digest }, ...luckOf(seed, digest) });
	const bodyOf = (body, line) => ({ ...contentOf(digestOfBody(body), line), isLate: false });
	/** An event that has not been sent before. */
	const fresh = (make) => {
		for (;;) {
			const { value, taker } = make();
			const digest = digestOf(value);
			if (!known.has(digest)) {
				known.add(digest);
				const event = { value, taker, content: taker && contentOf(digest, { handled: taker }) };
				recent.push(event);
				if (recent.length > RECENT) {
					recent.shift();
				}
				return event;
			}
		}
	};
	const valid = ({ value, content }, row = "handled") => ({
		path: content?.isLate ? "/late" : "/azeer",
		row: content === undefined ? "ignored: no handler for it" : row,
		content,
		...framed(next() < 0.4 ? JSON.stringify(value) : spelled(value, next), next),
	});
	const once = (make) => () => [valid(fresh(make))];
	const spoilt = (make, row) => () => {
		const { body, issue } = make(events.message());
		const framing = framed(body, next);
		return next() < 0.5
			? [{ path: "/bare", row, issue, ...framing }]
			: [
					{
						path: "/azeer",
						row: "invalid, and kept by `onInvalid`",
						content: bodyOf(body, { kept: [issue] }),
						...framing,
					},
				];
	};
	const late = () => {
		for (;;) {
			const event = events.documented();
			if (event.taker !== undefined && luckOf(seed, digestOf(event.value)).isLate) {
				return event;
			}
		}
	};
	return {
		late: once(late),
		documented: once(events.documented),
		named: once(events.named),
		unknownEvent: once(events.unknownEvent),
		unknownType: once(events.unknownType),
		withoutContent: once(events.withoutContent),
		laterState: once(() => events.laterState(pick(recent))),
		again: () => [{ ...valid(pick(recent), "duplicate"), isRepeated: true }],
		together: () => {
			const event = fresh(events.documented);
			return Array.from({ length: 2 + Math.floor(next() * 2) }, () => ({ ...valid(event), isShared: true }));
		},
		malformed: spoilt(invalid.malformed, "invalid: no JSON"),
		noEvent: spoilt(invalid.noEvent, "invalid: JSON, but no event"),
		queued: () => {
			const text = spelled(events.message(), next);
			return [
				{
					path: "/queue",
					row: "`deliver` returned nothing: a queue has it",
					content: bodyOf(text, { queued: true }),
					...framed(text, next),
				},
			];
		},
		refused: () => [refused(Buffer.from(JSON.stringify(events.message())))],
	};
}

/** A body as it is sent: as it is or as gzip, with its length or in chunks. */
function framed(text, next) {
	const body = Buffer.from(text);
	const isChunked = next() < 0.1;
	return next() < 0.1
		? { body: gzipSync(body), headers: { "content-encoding": "gzip" }, isChunked }
		: { body, isChunked };
}
