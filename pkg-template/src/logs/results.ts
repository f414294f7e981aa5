import { safeParse } from "../index.js";
import { eachLine } from "./each-line.js";
import { type LogRules, lineLimit } from "./options.js";
import type { LogResult } from "./result.js";
import type { PartReader } from "./split.js";
import { unwrap } from "./wrapped.js";

/** Makes the results of a log. */
export class ResultReader implements PartReader<LogResult> {
	readonly #rules: Pick<LogRules, "parse" | "pointer">;
	readonly #onOpen: (line: number) => void;

	/** `onOpen` gets the number of the line that the log ends in, before its result is yielded. */
	constructor(rules: Pick<LogRules, "parse" | "pointer">, onOpen: (line: number) => void = () => {}) {
		this.#rules = rules;
		this.#onOpen = onOpen;
	}

	*lines(bytes: Uint8Array, line: number, offset: number): Generator<LogResult, number> {
		return yield* eachLine(bytes, (text, index, at) => {
			if (at + text.length === bytes.length) {
				this.#onOpen(line + index);
			}
			return this.#result(text.slice(), line + index, offset + at);
		});
	}

	*body(bytes: Uint8Array, line: number, offset: number): Generator<LogResult> {
		yield this.#result(bytes.slice(), line, offset);
	}

	#result(bytes: Uint8Array, line: number, offset: number): LogResult {
		const { parse, pointer } = this.#rules;
		if (pointer === undefined || bytes.length > lineLimit(this.#rules)) {
			const result = safeParse(bytes, parse);
			return result.ok
				? { ok: true, event: result.event, line, offset, bytes }
				: { ok: false, error: result.error, line, offset, bytes };
		}
		const { body, wrapper } = unwrap(bytes, pointer) ?? { body: bytes, wrapper: undefined };
		return { ...safeParse(body, parse), line, offset, bytes, wrapper };
	}
}
