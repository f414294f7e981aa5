import { codes } from "../generated/texts.js";
import type { JsonValue } from "../generated/types.js";
import type { Failure, Issue } from "./failure.js";
import { frame } from "./frame.js";

const BRAND: unique symbol = Symbol.for("azeer-webhooks.PayloadError") as never;

/**
 * Why a body is not an Azeer event: all its issues, not only the first.
 *
 * `instanceof` also holds for errors of another copy of this package, of another realm, and between ESM and CommonJS.
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
	/** The first 32 issues, in the order of the body. There is at least one. */
	readonly issues: readonly Issue[];
	/** How many more issues the body has. */
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
		// On the prototype, as defining a property of each error would take as long as the rest of it. Also on the
		// class: bundlers rename it, and consoles print its name.
		for (const it of [this, this.prototype]) {
			Object.defineProperty(it, "name", { value: "PayloadError", configurable: true, writable: true });
		}
	}

	/** @internal */
	static of(failure: Failure): PayloadError {
		return new PayloadError(failure);
	}

	/**
	 * The body as it was given; bytes as a `Uint8Array` of the same memory. `parseMany`: a copy of the line.
	 * `validate`: the JSON text of the value, or the value if it has none. Holds messages and phone numbers: take
	 * care where you log it.
	 */
	// A getter, because consoles print an error's own properties.
	get body(): unknown {
		return this.#body;
	}

	/**
	 * The HTTP status to answer with: 400 for unacceptable JSON, 413 for a body that is too large, 422 for JSON that
	 * is not an Azeer event, 500 if no body was given, but something else: the caller's mistake, not the sender's.
	 */
	get status(): 400 | 413 | 422 | 500 {
		const code = this.issues[0]?.code;
		return codes.find(([name]) => name === code)?.[1] ?? 500;
	}

	/** The body's JSON value; `undefined` if it is not JSON or was not read. */
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

	/**
	 * For a terminal: the lines of the first three issues, with a mark under each place. Empty if the body was not
	 * read.
	 */
	get frame(): string {
		return this.#source === undefined ? "" : frame(this.#source, this.issues);
	}

	/** @internal */
	get [BRAND](): true {
		return true;
	}

	/** @internal */
	static override [Symbol.hasInstance](value: unknown): boolean {
		// Subclasses inherit this method. For them the prototype decides, as usual.
		if (this !== PayloadError) {
			return Function.prototype[Symbol.hasInstance].call(this as typeof PayloadError, value);
		}
		return typeof value === "object" && value !== null && BRAND in value;
	}
}
