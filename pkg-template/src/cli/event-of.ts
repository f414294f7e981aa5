import type { AzeerEvent, JsonValue, ParseResult } from "../index.js";

/** The event of a body. An invalid one that is a JSON object counts as an unknown event, so that it can be redacted and searched. */
export function eventOf(result: ParseResult): AzeerEvent | undefined {
	if (result.ok) {
		return result.event;
	}
	const { payload } = result.error;
	if (typeof payload !== "object" || payload === null || Array.isArray(payload)) {
		return undefined;
	}
	return asUnknown(payload);
}

function asUnknown(payload: { [member: string]: JsonValue }): AzeerEvent {
	const { webhook_event_type: name } = payload;
	return {
		webhook_event_type: "unknown",
		reason: "event_type",
		event_type: typeof name === "string" ? name : "",
		payload,
	};
}
