import { DEFAULT_MAX_BYTES } from "../generated/texts.js";
import { type ParseResult, safeParse } from "../index.js";
import { internals, type LogResult } from "../logs.js";
import { type Delivery, deliveryFromText } from "../server.js";
import { type Input, openInput, resultsOf } from "./input.js";
import { pointerNames, valueAt } from "./pointer.js";

/** The longest line that is read. A body of 1 MiB takes more in a log, where its quotes are escaped. */
const MAX_BYTES = 2 ** 25;

/** A UTF-16 code unit takes as many bytes in UTF-8 at most. */
const MAX_BYTES_OF_UNIT = 3;

/** A body that was stored. */
export interface Stored {
	readonly file: string;
	readonly line: number;
	/** As it was sent. */
	readonly body: string | Uint8Array;
	/** When it was received, if the line says so. */
	readonly receivedAt: string | undefined;
	readonly result: ParseResult;
}

export interface StoredOptions {
	/** Where a line wraps a body. By default a line is a body, or a delivery that `listen` has logged. */
	readonly pointer?: string | undefined;
	readonly signal: AbortSignal;
	/** Told of a line without a whole body: one that is too large or unfinished. */
	onSkipped(where: string, reason: string): void;
	/** Told of a file that is read from now on, and of its size, if that is known. */
	onFile?(name: string, size: number | undefined): void;
	/** Told how many bytes more were read. */
	onBytes?(count: number): void;
}

/**
 * Reads the bodies of files, in order. All files are opened first, so that a wrong name is found before anything is done.
 * Ends when the signal is aborted.
 */
export async function* readStored(
	paths: readonly string[],
	options: StoredOptions,
): AsyncGenerator<Stored, undefined> {
	const inputs: Input[] = [];
	try {
		for (const path of paths) {
			inputs.push(await openInput(path));
		}
		for (const input of inputs) {
			yield* bodiesOf(input, options);
		}
	} catch (error) {
		if (!options.signal.aborted) {
			throw error;
		}
	} finally {
		await Promise.all(inputs.map((input) => input.close()));
	}
}

async function* bodiesOf(
	input: Input,
	{ pointer, signal, onSkipped, onFile, onBytes }: StoredOptions,
): AsyncGenerator<Stored, undefined> {
	let open: number | undefined;
	const onOpen = (line: number): void => {
		open = line;
	};
	let read = 0;
	const onProgress = ({ bytes }: { readonly bytes: number }): void => {
		onBytes?.(bytes - read);
		read = bytes;
	};
	onFile?.(input.name, input.size);
	for await (const result of resultsOf(input, { pointer, signal, onProgress, maxBytes: MAX_BYTES }, onOpen)) {
		const found = bodyOf(result, pointer, result.line === open);
		if (typeof found === "string") {
			onSkipped(`${input.name}, line ${result.line}`, found);
		} else {
			yield { file: input.name, line: result.line, ...found };
		}
	}
}

const UNFINISHED = "it is unfinished: the program that wrote it was stopped";

/** The body of a line, or why there is none. `isOpen` says that the file ends in this line. */
function bodyOf(
	result: LogResult,
	pointer: string | undefined,
	isOpen: boolean,
): Omit<Stored, "file" | "line"> | string {
	if (!result.ok && result.error.issues[0]?.code === "too_large") {
		return "it is too large";
	}
	if ((isOpen || (pointer !== undefined && result.wrapper === undefined)) && breaksOff(result)) {
		return UNFINISHED;
	}
	if (pointer !== undefined) {
		const body = wrapped(result, pointerNames(pointer));
		return body === undefined ? `it has nothing at ${pointer}` : withResult(body, result);
	}
	if (!result.ok) {
		const text = new TextDecoder().decode(result.bytes);
		const delivery = deliveryOf(text);
		if (delivery !== undefined) {
			const { body, receivedAt } = delivery;
			return { body, receivedAt, result: safeParse(body) };
		}
		if (beginsAsLog(text) && breaksOff(result)) {
			return UNFINISHED;
		}
	}
	return withResult(result.bytes, result);
}

/** A body with the result of its line. A line may be longer than a body. */
function withResult(body: string | Uint8Array, result: LogResult): Omit<Stored, "file" | "line"> {
	const isShort = body.length * MAX_BYTES_OF_UNIT <= DEFAULT_MAX_BYTES;
	return { body, receivedAt: undefined, result: isShort ? result : safeParse(body) };
}

function deliveryOf(text: string): Delivery | undefined {
	try {
		return deliveryFromText(text);
	} catch {
		return undefined;
	}
}

/** How a line of `listen` begins. If a crash has cut it, the next start gives it an end. */
const HEADS = ['{"body":"', '{"base64":"'];

/** Whether a log may be one of `listen`, whose last line may have been cut. */
export const beginsAsLog = (start: string): boolean =>
	HEADS.some((it) => start.startsWith(it) || it.startsWith(start));

/** Whether a body is a whole line of `listen`, which wraps the body that is meant. */
export const isLogged = (body: string): boolean => HEADS.some((it) => body.startsWith(it));

function breaksOff(result: LogResult): boolean {
	const [issue] = result.ok ? [] : result.error.issues;
	return issue !== undefined && internals.breaksOff(issue.code, issue.offset, result.bytes.length);
}

/** The body that a pointer names, or the bytes that are there in its place. */
function wrapped({ wrapper }: LogResult, names: readonly string[]): string | Uint8Array | undefined {
	const value = valueAt(wrapper, names);
	if (value !== undefined) {
		return typeof value === "string" ? value : JSON.stringify(value);
	}
	const base64 = valueAt(wrapper, [...names.slice(0, -1), "base64"]);
	return typeof base64 === "string" ? Buffer.from(base64, "base64") : undefined;
}
