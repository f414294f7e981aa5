import { codes } from "../generated/texts.js";
import type { JsonValue } from "../generated/types.js";
import type { Failure, Issue } from "./failure.js";
import { frame } from "./frame.js";

const BRAND: unique symbol = Symbol.for("azeer-webhooks.PayloadError") as never;

/**
 * Why a body is not an Azeer event: all issues of it, not only the first.
 *
 * `instanceof` holds for errors of another copy of this package too, of another realm, and between ESM and CommonJS.
 *
 * @example
 * try {
 *   parse(body);
 * } catch (error) {
 *   if (error instanceof PayloadError) return new Response(error.message, { status: error.status });
 *   throw error;
 * }
 */
export class PayloadError extends Error {
	/** What is wrong, in the order of the body: one at least, 32 at most. */
	readonly issues: readonly Issue[];
	/** How many more issues there were than are kept. */
	readonly more: number;
	readonly #body: unknown;
	readonly #source: string | undefined;

	private constructor(failure: Failure) {
		const texts = failure.issues.map(
			({ message, line, column }) => `${message} (line ${line}, column ${column})`,
		);
		if (failure.more > 0) {
			texts.push(`and ${failure.more} more`);
		}
		super(texts.join("; "));
		this.issues = failure.issues;
		this.more = failure.more;
		this.#body = failure.body;
		this.#source = failure.source;
	}

	static {
		// Once for all of them: to define properties takes as long as all the rest. Of the class too, which bundlers call otherwise and
		// consoles by its name.
		for (const it of [this, this.prototype]) {
			Object.defineProperty(it, "name", { value: "PayloadError", configurable: true, writable: true });
		}
	}

	/** @internal */
	static of(failure: Failure): PayloadError {
		return new PayloadError(failure);
	}

	/**
	 * The body: a string as it was given, bytes as a `Uint8Array` of the same memory, and what is no body as it was given. Of `parseMany` it is a
	 * copy of the line; of `validate`, the value as JSON text where it could be written. Messages and phone numbers are in it: mind where it is
	 * logged.
	 */
	// No property of its own: a console prints those, and the body has what people wrote.
	get body(): unknown {
		return this.#body;
	}

	/**
	 * The HTTP status that answers it: 400 for what is no acceptable JSON, 413 for a body too large, 422 for JSON that is
	 * no Azeer event, 500 where what was given is no body at all, which is not the sender's mistake.
	 */
	get status(): 400 | 413 | 422 | 500 {
		const code = this.issues[0]?.code;
		return codes.find(([name]) => name === code)?.[1] ?? 500;
	}

	/** The JSON value in the body, `undefined` where it is not JSON or was not read. */
	get payload(): JsonValue | undefined {
		if (this.#source === undefined) {
			return undefined;
		}
		try {
			return JSON.parse(this.#source);
		} catch {
			return undefined;
		}
	}

	/** The lines of the first three issues with a mark under each place, for a terminal; empty where nothing was read. */
	get frame(): string {
		return this.#source === undefined ? "" : frame(this.#source, this.issues);
	}

	/** @internal */
	get [BRAND](): true {
		return true;
	}

	/** @internal */
	static override [Symbol.hasInstance](value: unknown): boolean {
		// A class that extends this one inherits the method, but not what it says.
		if (this !== PayloadError) {
			return Function.prototype[Symbol.hasInstance].call(this as typeof PayloadError, value);
		}
		return typeof value === "object" && value !== null && BRAND in value;
	}
}
