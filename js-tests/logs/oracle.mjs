// What a log's results have to be, found in another way: the whole text is split, and each line is given to safeParse.

import { safeParse } from "azeer-webhooks";

const encoder = new TextEncoder();

/** The comparable part of a result. */
export function seen({ ok, event, error, line, offset, bytes }) {
	const text = Buffer.from(bytes).toString("latin1");
	return ok ? { ok, event, line, offset, text } : { ok, issues: error.issues, line, offset, text };
}

/** Results of NDJSON, given as binary text (a code unit for each byte). */
export function ofLines(binary, options) {
	const start = binary.startsWith("\xef\xbb\xbf") ? 3 : 0;
	const results = [];
	let offset = start;
	binary
		.slice(start)
		.split("\n")
		.forEach((whole, index, all) => {
			const text = index + 1 < all.length ? whole.replace(/\r$/, "") : whole;
			if (/[^ \t\r]/.test(text)) {
				results.push(ofBody(Buffer.from(text, "latin1"), index + 1, offset, options));
			}
			offset += whole.length + 1;
		});
	return results;
}

/** Results of an array, given as its elements and the white space around each. */
export function ofArray(elements, options) {
	let text = "[";
	const results = elements.map(([before, element, after], index) => {
		text += (index > 0 ? "," : "") + before;
		const line = text.split("\n").length;
		const offset = encoder.encode(text).length;
		text += element + after;
		return ofBody(encoder.encode(element), line, offset, options);
	});
	return [`${text}]`, results];
}

function ofBody(bytes, line, offset, options) {
	const { ok, event, error } = safeParse(bytes, options);
	const text = Buffer.from(bytes).toString("latin1");
	return ok ? { ok, event, line, offset, text } : { ok, issues: error.issues, line, offset, text };
}

/** The longest name that is counted, in UTF-16 code units. */
const cut = (name) => name.slice(0, 100);

/** What countEvents has to return for these results. `lines` and `bytes` are those of the log. */
export function countsOf(results, { lines, bytes, isDocumented }) {
	const totals = { valid: 0, unknown: 0, invalid: 0 };
	const rows = { events: new Map(), issues: new Map(), undocumented: new Map() };
	const add = (kind, row, line) => {
		const key = JSON.stringify(row);
		const known = rows[kind].get(key) ?? { ...row, count: 0, line };
		known.count += 1;
		rows[kind].set(key, known);
	};
	for (const { ok, event, issues, line } of results) {
		if (!ok) {
			totals.invalid += 1;
			for (const { code } of issues) {
				add("issues", { code }, line);
			}
			continue;
		}
		const isUnknown = event.webhook_event_type === "unknown";
		totals[isUnknown ? "unknown" : "valid"] += 1;
		const wire = isUnknown ? event.payload : event;
		const { event_type, message_type, reason } = event;
		const named = isUnknown ? { event: cut(event_type) } : { event: event.webhook_event_type };
		const isMessage = isUnknown ? reason !== "event_type" : /_msg$/.test(event.webhook_event_type);
		add(
			"events",
			{ ...named, ...(isMessage && { messageType: cut(message_type) }), ...(isUnknown && { reason }) },
			line,
		);
		for (const name of Object.keys(wire).filter((it) => !isDocumented(it))) {
			add("undocumented", { name: cut(name) }, line);
		}
	}
	const sorted = ([, all]) => [...all.values()].sort((a, b) => b.count - a.count || a.line - b.line);
	return {
		bytes,
		lines,
		...totals,
		...Object.fromEntries(Object.entries(rows).map((row) => [row[0], sorted(row)])),
	};
}
