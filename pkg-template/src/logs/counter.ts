import { encoded } from "../core/bytes.js";
import type { Core } from "../core/core.js";
import {
	BLANK,
	ESCAPED,
	GENERATION,
	INVALID,
	ISSUE_BYTE,
	ISSUE_CODE,
	ISSUE_COUNT,
	ISSUES_AT,
	LINE_END,
	REASON,
	SHAPE_MASK,
	TEXT_END,
	UNDOCUMENTED_AT,
	UNDOCUMENTED_COUNT,
	UNDOCUMENTED_NAME,
	UNFINISHED,
	UNKNOWN,
	VALUE_END_BYTE,
	VALUE_KIND,
	VALUE_START_BYTE,
	WORDS_PER_ISSUE,
	WORDS_PER_UNDOCUMENTED,
} from "../generated/abi.js";
import { EVENT_WORD, MESSAGE_TYPE_WORD } from "../generated/builders.js";
import { type IssueCode, reasons, type UnknownReason } from "../generated/texts.js";
import { internals } from "../index.js";
import { LINE_FEED } from "./blank.js";
import { type CountRow, cut, type EventCount, type LogCounts, Rows, sorted } from "./counts.js";
import { eachLine } from "./each-line.js";
import { type LogRules, lineLimit } from "./options.js";
import type { PartReader } from "./split.js";
import { breaksOff } from "./unfinished.js";
import { unwrap } from "./wrapped.js";

/** How many bytes are written to the core at once. */
const PART = 1 << 16;

/** Counts the core's verdicts. It builds no event, and yields nothing. */
export class Counter implements PartReader<never> {
	readonly #rules: Pick<LogRules, "parse" | "pointer">;
	readonly #onInvalid: ((bytes: Uint8Array, line: number) => void) | undefined;
	/** Known events, by the index of their shape. */
	readonly #known = new Rows<number>();
	/** Unknown events, by the JSON of their row. */
	readonly #unknown = new Rows<string>();
	readonly #issues = new Rows<number>();
	readonly #undocumented = new Rows<string>();
	readonly #unfinished = new Rows<undefined>();
	readonly #totals = { valid: 0, unknown: 0, invalid: 0 };

	/**
	 * `onInvalid` gets each line that is invalid, or the beginning of one that is too large. The bytes change after the call. With it, unfinished
	 * lines are not invalid, but counted apart.
	 */
	constructor(
		rules: Pick<LogRules, "parse" | "pointer">,
		onInvalid?: (bytes: Uint8Array, line: number) => void,
	) {
		this.#rules = rules;
		this.#onInvalid = onInvalid;
	}

	*lines(bytes: Uint8Array, line: number): Generator<never, number> {
		if (this.#rules.pointer === undefined) {
			return this.#bareLines(bytes, line);
		}
		const lines = eachLine(bytes, (text, index, at) =>
			this.#part(text, line + index, at + text.length === bytes.length),
		);
		for (;;) {
			const { done, value } = lines.next();
			if (done) {
				return value;
			}
		}
	}

	body(bytes: Uint8Array, line: number): readonly never[] {
		this.#part(bytes, line, false);
		return [];
	}

	/** How many lines are unfinished: one row, or none. */
	get unfinished(): readonly CountRow[] {
		return this.#unfinished.map(() => ({}));
	}

