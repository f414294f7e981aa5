import { documentedPath } from "../event/documented.js";
import type { Issue, PayloadError } from "../index.js";
import type { HostRequest, HostResponse } from "./fetch.js";
import type { Outcome } from "./outcome.js";

/** Seconds after which a sender may try again. */
const RETRY_AFTER = "30";

/** What a request is answered with. */
export interface Answer {
	readonly status: number;
	readonly headers?: Record<string, string>;
	/** A sentence for whoever sent it: nothing of the body, of a token or of an error that was thrown. */
	readonly detail?: string;
	readonly outcome?: Outcome;
	/** Whether positions are those of something else than what was sent. */
	readonly isReserialized?: boolean;
}

const TITLES: Record<number, string> = {
	200: "OK",
	202: "Accepted",
	204: "No Content",
	400: "Bad Request",
	401: "Unauthorized",
	405: "Method Not Allowed",
	408: "Request Timeout",
	413: "Content Too Large",
	415: "Unsupported Media Type",
	422: "Unprocessable Content",
	500: "Internal Server Error",
	503: "Service Unavailable",
};

/** The words for a status, of RFC 9110. */
export function titleOf(status: number): string {
	return TITLES[status] ?? "Other";
}

export const answers = {
	options: { status: 204, headers: { allow: "POST" } },
	wrongMethod: { status: 405, headers: { allow: "POST" }, detail: "Deliveries are sent by POST." },
	unauthorized: (challenge: string | undefined): Answer => ({
		status: 401,
		...(challenge && { headers: { "www-authenticate": challenge } }),
		detail: "The request has no token that is accepted here.",
	}),
	wrongCoding: {
		status: 415,
		headers: { "accept-encoding": "gzip" },
		detail: "The body may be encoded by gzip or not at all.",
	},
	tooLarge: (maxBytes: number): Answer => ({
		status: 413,
		detail: `The body is larger than ${maxBytes} bytes.`,
	}),
	brokenOff: { status: 400, detail: "The body broke off, or is not what its content encoding says." },
	tooSlow: { status: 408, detail: "The body took too long to arrive." },
	queued: { status: 202 },
	late: {
		status: 503,
		headers: { "retry-after": RETRY_AFTER },
		detail: "The delivery is not handled yet.",
	},
	broken: { status: 500, detail: "The receiver failed." },
	misused: (detail: string): Answer => ({ status: 500, detail }),
} satisfies Record<string, Answer | ((it: never) => Answer)>;

/** The answer for an outcome. One that is not known here is no success. */
export function answerFor(outcome: Outcome): Answer {
	switch (outcome.outcome) {
		case "handled":
		case "duplicate":
			return { status: 200, outcome };
		case "ignored":
			return { status: 202, outcome };
		case "invalid":
			return outcome.isKept
				? { status: 202, outcome }
				: { status: outcome.error.status, detail: "The body is no event of Azeer.", outcome };
		case "busy":
			return { ...answers.late, detail: "The same delivery is being handled now.", outcome };
		case "failed":
			return { status: 500, detail: "The delivery could not be handled.", outcome };
		default:
			return answers.broken;
	}
}

/** The response, with a problem of RFC 9457 if it is no success. */
export function responseOf(answer: Answer, request: HostRequest): HostResponse {
	const { status, detail, outcome, isReserialized } = answer;
	const headers: Record<string, string> = { ...answer.headers };
	if (detail === undefined || request.method === "HEAD") {
		return new Response(null, { status, headers }) as HostResponse;
	}
	headers["content-type"] = "application/problem+json";
	const problem = {
		title: titleOf(status),
		status,
		detail,
		...(outcome?.outcome === "invalid" && faults(outcome.error, isReserialized)),
	};
	return new Response(JSON.stringify(problem), { status, headers }) as HostResponse;
}

/** What is wrong, without anything that a person wrote: messages have characters and names of the body. */
function faults({ issues, more }: PayloadError, isReserialized: boolean | undefined): object {
	return {
		issues: issues.map(({ code, path, line, column }: Issue) => ({
			code,
			path: documentedPath(path), // left out of the text if it is undefined
			...(!isReserialized && { line, column }),
		})),
		...(more > 0 && { more }),
	};
}
