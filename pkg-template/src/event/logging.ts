import { privateNames, publicNames, REDACTED, UNDOCUMENTED } from "../generated/builders.js";
import type { AzeerEvent, JsonValue } from "../generated/types.js";
import { toWire } from "./events.js";

/**
 * A copy of the wire object for logs. Members that may hold personal data are `"[redacted]"`. Members that Azeer
 * documents for no event are left out, as even a name can be a phone number; `"[undocumented]"` counts them, if any.
 *
 * Only names decide: the value of any other member is kept if it is a string, a boolean or a finite number, also in an
 * event that is not checked. Every `null` is kept. -0 becomes 0, as in RFC 8785.
 *
 * @example
 * console.log(redact(event));
 */
export function redact(event: AzeerEvent): { [member: string]: JsonValue } {
	const redacted: { [member: string]: JsonValue } = {};
	let undocumented = 0;
	for (const [name, value] of Object.entries(toWire(event))) {
		if (publicNames.includes(name)) {
			const isPlain =
				typeof value === "number" ? Number.isFinite(value) : value === null || typeof value !== "object";
			// The 0 that is written here has no sign.
			redacted[name] = isPlain ? (value === 0 ? 0 : value) : REDACTED;
		} else if (privateNames.includes(name)) {
			redacted[name] = value === null ? null : REDACTED;
		} else {
			undocumented++;
		}
	}
	if (undocumented > 0) {
		redacted[UNDOCUMENTED] = undocumented;
	}
	return redacted;
}