	/** What was counted in a log of this size. */
	counts(bytes: number, lines: number): LogCounts {
		const { codes, shapes } = internals;
		const known = this.#known.map((shape): Pick<EventCount, "event" | "messageType"> => {
			const { event, messageType } = shapes[shape] as (typeof shapes)[number];
			return messageType === "" ? { event } : { event, messageType };
		});
		const unknown = this.#unknown.map((key): Omit<EventCount, "count" | "line"> => JSON.parse(key));
		return {
			bytes,
			lines,
			...this.#totals,
			events: sorted([...known, ...unknown]),
			issues: sorted(this.#issues.map((code) => ({ code: codes[code]?.[0] as IssueCode }))),
			undocumented: sorted(this.#undocumented.map((name) => ({ name }))),
		};
	}

	#bareLines(bytes: Uint8Array, first: number): number {
		const { maxBytes, strict } = this.#rules.parse;
		let line = first;
		for (let at = 0; at < bytes.length; ) {
			const part = bytes.subarray(at, at + PART);
			const isLast = at + part.length === bytes.length ? 1 : 0;
			let start = 0;
			using((core) => {
				core.inputFor(PART).set(part);
				while (start < part.length) {
					const code = core.exports.parse_line(start, part.length, isLast, maxBytes, strict ? 1 : 0);
					if (code === UNFINISHED) {
						return;
					}
					core.refresh();
					const end = core.header[LINE_END] as number;
					if (code !== BLANK) {
						const text = part.subarray(start, core.header[TEXT_END] as number);
						this.#add(core, code, { text, start, line, mayBreakOff: end >= part.length });
					}
					line += 1;
					start = end + 1;
				}
			});
			at += start > 0 ? start : this.#longLine(bytes.subarray(at), line++);
		}
		return line - first;
	}

	/** Reads the first line, which is longer than what is written to the core at once. Returns its length. */
	#longLine(bytes: Uint8Array, line: number): number {
		const length = bytes.indexOf(LINE_FEED) + 1 || bytes.length;
		const isEnded = bytes[length - 1] === LINE_FEED;
		for (const _ of eachLine(bytes.subarray(0, length), (text) => this.#part(text, line, !isEnded))) {
			// Read.
		}
		return length;
	}

	/** Reads one body. `isOpen` says that the log ends in its line. */
	#part(bytes: Uint8Array, line: number, isOpen: boolean): void {
		const { parse, pointer } = this.#rules;
		const wrapped = pointer && bytes.length <= lineLimit(this.#rules) ? unwrap(bytes, pointer) : undefined;
		// If a log goes on after a crash, the line of the crash gets an end. As a wrapper it is still no JSON.
		const mayBreakOff = isOpen || (pointer !== undefined && wrapped === undefined);
		const body = wrapped?.body ?? bytes;
		const isText = typeof body === "string";
		const own = isText ? encoded(body) : body;
		using((core) => {
			core.inputFor(own.length).set(own);
			const code = core.exports.parse(own.length, parse.maxBytes, parse.strict ? 1 : 0, isText ? 1 : 0);
			core.refresh();
			this.#add(core, code, { text: bytes, start: 0, line, mayBreakOff });
		});
	}

	/** Counts a result code. */
	#add(core: Core, code: number, { text, start, line, mayBreakOff }: Read): void {
		const { header, words } = core;
		if (code === INVALID) {
			const at = (header[ISSUES_AT] as number) / 4;
			if (this.#onInvalid !== undefined && mayBreakOff) {
				const [issue] = internals.codes[words[at + ISSUE_CODE] as number] ?? [];
				if (breaksOff(issue, words[at + ISSUE_BYTE] as number, text.length)) {
					this.#unfinished.add(undefined, line);
					return;
				}
			}
			this.#totals.invalid += 1;
			this.#onInvalid?.(text, line);
			const end = at + (header[ISSUE_COUNT] as number) * WORDS_PER_ISSUE;
			for (let issue = at; issue < end; issue += WORDS_PER_ISSUE) {
				this.#issues.add(words[issue + ISSUE_CODE] as number, line);
			}
			return;
		}
		if (code === UNKNOWN) {
			this.#totals.unknown += 1;
			this.#unknown.add(unknownKey(core, start), line);
		} else {
			this.#totals.valid += 1;
			this.#known.add(code & SHAPE_MASK, line);
		}
		if (header[UNDOCUMENTED_COUNT] !== 0) {
			this.#addUndocumented(core, start, line);
		}
	}

	#addUndocumented(core: Core, start: number, line: number): void {
		const { header, words } = core;
		if (core.generation !== header[GENERATION]) {
			core.generation = header[GENERATION] as number;
			core.learnedNames = [];
		}
		const at = (header[UNDOCUMENTED_AT] as number) / 4;
		const end = at + (header[UNDOCUMENTED_COUNT] as number) * WORDS_PER_UNDOCUMENTED;
		for (let member = at; member < end; member += WORDS_PER_UNDOCUMENTED) {
			const learned = words[member + UNDOCUMENTED_NAME] as number;
			let name = core.learnedNames[learned];
			if (name === undefined) {
				name = textAt(core, words, member, start);
				if (learned >= 0) {
					core.learnedNames[learned] = name;
				}
			}
			this.#undocumented.add(cut(name), line);
		}
	}
}

/** A line that the core has read. */
interface Read {
	readonly text: Uint8Array;
	/** Where the body begins in the input buffer. */
	readonly start: number;
	readonly line: number;
	/** Whether the line may be unfinished. */
	readonly mayBreakOff: boolean;
}

/** Calls `run` with the core, which is dropped if that throws. */
function using(run: (core: Core) => void): void {
	const core = internals.theCore();
	try {
		run(core);
	} catch (error) {
		throw internals.stopped(error);
	}
}

function unknownKey(core: Core, start: number): string {
	const { header, slots } = core;
	const reason = reasons[header[REASON] as number] as UnknownReason;
	const row: Omit<EventCount, "count" | "line"> = {
		event: cut(textAt(core, slots.words, EVENT_WORD, start)),
		...(reason !== "event_type" && { messageType: cut(textAt(core, slots.words, MESSAGE_TYPE_WORD, start)) }),
		reason,
	};
	return JSON.stringify(row);
}

/** The string whose value begins at a word. The body begins at an offset of the input buffer. */
function textAt(core: Core, words: Int32Array, word: number, start: number): string {
	const [from, to] = [VALUE_START_BYTE, VALUE_END_BYTE].map((at) => start + (words[word + at] as number));
	const text = core.decoder.decode(core.input.subarray(from, to));
	return words[word + VALUE_KIND] === ESCAPED ? JSON.parse(text) : text.slice(1, -1);
}
