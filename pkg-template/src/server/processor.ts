import { deliveryKey } from "../event/keys.js";
import type { AzeerEvent } from "../index.js";
import { checkedDelivery, type Delivery } from "./delivery.js";
import type { Handler } from "./handlers.js";
import { observationOf } from "./observed.js";
import type { Outcome } from "./outcome.js";
import { type ProcessorOptions, type Settings, settingsOf } from "./processor-options.js";
import { quietly } from "./quietly.js";
import { storedKey } from "./stored-key.js";

const HANDLED = { outcome: "handled", retry: false } as const;
const DUPLICATE = { outcome: "duplicate", retry: false } as const;
const IGNORED = { outcome: "ignored", retry: false } as const;
const BUSY = { outcome: "busy", retry: true } as const;

/** A processor. */
export interface Process {
	/** Handles a delivery. It never throws and never rejects. */
	(delivery: Delivery): Promise<Outcome>;
	/**
	 * Resolves when no delivery is being handled. Wait for it before you close what handlers use: a handler goes on after the receiver has
	 * answered at its deadline.
	 *
	 * @example
	 * const process = createProcessor({ on: { other: () => {} } });
	 * await process.idle();
	 */
	idle(): Promise<void>;
}

/**
 * Makes a function that parses a delivery, recognises duplicates and calls a handler. A delivery is handled at least once: it is marked as
 * done after its handler, so a crash between the two, or a store that fails there, has the handler run again.
 *
 * @throws {TypeError} if an option is of another type or does not exist, or `on` has a name that is no event
 * @throws {RangeError} if a time is out of range
 *
 * @example
 * const process = createProcessor({
 *   store: memoryStore(),
 *   on: {
 *     incoming_msg: { text: (message) => console.log(message.message_id), other: () => {} },
 *     other: (event) => console.log(event.webhook_event_type),
 *   },
 * });
 * const { retry } = await process(toDelivery(body));
 */
export function createProcessor(options: ProcessorOptions): Process {
	const settings = settingsOf(options);
	const running = new Set<Promise<Outcome>>();

	async function observed(delivery: Delivery): Promise<Outcome> {
		const start = performance.now();
		const outcome = await processed(settings, delivery);
		const { capture, observe } = settings;
		quietly(() => capture?.add(delivery, outcome));
		if (observe !== undefined) {
			const durationMs = performance.now() - start;
			quietly(() => observe(observationOf(delivery, outcome, durationMs)));
		}
		return outcome;
	}

	function process(delivery: Delivery): Promise<Outcome> {
		const outcome = observed(delivery).finally(() => running.delete(outcome));
		running.add(outcome);
		return outcome;
	}
	process.idle = async () => {
		while (running.size > 0) {
			await Promise.all(running);
		}
	};
	return process;
}

async function processed(settings: Settings, delivery: Delivery): Promise<Outcome> {
	let event: AzeerEvent | undefined;
	let key: string | undefined;
	try {
		const result = settings.parse(checkedDelivery(delivery).body);
		if (!result.ok) {
			// An event, or a promise, would otherwise pass for an invalid body.
			if (result.ok !== false) {
				throw new TypeError("parse has to return what safeParse returns");
			}
			const { error } = result;
			await settings.onInvalid?.(error, delivery);
			return { outcome: "invalid", retry: false, error, isKept: settings.onInvalid !== undefined };
		}
		event = result.event;
		key = deliveryKey(event);
		const handler = settings.find(event);
		const outcome =
			handler === undefined
				? IGNORED
				: await underClaim(settings, storedKey(event, key), delivery, handler, event);
		return { ...outcome, event, key };
	} catch (error) {
		await tell(settings, error, delivery);
		return { outcome: "failed", retry: true, error, event, key };
	}
}

/** Runs a handler under a claim. Throws what the handler or the store throws. */
async function underClaim(
	{ store, lease, ttl, ...settings }: Settings,
	key: string,
	delivery: Delivery,
	handler: Handler<AzeerEvent>,
	event: AzeerEvent,
): Promise<typeof HANDLED | typeof DUPLICATE | typeof BUSY> {
	if (store === undefined) {
		await handler(event, delivery);
		return HANDLED;
	}
	const owner = crypto.randomUUID();
	const claim = await store.claim(key, owner, lease);
	if (claim === "done") {
		return DUPLICATE;
	}
	if (claim === "busy") {
		return BUSY;
	}
	if (claim !== "new") {
		throw new TypeError('claim of a store has to resolve to "new", "done" or "busy"');
	}
	try {
		await handler(event, delivery);
	} catch (error) {
		try {
			await store.release(key, owner);
		} catch (failure) {
			await tell(settings, failure, delivery);
		}
		throw error;
	}
	await store.done(key, owner, ttl);
	return HANDLED;
}

/** Tells `onError`. It is waited for, because some hosts stop a program once it has answered. */
async function tell(
	{ onError }: Pick<Settings, "onError">,
	error: unknown,
	delivery: Delivery,
): Promise<void> {
	try {
		await onError?.(error, delivery);
	} catch {
		// The delivery comes again. There is nobody else to tell.
	}
}
