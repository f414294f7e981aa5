// Everything that the detail pane shows of a body.

import { type AzeerEvent, type Issue, isMedia, isMessage, redact, safeParse, toWire } from "azeer-webhooks";
import { type Drift, inspect, type Report } from "azeer-webhooks/inspect";
import type { Detail, Fault, Member } from "../shared/protocol.ts";
import { INVALID, typeOf } from "./describe.ts";
import { documentedName, masked, redactedMessage } from "./redaction.ts";

type Place = Pick<Detail, "row" | "file" | "line" | "offset" | "size" | "receivedAt">;

/** Longer texts are cut. */
const MAX_TEXT = 20_000;

export function detail(body: string | Uint8Array, place: Place, redacted: boolean): Detail {
	const { tier, event, issues, drift }: Report = inspect(body);
	const text = typeof body === "string" ? body : new TextDecoder("utf-8", { ignoreBOM: true }).decode(body);
	const shown = text.slice(0, MAX_TEXT);
	return {
		...place,
		tier,
		event: event?.webhook_event_type ?? INVALID,
		type: event === undefined ? "" : typeOf(event),
		members: event === undefined ? [] : members(event, drift, redacted),
		faults: issues.map((issue) => fault(issue, body, redacted)),
		drift: drift.map(({ kind, path }) => ({ kind, path: redacted ? redactedPath(path) : path })),
		text: redacted ? masked(shown) : shown,
		isCut: shown.length < text.length,
		isTooLarge: issues.some(({ code }) => code === "too_large"),
	};
}

const redactedPath = (path: string): string => documentedName(path) ?? "a name that is not documented";

function fault(issue: Issue, body: string | Uint8Array, redacted: boolean): Fault {
	const { code, offset, line, column } = issue;
	return {
		code,
		message: redacted ? redactedMessage(issue) : issue.message,
		// Bytes that are no UTF-8 have other places in the text.
		at:
			typeof body === "string"
				? offset
				: new TextDecoder("utf-8", { ignoreBOM: true }).decode(body.subarray(0, offset)).length,
		line,
		column,
	};
}

function members(event: AzeerEvent, drift: readonly Drift[], redacted: boolean): Member[] {
	const wire = toWire(event);
	const kept = redacted ? redact(event) : wire;
	const kinds = new Map(drift.map(({ kind, path }) => [path, kind]));
	const links = redacted ? {} : linksOf(event);
	return Object.entries(kept).map(([name, value]) => {
		const kind = kinds.get(`/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
		const href = links[name];
		return {
			name,
			...shown(name, value, event),
			...(kind !== undefined && { drift: kind }),
			...(href !== undefined && { href }),
		};
	});
}

function shown(name: string, value: unknown, event: AzeerEvent): Pick<Member, "kind" | "value"> {
	if (value === "[redacted]") {
		return { kind: "hidden", value: "redacted" };
	}
	if (value === null) {
		return { kind: "null", value: "null" };
	}
	if (typeof value === "object") {
		return { kind: "json", value: JSON.stringify(value, null, 2) };
	}
	if (name === "parent_message_id" && value === 0 && isMessage(event)) {
		return { kind: "unset", value: "0" };
	}
	if (typeof value === "string" && /^(timestamp|local_timestamp|broadcast_updated_at)$/.test(name)) {
		// Go's zero time says that a time is not set.
		return { kind: value.startsWith("0001-01-01T00:00:00") ? "unset" : "time", value };
	}
	return value === "" ? { kind: "unset", value: "" } : { kind: "text", value: String(value) };
}

/** Files and places, by the member that shows them. */
function linksOf(event: AzeerEvent): Record<string, string> {
	if (isMedia(event)) {
		return /^https?:\/\//i.test(event.filename_url) ? { filename_url: event.filename_url } : {};
	}
	if (isMessage(event) && event.message_type === "location") {
		const { latitude, longitude } = event;
		const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
		return { latitude: href, longitude: href };
	}
	return {};
}

/** What a body is called in lists: its event and why it is none. */
export function faultPreview(body: string | Uint8Array, redacted: boolean): string {
	const result = safeParse(body);
	const [issue] = result.ok ? [] : result.error.issues;
	return issue === undefined ? "" : redacted ? redactedMessage(issue) : issue.message;
}
