import { toBase64 } from "../core/base64.js";
import { digest, isSame } from "./digest.js";
import type { HostRequest } from "./fetch.js";
import { frugal, isFrugal } from "./message.js";

/**
 * Whether a request is from Azeer. Only `true` is a yes. A function of one's own that reads the body reads that of a clone.
 */
export interface Authenticate {
	(request: HostRequest): boolean | Promise<boolean>;
	/** The value of `WWW-Authenticate` in a 401. */
	readonly challenge?: string;
}

/**
 * A token, or several while one replaces another: each of them is accepted. `undefined` is in the type because variables of an
 * environment have it; it throws, as an empty token does.
 */
export type Tokens = string | undefined | readonly (string | undefined)[];

/**
 * Accepts `Authorization: Bearer TOKEN`.
 *
 * @throws {TypeError} if there is no token, or one that no such header can have
 */
export function bearer(tokens: Tokens): Authenticate {
	const isOurs = comparing("bearer()", tokens, isHeaderText);
	return oneOfOurs("Bearer", (request) => isOurs(credentials(request, "bearer")));
}

/**
 * Accepts a header that holds the token and nothing else. A header that came twice is refused.
 *
 * @throws {TypeError} if it is no name of a header, or there is no token, or one that no header can have
 */
export function header(name: string, tokens: Tokens): Authenticate {
	if (typeof name !== "string" || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
		throw new TypeError("azeer-webhooks/server: header() takes the name of a header first");
	}
	const isOurs = comparing(`header("${name}")`, tokens, isHeaderText);
	return oneOfOurs("", (request) => isOurs(request.headers.get(name)));
}

/**
 * Accepts a parameter of the query. One that came twice is refused. Addresses are in the logs of proxies: prefer a header.
 *
 * @throws {TypeError} if there is no name, or no token
 */
export function query(name: string, tokens: Tokens): Authenticate {
	if (typeof name !== "string" || name === "") {
		throw new TypeError("azeer-webhooks/server: query() takes the name of a parameter first");
	}
	const isOurs = comparing(`query("${name}")`, tokens);
	return oneOfOurs("", (request) => {
		const values = new URL(request.url).searchParams.getAll(name);
		return isOurs(values.length === 1 ? values[0] : undefined);
	});
}

/**
 * Accepts `Authorization: Basic` (RFC 7617) with this user and password, both as UTF-8.
 *
 * @throws {TypeError} if the user has a colon or there is none, or if there is no password
 */
export function basic(user: string | undefined, passwords: Tokens): Authenticate {
	if (typeof user !== "string" || user === "" || user.includes(":")) {
		throw new TypeError("azeer-webhooks/server: basic() takes a user first, and no colon in it");
	}
	const isOurs = comparing(
		"basic()",
		passwords,
		() => true,
		(password) => toBase64(new TextEncoder().encode(`${user}:${password}`)),
	);
	return oneOfOurs('Basic realm="webhooks", charset="UTF-8"', (request) =>
		isOurs(credentials(request, "basic")),
	);
}

/**
 * Accepts what any of these accepts.
 *
 * @throws {TypeError} if there is none
 */
export function anyOf(...ways: readonly Authenticate[]): Authenticate {
	if (ways.length === 0 || ways.some((way) => typeof way !== "function")) {
		throw new TypeError("azeer-webhooks/server: anyOf() takes one way or more to authenticate");
	}
	const challenges = ways.flatMap(({ challenge }) => challenge ?? []).join(", ");
	const any = withChallenge(challenges, async (request) => {
		for (const way of ways) {
			if ((await way(request)) === true) {
				return true;
			}
		}
		return false;
	});
	return ways.every(isFrugal) ? frugal(any) : any;
}

/** Accepts every request: for a receiver that only a proxy can reach, which authenticates. */
export function unauthenticated(): Authenticate {
	return oneOfOurs("", () => true);
}

function oneOfOurs(challenge: string, way: Authenticate): Authenticate {
	return frugal(withChallenge(challenge, way));
}

function withChallenge(challenge: string, way: Authenticate): Authenticate {
	return challenge === "" ? way : Object.assign(way, { challenge });
}

/** The credentials of a scheme. */
function credentials(request: HostRequest, scheme: string): string | undefined {
	const value = request.headers.get("authorization") ?? "";
	const found = value.slice(0, scheme.length + 1).toLowerCase();
	return found === `${scheme} ` ? value.slice(found.length).trimStart() : undefined;
}

/** Whether a header can have the token, and have it once: hosts join headers of one name by a comma. */
function isHeaderText(token: string): boolean {
	return /^[ -+\--~]+$/.test(token);
}

/** Returns a function that compares with the tokens. No message has a token in it. */
function comparing(
	caller: string,
	tokens: Tokens,
	isPossible: (token: string) => boolean = () => true,
	asSent: (token: string) => string = (token) => token,
): (presented: string | null | undefined) => Promise<boolean> {
	const list = (Array.isArray(tokens) ? [...tokens] : [tokens]) as unknown[];
	if (list.length === 0) {
		throw new TypeError(`azeer-webhooks/server: ${caller} has no token: the list is empty`);
	}
	const wanted = list.map((token) => {
		if (typeof token !== "string" || token === "") {
			const kind = token === "" ? "empty" : token === null ? "null" : typeof token;
			throw new TypeError(`azeer-webhooks/server: ${caller} has no token: it is ${kind}`);
		}
		if (token !== token.trim()) {
			throw new TypeError(`azeer-webhooks/server: ${caller} has a token with white space around it`);
		}
		if (!isPossible(token)) {
			throw new TypeError(
				`azeer-webhooks/server: ${caller} has a token that a header cannot have: visible ASCII without commas can be one`,
			);
		}
		return asSent(token);
	});
	// Not a promise: in workerd, one request does not wait for what another has begun.
	let digests: Uint8Array[] | undefined;
	return async (presented) => {
		if (typeof presented !== "string") {
			return false;
		}
		digests ??= await Promise.all(wanted.map(digest));
		const given = await digest(presented);
		// All of them, so that the time does not tell which.
		return digests.filter((it) => isSame(it, given)).length > 0;
	};
}
