import { type Authenticate, basic, bearer, header, query, unauthenticated } from "../../server.js";
import { Failure } from "../exit.js";
import type { Secrets } from "./headers.js";

/** The options that say who may deliver. */
export interface TokenOptions {
	/** `false` for `--no-token`. */
	readonly token?: string | false;
	readonly bearer?: boolean;
	readonly header?: string;
	readonly query?: string;
	readonly basic?: string;
}

/** Who may deliver, and what must not get into the log. */
export function authentication(options: TokenOptions): { authenticate: Authenticate; secrets: Secrets } {
	const { token } = options;
	const ways = (["bearer", "header", "query", "basic"] as const).filter((it) => options[it] !== undefined);
	if (token === false) {
		if (ways.length > 0) {
			throw new Failure(`--no-token does not go with --${ways[0]}`);
		}
		return { authenticate: unauthenticated(), secrets: { header: undefined, token: undefined } };
	}
	if (!token) {
		throw new Failure(
			"no token: set AZEER_TOKEN or --token, or say --no-token to accept deliveries from anybody",
		);
	}
	if (ways.length > 1) {
		throw new Failure(`--${ways[0]} does not go with --${ways[1]}`);
	}
	if (ways.length === 0) {
		throw new Failure("say how the token is sent: one of --bearer, --header, --query and --basic");
	}
	try {
		return { authenticate: way(token, options), secrets: { header: options.header, token } };
	} catch (error) {
		// It says what is wrong with the token, and does not quote it.
		throw new Failure((error as Error).message.replace(/^azeer-webhooks\/server: /, ""));
	}
}

function way(token: string, options: TokenOptions): Authenticate {
	if (options.header !== undefined) {
		return header(options.header, token);
	}
	if (options.query !== undefined) {
		return query(options.query, token);
	}
	return options.basic !== undefined ? basic(options.basic, token) : bearer(token);
}
