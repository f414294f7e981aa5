import { documentedPath } from "../event/documented.js";
import { answers as table, titles } from "../generated/answers.js";
import type { Issue, PayloadError } from "../index.js";
import type { HostRequest, HostResponse } from "./fetch.js";
import type { Outcome } from "./outcome.js";

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

/** The words for a status, of RFC 9110. */
export function titleOf(status: number): string {
	return titles[status] ?? "Other";
}

export const answers = {
	...table,
	unauthorized: (challenge: string | undefined): Answer => ({
		...table.unauthorized,
		...(challenge && { headers: { "www-authenticate": challenge } }),
	}),
	tooLarge: (maxBytes: number): Answer => ({
		...table.tooLarge,
		detail: `The body is larger than ${maxBytes} bytes.`,
	}),
	misused: (detail: string): Answer => ({ ...table.misused, detail }),
} satisfies Record<string, Answer | ((it: never) => Answer)>;

/** The answer for an outcome. One that is not known here is no success. */
export function answerFor(outcome: Outcome): Answer {
	switch (outcome.outcome) {
		case "handled":
		case "duplicate":
		case "ignored":
		case "busy":
		case "failed":
			return { ...answers[outcome.outcome], outcome };
		case "invalid":
			return outcome.isKept
				? { ...answers.kept, outcome }
				: { ...answers.noEvent, status: outcome.error.status, outcome };
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
