// Redaction of texts that are no event, by the rules of `redact` in the package.

import { type Issue, redact } from "azeer-webhooks";
import { tokens } from "../shared/tokens.ts";

const PROBE = "probe";
const known = new Map<string, "public" | "private" | "undocumented">();

/** What `redact` does with a member of this name. */
function statusOf(name: string): "public" | "private" | "undocumented" {
	let status = known.get(name);
	if (status === undefined) {
		const payload = { [name]: PROBE };
		const seen = redact({ webhook_event_type: "unknown", reason: "event_type", event_type: PROBE, payload });
		const isKnown = Object.hasOwn(seen, name);
		status = !isKnown ? "undocumented" : seen[name] === PROBE ? "public" : "private";
		// Names of undocumented members have no limit.
		if (isKnown) {
			known.set(name, status);
		}
	}
	return status;
}

/** The name of the member at a JSON Pointer, if it is documented. */
export function documentedName(path: string): string | null {
	const name = path.split("/")[1]?.replaceAll("~1", "/").replaceAll("~0", "~");
	return name !== undefined && statusOf(name) !== "undocumented" ? name : null;
}

/**
 * The text with a bullet for each character that may say something of a person. Documented names and values of public members stay. The
 * length is the same, so positions of issues are too.
 */
export function masked(text: string): string {
	let name = "";
	let made = "";
	for (const { kind, start, end, depth } of tokens(text)) {
		const token = text.slice(start, end);
		if (kind === "name") {
			name = depth === 1 ? plain(token) : "";
			made += depth === 1 && statusOf(name) !== "undocumented" ? token : bullets(token);
		} else if (kind === "mark" || kind === "space") {
			made += token;
		} else {
			made += depth === 1 && statusOf(name) === "public" ? token : bullets(token);
		}
	}
	return made;
}

function plain(token: string): string {
	try {
		return JSON.parse(token);
	} catch {
		return "";
	}
}

const bullets = (token: string): string =>
	token === "null" ? token : token.replace(/[^"]|(?<!^)"(?!$)/g, "•");

/** What is wrong, without what was sent: a message can quote it. */
export function redactedMessage({ code, path, expected }: Issue): string {
	const name = documentedName(path);
	return `${code.replaceAll("_", " ")}${name === null ? "" : ` in ${name}`}${expected === null ? "" : `; expected ${expected}`}`;
}
