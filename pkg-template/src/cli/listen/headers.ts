const HIDDEN = "[redacted]";

/** Names of headers that hold secrets. Azeer does not document which header has its token, so any that may have it counts. */
const SECRET = /auth|cookie|key|password|secret|signature|token/i;

/** What keeps secrets of a request out of the log. */
export interface Secrets {
	/** The header that has the token. */
	readonly header: string | undefined;
	readonly token: string | undefined;
}

/**
 * The headers for the log, from names and values in turn. Of a secret one only the name stays, which shows how a token is sent.
 */
export function loggedHeaders(
	rawHeaders: readonly string[],
	{ header, token }: Secrets,
): { [name: string]: string } {
	const headers = new Map<string, string>();
	for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
		const [name, value] = [(rawHeaders[at] as string).toLowerCase(), rawHeaders[at + 1] as string];
		const before = headers.get(name);
		headers.set(name, before === undefined ? value : `${before}, ${value}`);
	}
	const isSecret = (name: string, value: string) =>
		SECRET.test(name) || name === header?.toLowerCase() || (token !== undefined && value.includes(token));
	return Object.fromEntries(
		[...headers].map(([name, value]) => [name, isSecret(name, value) ? HIDDEN : value]),
	);
}
