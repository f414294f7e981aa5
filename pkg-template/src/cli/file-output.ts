import { once } from "node:events";
import { open, realpath, rename, stat, unlink } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { exit, systemFailure } from "./exit.js";
import { note } from "./output.js";

/** How many bytes are written at once, at least. */
const CHUNK = 1 << 16;

/** What is written to. Errors name it. */
interface Sink {
	/** A text that tells people what is there after `discard`. */
	readonly left: string;
	write(bytes: Uint8Array): Promise<void>;
	/** All was written. */
	finish(): Promise<void>;
	/** Leaves nothing of it where it can be taken for the whole. */
	discard(): Promise<void>;
}

/** What is written to a file, in large pieces. */
export class Output {
	readonly #sink: Sink;
	#pieces: Uint8Array[] = [];
	#size = 0;

	private constructor(sink: Sink) {
		this.#sink = sink;
	}

	/** Opens a file, or standard output for `-`. */
	static async open(path: string): Promise<Output> {
		return new Output(path === "-" ? standardOutput : await fileSink(path));
	}

	async write(piece: string | Uint8Array): Promise<void> {
		const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
		this.#pieces.push(bytes);
		this.#size += bytes.length;
		if (this.#size >= CHUNK) {
			await this.#flush();
		}
	}

	/** Writes the rest. A file gets its name now. */
	async finish(): Promise<void> {
		await this.#flush();
		await this.#sink.finish();
	}

	/** Removes what was written. Returns a text that tells people what is there now. */
	async discard(): Promise<string> {
		await this.#sink.discard();
		return this.#sink.left;
	}

	async #flush(): Promise<void> {
		const bytes = Buffer.concat(this.#pieces);
		this.#pieces = [];
		this.#size = 0;
		await this.#sink.write(bytes);
	}
}

/**
 * Writes a file, or to standard output for `-`, by a function. If that throws or is interrupted, no file is left, and one that was there stays. Returns
 * whether all was written; otherwise the exit code is set.
 */
export async function written(
	path: string,
	signal: AbortSignal,
	write: (output: Output) => Promise<void>,
): Promise<boolean> {
	const output = await Output.open(path);
	try {
		await write(output);
		if (!signal.aborted) {
			await output.finish();
			return true;
		}
	} catch (error) {
		await output.discard();
		throw error;
	}
	note(`interrupted: ${await output.discard()}`);
	process.exitCode = exit.interrupted;
	return false;
}

const INCOMPLETE = "the output is not complete";

const standardOutput: Sink = {
	left: INCOMPLETE,
	write: async (bytes) => {
		if (!process.stdout.write(bytes)) {
			await once(process.stdout, "drain");
		}
		// Writing to a file waits for nothing, and Ctrl-C would come only at the end.
		await setImmediate();
	},
	finish: async () => {},
	discard: async () => {},
};

/** A file that gets its name when it is finished, so that nobody takes a half one for a whole. Devices and pipes are written to directly. */
async function fileSink(path: string): Promise<Sink> {
	const named = async <T>(work: () => Promise<T>): Promise<T> => {
		try {
			return await work();
		} catch (error) {
			throw systemFailure(path, error);
		}
	};
	// What a link leads to is replaced, not the link.
	const target = await realpath(path).catch(() => path);
	const there = await stat(target).catch(() => undefined);
	const isDevice = there !== undefined && !there.isFile();
	const written = isDevice ? target : `${target}.${process.pid}.tmp`;
	const file = await named(() => open(written, isDevice ? "w" : "wx", there?.mode));
	return {
		left: isDevice ? INCOMPLETE : `${path} ${there === undefined ? "was not made" : "stays as it was"}`,
		write: (bytes) => named(() => file.writeFile(bytes)),
		finish: () =>
			named(async () => {
				if (!isDevice) {
					await file.sync();
					await rename(written, target);
				}
				await file.close();
			}),
		discard: async () => {
			await file.close().catch(() => {});
			if (!isDevice) {
				await unlink(written).catch(() => {});
			}
		},
	};
}
