/** Prints what has failed. Only names and codes: a message of PostgreSQL or of a handler can quote what a person wrote. */
export function logError(what: string, error: unknown): void {
	const { code, message, constructor: kind } = Object(error) as Error & { code?: string };
	// Redis has its code in front of the message, such as NOGROUP.
	const named = code ?? /^[A-Z]+\b/.exec(message)?.[0] ?? "";
	console.error(new Date().toISOString(), `${what}:`, kind.name, named);
}
