import { customerPhone, isMessage, messageText, type ParseResult, safeParse } from "../../index.js";
import { paint } from "../output.js";
import { redactedIssue } from "../redact.js";
import { shown } from "../text.js";
import type { Received } from "./service.js";

/** How many issues of an invalid body a line has. */
const ISSUES = 3;

const REFUSED: { readonly [status: number]: string } = {
	204: "asked for the methods",
	400: "broke off, or is not what it says",
	401: "has no token that is accepted",
	405: "is no POST",
	408: "took too long",
	413: "is too large",
	415: "is compressed by something else than gzip",
};

/** One line about a request. Without `isShown`, it has nothing that a person wrote. */
export function receivedLine(received: Received, isShown: boolean): string {
	const { status, delivery, bytes, durationMs } = received;
	const time = new Date().toISOString().slice(11, 19);
	const style = status < 300 ? "green" : "red";
	const what =
		delivery === undefined ? (REFUSED[status] ?? "failed") : described(safeParse(delivery.body), isShown);
	return `${time} ${paint(style, String(status))} ${what} (${bytes} B, ${durationMs.toFixed(1)} ms)`;
}

function described(result: ParseResult, isShown: boolean): string {
	if (!result.ok) {
		const { issues } = result.error;
		const texts = issues.map((issue) => {
			const { code, path } = redactedIssue(issue);
			return isShown ? issue.message : `${code} ${path}`.trimEnd();
		});
		const more = issues.length > ISSUES ? ` and ${issues.length - ISSUES} more` : "";
		return `${paint("yellow", "invalid")}: ${shown(texts.slice(0, ISSUES).join("; "))}${more}`;
	}
	const { event } = result;
	const words: string[] = [event.webhook_event_type];
	if (event.webhook_event_type === "unknown") {
		words.push(`by its ${event.reason}`);
	} else if (isMessage(event)) {
		words.push(event.message_type);
	}
	if (isShown) {
		words.push(customerPhone(event) ?? "", messageText(event) ?? "");
	}
	return words
		.filter((it) => it !== "")
		.map((it) => shown(it))
		.join(" ");
}
