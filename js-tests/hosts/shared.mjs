// The suite that every host runs. It needs only the language, so that a failure comes from the package or from the way
// it was loaded.

import { agent } from "../agent.mjs";
import { outcome } from "../outcome.mjs";
import { same } from "../same.mjs";

/**
 * Runs all checks. `api` is the loaded package, `inspect` the function of `azeer-webhooks/inspect` if that was loaded
 * too, `given` the data of `given.mjs`. Returns plain data, which crosses any boundary.
 */
export function run({ given, ...loaded }) {
	const { api, inspect } = loaded;
	const failures = [];
	// An `inspect` that is undefined was loaded wrongly, so its check runs and fails.
	const names = Object.keys(checks).filter((name) => name !== "inspect" || "inspect" in loaded);
	for (const name of names) {
		try {
			checks[name](api, given, inspect);
		} catch (error) {
			failures.push(`${name}: ${error?.stack ?? error}`);
		}
	}
	return { checks: names.length, failures, agent: agent() };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const bytesOf = ({ body, hex }) =>
	hex === undefined
		? encoder.encode(body)
		: Uint8Array.from(hex.match(/../g), (it) => Number.parseInt(it, 16));

const checks = {
	"fixtures as strings, bytes and buffers"({ parse, safeParse, toWire }, { fixtures }) {
		for (const [name, text] of fixtures) {
			const bytes = encoder.encode(text);
			for (const body of [text, bytes, bytes.buffer, encoder.encode(` ${text}`).subarray(1)]) {
				if (name.endsWith("broken")) {
					same(safeParse(body).ok, false, name);
				} else {
					same(toWire(parse(body)), JSON.parse(text), name);
				}
			}
		}
	},

	"cases as strings and bytes"({ safeParse }, { cases }) {
		for (const it of cases) {
			const wanted = it.expect ?? it.issues;
			for (const body of [bytesOf(it), it.body].filter((given) => given !== undefined)) {
				const result = safeParse(body, it.options);
				same(outcome(result), wanted, `${it.name}, as ${typeof body}`);
				// A body that is not text or was not read has no text for an offset.
				if (!result.ok && result.error.payload !== undefined) {
					for (const { offset, line, column } of result.error.issues) {
						const before =
							typeof body === "string" ? body.slice(0, offset) : decoder.decode(body.subarray(0, offset));
						const lines = before.split("\n");
						same([lines.length, lines.at(-1).length + 1], [line, column], `${it.name}, as ${typeof body}`);
					}
				}
			}
		}
	},

	errors({ parse, safeParse, PayloadError }, { fixtures }) {
		const body = fixtures.find(([name]) => name.endsWith("broken"))[1];
		const { error } = safeParse(body);
		let thrown;
		try {
			parse(body);
		} catch (it) {
			thrown = it;
		}
		for (const it of [error, thrown]) {
			same(it instanceof PayloadError && it instanceof Error, true, "instanceof");
			same([it.name, it.status, it.body, it.more], ["PayloadError", 422, body, 0]);
			same(it.payload, JSON.parse(body), "payload");
			same(
				it.issues.map(({ path }) => path),
				["/contact_id", "/timestamp", "/from"],
				"paths",
			);
			same(it.frame.split("\n").length, 6, "frame");
		}
		same(safeParse("{").error.status, 400);
		same(safeParse("{}", { maxBytes: 1 }).error.status, 413);
		same(safeParse(undefined).error.status, 500);
		for (const [options, name] of [
			[{ maxBytes: 0 }, "RangeError"],
			[{ strict: 1 }, "TypeError"],
		]) {
			let refused;
			try {
				parse("{}", options);
			} catch (it) {
				refused = it;
			}
			same(refused?.name, name);
		}
	},

	batch({ parseMany, safeParse }, { fixtures }) {
		const lines = fixtures.map(([, text]) => text.replaceAll("\n", ""));
		const body = [...lines, "", "{", ...lines].join("\r\n");
		for (const given of [body, encoder.encode(body)]) {
			const results = [...parseMany(given)];
			same(results.length, 2 * lines.length + 1);
			for (const { line, ok, event, error } of results) {
				const one = safeParse(line === lines.length + 2 ? "{\r" : lines[(line - 1) % (lines.length + 2)]);
				same(ok, one.ok, `line ${line}`);
				same(
					ok ? event : error.issues.map(({ code }) => code),
					ok ? one.event : one.error.issues.map(({ code }) => code),
				);
			}
		}
	},

	validate({ validate, safeParse }, { fixtures }) {
		for (const [name, text] of fixtures) {
			const [fromValue, fromText] = [validate(JSON.parse(text)), safeParse(text)];
			same(fromValue.ok, fromText.ok, name);
			same(fromValue.event, fromText.event, name);
		}
		const cycle = {};
		cycle.self = cycle;
		for (const value of [undefined, cycle, 1n, () => 1]) {
			same(validate(value).error.issues[0].code, "not_serializable");
		}
	},

	helpers(
		{ parse, messageText, redact, isMessage, match, sentAt, mediaType },
		{ fixtures, logging, handlers },
	) {
		for (const { name, body, redacted } of logging) {
			same(redact(parse(body)), redacted, name);
		}
		for (const { name, bodies, answers } of handlers) {
			for (const body of bodies) same(messageText(parse(body)), answers.messageText, name);
		}
		const event = parse(new Map(fixtures).get("02-incoming-audio"));
		same([isMessage(event), mediaType(event)], [true, "audio/aac"]);
		same(match(event, { default: ({ webhook_event_type }) => webhook_event_type }), "incoming_msg");
		same(sentAt(event).toISOString(), new Date(event.timestamp).toISOString());
	},

	"bodies larger than the core's memory, and small ones after them"({ parse, safeParse }, { fixtures }) {
		const small = fixtures[0][1];
		const large = small.replace('"hello"', JSON.stringify("ab\n😀م".repeat(200_000)));
		for (const body of [large, encoder.encode(large), small]) {
			same(parse(body, { maxBytes: 2 ** 25 }), JSON.parse(body === small ? small : large));
		}
		same(safeParse(large).error.issues[0].code, "too_large");
		same(safeParse('{"a":'.repeat(100_000)).error.issues[0].code, "too_deep");
	},

	// In larger bodies, short strings are copied.
	"short strings of larger bodies"({ parse }, { fixtures }) {
		const event = JSON.parse(fixtures[0][1]);
		for (const text of ["\ufeffabcdefghijklmnop", "😀 some words and more", "an ordinary text"]) {
			for (const size of [2_000, 200_000]) {
				const wanted = {
					...event,
					business_id: text,
					contact_name: text,
					text: "long ".repeat(size / 5),
					note: text,
				};
				const body = JSON.stringify(wanted);
				same(parse(body), wanted);
				same(parse(encoder.encode(body)), wanted);
			}
		}
	},

	"no input touches a prototype"({ parse, extra }) {
		const event = parse('{"__proto__":{"polluted":1},"webhook_event_type":"chat_closed"}');
		same(Object.getPrototypeOf(event) === Object.prototype, true);
		same({}.polluted, undefined);
		same(extra(event, "__proto__"), { polluted: 1 });
	},

	"strings with a lone surrogate are refused"({ safeParse }) {
		const { error } = safeParse('{"text":"\ud83d","webhook_event_type":"chat_closed"}');
		same(error.issues[0].code, "lone_surrogate");
	},

	inspect({ safeParse }, { cases }, inspect) {
		for (const it of cases) {
			const result = safeParse(bytesOf(it), it.options);
			const report = inspect(bytesOf(it), it.options);
			same([report.tier === "invalid", report.event], [!result.ok, result.event], it.name);
		}
	},
};
