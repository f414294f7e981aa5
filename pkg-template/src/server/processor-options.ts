import { type Body, type ParseResult, type PayloadError, safeParse } from "../index.js";
import { refuseOthers } from "../parse/options.js";
import type { Capture } from "./capture.js";
import type { Delivery } from "./delivery.js";
import { type Find, type Handlers, handlersOf } from "./handlers.js";
import type { Observe } from "./observation.js";
import type { Store } from "./store.js";

/** Options of {@link createProcessor}. */
export interface ProcessorOptions {
	/** The handlers. */
	readonly on: Handlers;
	/** Remembers which deliveries are handled. Without one, every delivery is handled, also one that comes twice. */
	readonly store?: Store | undefined;
	/**
	 * Keeps a delivery whose body is not an event, before it is acknowledged. If it throws, the delivery has failed and comes again.
	 * Without it, such a delivery is only reported in the outcome.
	 */
	readonly onInvalid?: ((error: PayloadError, delivery: Delivery) => unknown) | undefined;
	/** Hears what was thrown by a handler, by `onInvalid` or by the store, and is waited for. What it throws itself is ignored. */
	readonly onError?: ((error: unknown, delivery: Delivery) => unknown) | undefined;
	/** Receives one observation for each delivery. */
	readonly observe?: Observe | undefined;
	/** Keeps a sample of the bodies that fail or drift; {@link createCapture} makes it. */
	readonly capture?: Pick<Capture, "add"> | undefined;
	/** `safeParse` unless set; with options, or that of `azeer-webhooks/slim`. */
	readonly parse?: ((body: Body) => ParseResult) | undefined;
	/**
	 * For how many milliseconds a delivery is claimed; 60,000 unless set. Nobody renews a claim: a handler that takes longer may run
	 * a second time while it runs. After a crash the delivery cannot be handled again before its claim has expired.
	 */
	readonly lease?: number | undefined;
	/** For how many milliseconds a handled delivery is remembered; seven days unless set. */
	readonly ttl?: number | undefined;
}

/** Options after the check. */
export type Settings = Omit<ProcessorOptions, "on"> & {
	readonly find: Find;
	readonly parse: (body: Body) => ParseResult;
	readonly lease: number;
	readonly ttl: number;
};

const DEFAULT_LEASE = 60_000;
const DEFAULT_TTL = 7 * 24 * 60 * 60 * 1000;
/** Ten years. Clocks and databases calculate with larger numbers inexactly, or not at all. */
const MAX_MILLISECONDS = 10 * 365 * 24 * 60 * 60 * 1000;

/**
 * @throws {TypeError} if an option is of another type or does not exist
 * @throws {RangeError} if a time is out of range
 */
export function settingsOf(options: ProcessorOptions): Settings {
	if (typeof options !== "object" || options === null) {
		throw new TypeError("createProcessor takes an object of options");
	}
	const {
		on,
		store,
		onInvalid,
		onError,
		observe,
		capture,
		parse = safeParse,
		lease = DEFAULT_LEASE,
		ttl = DEFAULT_TTL,
		...rest
	} = options;
	refuseOthers("createProcessor", rest);
	for (const [name, value] of Object.entries({ onInvalid, onError, observe, parse })) {
		if (value !== undefined && typeof value !== "function") {
			throw new TypeError(`${name} has to be a function`);
		}
	}
	for (const [name, value] of Object.entries({ lease, ttl })) {
		if (!Number.isInteger(value) || value < 1 || value > MAX_MILLISECONDS) {
			throw new RangeError(`${name} has to be a whole number of milliseconds from 1 to ${MAX_MILLISECONDS}`);
		}
	}
	needMethods("store", store, ["claim", "done", "release"]);
	needMethods("capture", capture, ["add"]);
	return { find: handlersOf(on), store, onInvalid, onError, observe, capture, parse, lease, ttl };
}

function needMethods(option: string, value: unknown, names: readonly string[]): void {
	for (const name of names) {
		if (value !== undefined && typeof (value as { [name: string]: unknown } | null)?.[name] !== "function") {
			throw new TypeError(`${option} has to have the method ${name}`);
		}
	}
}
