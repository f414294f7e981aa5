import { HIGHEST_LIMIT } from "../generated/abi.js";
import { DEFAULT_MAX_BYTES } from "../generated/texts.js";
import { refuseOthers } from "../parse/options.js";
import { type Answer, answerFor, answers, responseOf } from "./answer.js";
import type { Authenticate } from "./authenticate.js";
import { announcesMore, BodyReader, codingOf } from "./body.js";
import { type Delivery, toDelivery } from "./delivery.js";
import type { HostRequest, Receiver, ReceiverContext } from "./fetch.js";
import { frugal, isFrugal, isReserialized, UnreadableError } from "./message.js";
import type { Observe } from "./observation.js";
import { issueOf } from "./observed.js";
import type { Outcome } from "./outcome.js";
import { quietly } from "./quietly.js";

/** What a receiver is made of. */
export interface ReceiverOptions {
	/** Who may deliver: `header("x-token", token)` and the like, a function, or `unauthenticated()`. */
	readonly authenticate: Authenticate;
	/**
	 * Handles a delivery, or stores it durably: a processor, or a function that puts it into a queue. A promise that is fulfilled with
	 * anything but an {@link Outcome} means that a queue has it.
	 */
	// biome-ignore lint/suspicious/noConfusingVoidType: a function that puts it into a queue returns nothing
	readonly deliver: (delivery: Delivery) => Promise<Outcome | void>;
	/** The largest body in bytes, decoded: 1,048,576 unless it is set. */
	readonly maxBytes?: number | undefined;
	/** Milliseconds until a request is answered in any case: 10,000 unless it is set. */
	readonly deadline?: number | undefined;
	/** Receives what became of each request. */
	readonly observe?: Observe | undefined;
	/**
	 * Receives what `authenticate` or `deliver` threw, and the error of a failed outcome. It goes nowhere else: an error of a handler can
	 * have what a person wrote.
	 */
	readonly onError?: ((error: unknown) => void) | undefined;
}

const LATE: unique symbol = Symbol();

/**
 * Makes a function that answers requests, and hands the deliveries in them to `deliver`. A success is only answered for a delivery that
 * is handled or durably stored. docs/receiving.md has all answers.
 *
 * @throws {TypeError} if an option is missing or not what it has to be
 *
 * @example
 * const receiver = createReceiver({
 *   authenticate: header("x-token", "secret"),
 *   deliver: async ({ body }) => console.log(parse(body).webhook_event_type),
 * });
 */
export function createReceiver(options: ReceiverOptions): Receiver {
	const {
		authenticate,
		deliver,
		maxBytes = DEFAULT_MAX_BYTES,
		deadline = 10_000,
		observe,
		onError,
	} = checked(options);

	const report = (error: unknown) => quietly(() => onError?.(error));

	async function answer(
		request: HostRequest,
		context: ReceiverContext | undefined,
		late: Promise<typeof LATE>,
		progress: { bytes: number },
	): Promise<Answer> {
		if (request.method !== "POST") {
			return request.method === "OPTIONS" ? answers.options : answers.wrongMethod;
		}
		const isTheirs = await Promise.race([authenticate(request), late]);
		if (isTheirs === LATE) {
			return answers.late;
		}
		if (isTheirs !== true) {
			return answers.unauthorized(authenticate.challenge);
		}
		const coding = codingOf(request);
		if (coding === undefined) {
			return answers.wrongCoding;
		}
		if (announcesMore(request, maxBytes)) {
			return answers.tooLarge(maxBytes);
		}
		if (request.bodyUsed || (request.body as ReadableStream | null)?.locked) {
			throw new UnreadableError("Something has read the body of the request. Give that a clone of it.");
		}
		const reader = new BodyReader(request, coding, maxBytes);
		let body: Uint8Array | undefined | typeof LATE;
		try {
			body = await Promise.race([reader.all(), late]);
		} catch (error) {
			if (error instanceof UnreadableError) {
				throw error;
			}
			return answers.brokenOff;
		} finally {
			progress.bytes = reader.bytes;
		}
		if (body === LATE) {
			reader.cancel();
			return answers.tooSlow;
		}
		if (body === undefined) {
			return answers.tooLarge(maxBytes);
		}
		const isOther = isReserialized(request);
		const delivery = { ...toDelivery(body), ...(isOther && { isReserialized: true as const }) };
		const work = delivered(delivery);
		// From now on: the sender may hang up before the deadline.
		quietly(() => context?.waitUntil(work));
		const done = await Promise.race([work, late]);
		return done === LATE ? answers.late : { ...done, isReserialized: isOther };
	}

	/** Never rejects: nobody may be there any more when it ends. */
	async function delivered(delivery: Delivery): Promise<Answer> {
		try {
			const outcome = await deliver(delivery);
			if (typeof outcome !== "object" || outcome === null || !("outcome" in outcome)) {
				return answers.queued;
			}
			if (outcome.outcome === "failed") {
				report(outcome.error);
			}
			return answerFor(outcome);
		} catch (error) {
			report(error);
			return answers.broken;
		}
	}

	const receiver: Receiver = async (request, ...others) => {
		const start = performance.now();
		const progress = { bytes: 0 };
		let timer: ReturnType<typeof setTimeout> | undefined;
		const late = new Promise<typeof LATE>((resolve) => {
			timer = setTimeout(resolve, deadline, LATE);
		});
		let given: Answer;
		try {
			given = await answer(request, others.find(isContext), late, progress);
		} catch (error) {
			report(error);
			given = error instanceof UnreadableError ? answers.misused(error.message) : answers.broken;
		}
		clearTimeout(timer);
		const { status, outcome } = given;
		const durationMs = performance.now() - start;
		quietly(() =>
			observe?.({
				kind: "request",
				outcome: outcome?.outcome,
				status,
				...issueOf(outcome),
				durationMs,
				bytes: progress.bytes,
			}),
		);
		return responseOf(given, request);
	};
	return isFrugal(authenticate) ? frugal(receiver) : receiver;
}

function isContext(it: unknown): it is ReceiverContext {
	return typeof (it as Partial<ReceiverContext> | null | undefined)?.waitUntil === "function";
}

function checked(options: ReceiverOptions): ReceiverOptions {
	const { authenticate, deliver, maxBytes, deadline, observe, onError, ...rest } = options ?? {};
	refuseOthers("createReceiver", rest);
	const need = (is: boolean, what: string) => {
		if (!is) {
			throw new TypeError(`azeer-webhooks/server: createReceiver needs ${what}`);
		}
	};
	need(
		typeof authenticate === "function",
		"authenticate: header(), bearer() or the like, or unauthenticated() if a proxy does it",
	);
	need(
		typeof deliver === "function",
		"deliver: a processor, or a function that puts a delivery into a queue",
	);
	need(
		maxBytes === undefined || (Number.isInteger(maxBytes) && maxBytes >= 1 && maxBytes <= HIGHEST_LIMIT),
		`maxBytes to be a whole number from 1 to ${HIGHEST_LIMIT}`,
	);
	// More than that is less than a millisecond to a host's timer.
	need(
		deadline === undefined || (typeof deadline === "number" && deadline > 0 && deadline < 2 ** 31),
		"deadline in milliseconds, above 0 and below 2,147,483,648",
	);
	need(observe === undefined || typeof observe === "function", "observe to be a function");
	need(onError === undefined || typeof onError === "function", "onError to be a function");
	return options;
}
