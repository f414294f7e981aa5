import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import { type AzeerEvent, toWire } from "../index.js";

const DIGEST_BYTES = 16;

/**
 * The key of a delivery: the business, the event name, the id of a message, and a digest of the content, joined by `/`.
 *
 * To be replaced by `deliveryKey(event)` of the main entry.
 */
export function deliveryKey(event: AzeerEvent): string {
	const wire = toWire(event);
	const { business_id, id, message_id } = wire;
	const name = event.webhook_event_type === "unknown" ? event.event_type : event.webhook_event_type;
	const parts = [typeof business_id === "string" ? business_id : "", name];
	if (typeof id === "string" && id !== "") {
		parts.push(id);
	} else if (Number.isSafeInteger(message_id) && message_id !== 0) {
		parts.push(String(message_id));
	}
	// JSON has no infinity; a number as large as that becomes null here, as JSON.stringify writes it.
	const text = canonicalize(JSON.parse(JSON.stringify(wire))) as string;
	parts.push(bytesToHex(sha256(new TextEncoder().encode(text)).slice(0, DIGEST_BYTES)));
	return parts.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
}
