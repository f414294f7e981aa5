/** Longer keys do not fit into the indexes of every database. */
const MAX_LENGTH = 512;

/** What some database does not take in a text: PostgreSQL has no NUL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * The key under which a store remembers a delivery. A sender can write anything into the parts of a key, and a key that a database refuses
 * would fail for ever. The last part, the digest of the content, is enough to tell deliveries apart.
 */
export function storedKey(key: string): string {
	return key.length <= MAX_LENGTH && !CONTROL.test(key)
		? key
		: `digest/${key.slice(key.lastIndexOf("/") + 1)}`;
}
