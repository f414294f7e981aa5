/** Exit codes of all commands. */
export const exit = {
	/** All is well. */
	ok: 0,
	/** Something is wrong with deliveries. */
	faults: 1,
	/** The command was used wrongly, or could not read or write. */
	failed: 2,
	/** Ctrl-C: 128 and the number of SIGINT. */
	interrupted: 130,
} as const;

/** Ends a command: its message is printed as one line, and the exit code is 2. */
export class Failure extends Error {}

/**
 * What went wrong in a call of the system, for people. `name` is the file, the port or the address that it was about. A failure stays as it
 * is.
 */
export function systemFailure(name: string, error: unknown): Failure {
	if (error instanceof Failure) {
		return error;
	}
	const { code, message } = error as NodeJS.ErrnoException;
	const reason = REASONS[code ?? ""] ?? message.replace(/^E[A-Z]+: /, "");
	return new Failure(`${name}: ${reason}`, { cause: error });
}

const REASONS: { readonly [code: string]: string } = {
	EACCES: "permission denied",
	EADDRINUSE: "the address is in use",
	EISDIR: "it is a directory",
	ENOENT: "no such file",
	ENOSPC: "no space is left on the disk",
	EPERM: "permission denied",
};
