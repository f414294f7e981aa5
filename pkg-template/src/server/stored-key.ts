import type { AzeerEvent } from "../index.js";

/** Longer keys do not fit into the indexes of every database. */
const MAX_LENGTH = 512;

/** What some database does not take in a text: PostgreSQL has no NUL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * The key under which a store remembers a delivery. An unknown event has another one than the same event has once a later version knows
 * it, because a handler for unknown events has not done the work of the real handler.
 *
 * A sender can write anything into the parts of a key, and a key that a database refuses would fail for ever. The last part, the digest of
 * the content, is enough to tell deliveries apart.
 */
export function storedKey({ webhook_event_type }: AzeerEvent, key: string): string {
	const isKept = key.length <= MAX_LENGTH && !CONTROL.test(key);
	const stored = isKept ? key : `digest/${key.slice(key.lastIndexOf("/") + 1)}`;
	return webhook_event_type === "unknown" ? `unknown/${stored}` : stored;
}
