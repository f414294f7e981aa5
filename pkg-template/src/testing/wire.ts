import { toWire } from "../event/events.js";
import type { AzeerEvent, JsonValue } from "../generated/types.js";

/**
 * Writes an event as Azeer sends it, which is how Go's `encoding/json` writes a map: members sorted by name; `<`, `>`, `&`,
 * U+2028 and U+2029 escaped; other text as it is. Half of a surrogate pair becomes `\ufffd`. Members that are `undefined`
 * are left out.
 *
 * @throws {TypeError} if a value is not JSON, such as `NaN`
 *
 * @example
 * const body = wire(createFake().incomingText({ text: "1 < 2" })); // …"text":"1 \u003c 2"…
 */
export function wire(event: AzeerEvent): string {
	return written(toWire(event));
}

/** A value as Go writes it. */
export function written(value: JsonValue | undefined): string {
	switch (typeof value) {
		case "string":
			return text(value);
		case "boolean":
			return String(value);
		case "number":
			return number(value);
		case "object":
			if (value === null) {
				return "null";
			}
			if (Array.isArray(value)) {
				return `[${value.map(written).join(",")}]`;
			}
			return object(
				Object.entries(value)
					.filter(([, member]) => member !== undefined)
					.map(([name, member]) => [name, written(member)]),
			);
		default:
			throw new TypeError(`azeer-webhooks/testing: JSON has no ${typeof value}`);
	}
}

/** An object of members whose values are written already. */
export function object(members: readonly (readonly [name: string, value: string])[]): string {
	const sorted = [...members].sort(([one], [other]) => byCodePoint(one, other));
	return `{${sorted.map(([name, value]) => `${text(name)}:${value}`).join(",")}}`;
}

/** Go compares the bytes of UTF-8, JavaScript code units: in these a pair is before U+E000. */
function byCodePoint(one: string, other: string): number {
	const [these, those] = [Array.from(one), Array.from(other)];
	const differs = these.findIndex((character, i) => character !== those[i]);
	if (differs === -1) {
		return these.length - those.length;
	}
	return (these[differs]?.codePointAt(0) ?? 0) - (those[differs]?.codePointAt(0) ?? -1);
}

function number(value: number): string {
	if (!Number.isFinite(value)) {
		throw new TypeError(`azeer-webhooks/testing: JSON has no ${value}`);
	}
	return Object.is(value, -0) ? "-0" : String(value);
}

const SHORT: Readonly<Record<string, string>> = {
	'"': '\\"',
	"\\": "\\\\",
	"\b": "\\b",
	"\f": "\\f",
	"\n": "\\n",
	"\r": "\\r",
	"\t": "\\t",
};

function text(value: string): string {
	// With the flag `u`, a surrogate is matched only without its other half.
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are escaped
	const escaped = value.replace(/["\\<>&\u2028\u2029\x00-\x1f]|\p{Surrogate}/gu, (character) => {
		const code = /\p{Surrogate}/u.test(character) ? 0xfffd : character.charCodeAt(0);
		return SHORT[character] ?? `\\u${code.toString(16).padStart(4, "0")}`;
	});
	return `"${escaped}"`;
}
