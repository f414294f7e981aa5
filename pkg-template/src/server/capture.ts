import { bytesOf } from "../core/bytes.js";
import { documentedPath, isDocumented } from "../event/documented.js";
import { mask } from "../event/mask.js";
import { type AzeerEvent, type IssueCode, toWire } from "../index.js";
import { refuseOthers } from "../parse/options.js";
import type { Delivery } from "./delivery.js";
import type { Outcome } from "./outcome.js";

/** Options of {@link createCapture}. */
export interface CaptureOptions {
	/** How many bodies are kept at most; 20 unless set. */
	readonly maxBodies?: number | undefined;
	/** How many UTF-16 code units of a body are kept at most; 16,384 unless set. */
	readonly maxLength?: number | undefined;
	/** Whether an undocumented member's name may be shown. None is shown unless it is set, as a name can be a phone number. */
	readonly showName?: ((name: string) => boolean) | undefined;
}

/** A body of which nothing is left that a person wrote. */
export interface CapturedBody {
	/** What is wrong with it, or new in it. `drift`: a known event with members that Azeer does not document. */
	readonly reason: "invalid" | "unknown" | "drift" | "failed";
	/** The issues of an invalid body; places are those in `body`. A path ends after its first name, if that is documented. */
	readonly issues?: readonly CapturedIssue[];
	/** The name of the error that was thrown. */
	readonly error?: string;
	/** The masked text. It has the length of the body, unless it is cut. */
	readonly body: string;
	/** Whether `body` is only the beginning. */
	readonly isCut: boolean;
	/** When the first such delivery was received, and the last one: RFC 3339 date-times in UTC. */
	readonly firstAt: string;
	readonly lastAt: string;
	/** How many deliveries were like this one. */
	readonly count: number;
}

/** An issue without anything that a person wrote. */
export interface CapturedIssue {
	readonly code: IssueCode;
	readonly path?: string;
	readonly line: number;
	readonly column: number;
}

/** A bounded sample of the bodies that fail or drift. */
export interface Capture {
	/** Looks at a delivery, and keeps its body masked if there was none like it yet. A processor calls it. */
	add(delivery: Delivery, outcome: Outcome): void;
	/** The sample, as JSON can write it; `missed` counts deliveries that were of a new kind when it was full. */
	report(): { readonly bodies: readonly CapturedBody[]; readonly missed: number };
	/** Forgets the sample. */
	clear(): void;
}

type Kept = { -readonly [Member in keyof CapturedBody]: CapturedBody[Member] };

const DEFAULT_MAX_BODIES = 20;
const DEFAULT_MAX_LENGTH = 16_384;

/**
 * Makes a sample of the bodies that are invalid or unknown, that have undocumented members, or whose handler failed. Of deliveries that
 * are alike it keeps the first and counts the others. Nothing in it is personal, so a report can go into a bug report as it is.
 *
 * @throws {RangeError} if a limit is not a whole number from 1
 * @throws {TypeError} if an option does not exist, or `showName` is not a function
 *
 * @example
 * const capture = createCapture({ showName: (name) => /^[a-z_]+$/.test(name) });
 * const process = createProcessor({ capture, on: { other: () => {} } });
 * console.log(JSON.stringify(capture.report()));
 */
export function createCapture(options: CaptureOptions = {}): Capture {
	const {
		maxBodies = DEFAULT_MAX_BODIES,
		maxLength = DEFAULT_MAX_LENGTH,
		showName = () => false,
		...rest
	} = options;
	refuseOthers("createCapture", rest);
	for (const [name, value] of Object.entries({ maxBodies, maxLength })) {
		if (!Number.isSafeInteger(value) || value < 1) {
			throw new RangeError(`${name} has to be a whole number from 1`);
		}
	}
	if (typeof showName !== "function") {
		throw new TypeError("showName has to be a function");
	}
	const bodies = new Map<string, Kept>();
	let missed = 0;

	return {
		add(delivery, outcome) {
			const finding = findingOf(outcome);
			const text = textOf(delivery);
			if (finding === undefined || text === undefined) {
				return;
			}
			const { kind, reason, isJson, ...details } = finding;
			const { receivedAt } = delivery;
			const known = bodies.get(kind);
			if (known !== undefined) {
				known.count++;
				known.lastAt = receivedAt;
			} else if (bodies.size === maxBodies) {
				missed++;
			} else {
				const isCut = text.length > maxLength;
				const body = mask(isCut ? text.slice(0, maxLength) : text, { isJson: isJson(), showName });
				bodies.set(kind, {
					reason,
					...details,
					body,
					isCut,
					firstAt: receivedAt,
					lastAt: receivedAt,
					count: 1,
				});
			}
		},
		report: () => ({ bodies: [...bodies.values()].map((it) => ({ ...it })), missed }),
		clear() {
			bodies.clear();
			missed = 0;
		},
	};
}

interface Finding extends Pick<CapturedBody, "reason" | "issues" | "error"> {
	/** The same for deliveries that are alike. It can hold names that a person wrote, so it is shown nowhere. */
	readonly kind: string;
	readonly isJson: () => boolean;
}

/** How many code units of a kind are compared: it is kept, and a sender chooses names. */
const MAX_KIND = 1024;

const isJson = () => true;

function findingOf(outcome: Outcome): Finding | undefined {
	if (outcome.outcome === "invalid") {
		const { error } = outcome;
		const issues = error.issues.map(({ code, path, line, column }) => {
			const documented = documentedPath(path);
			return { code, ...(documented !== undefined && { path: documented }), line, column };
		});
		const kind = kindOf("invalid", ...issues.map(({ code, path }) => [code, path]));
		return { kind, reason: "invalid", issues, isJson: () => error.payload !== undefined };
	}
	if (!("event" in outcome) || outcome.event === undefined) {
		return undefined;
	}
	const { event } = outcome;
	if (outcome.outcome === "failed") {
		const error = outcome.error instanceof Error ? outcome.error.name : typeof outcome.error;
		return { kind: kindOf("failed", error, ...namesOf(event)), reason: "failed", error, isJson };
	}
	const undocumented = Object.keys(toWire(event)).filter((name) => !isDocumented(name));
	if (event.webhook_event_type === "unknown") {
		return { kind: kindOf("unknown", event.reason, ...namesOf(event)), reason: "unknown", isJson };
	}
	if (undocumented.length === 0) {
		return undefined;
	}
	return { kind: kindOf("drift", ...namesOf(event), ...undocumented.sort()), reason: "drift", isJson };
}

function kindOf(...parts: readonly unknown[]): string {
	return JSON.stringify(parts).slice(0, MAX_KIND);
}

/** The event name, and the message type. */
function namesOf(event: AzeerEvent): unknown[] {
	const { webhook_event_type, message_type } = toWire(event);
	return [webhook_event_type, message_type];
}

function textOf({ body }: Delivery): string | undefined {
	if (typeof body === "string") {
		return body;
	}
	const bytes = bytesOf(body);
	return bytes && new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
