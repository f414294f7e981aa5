import { once } from "node:events";
import { open, realpath, rename, stat, unlink } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { systemFailure } from "./exit.js";

/** How many bytes are written at once, at least. */
const CHUNK = 1 << 16;

/** What is written to. Errors name it. */
interface Sink {
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

	/** Leaves no file. */
	async discard(): Promise<void> {
		await this.#sink.discard();
	}

	async #flush(): Promise<void> {
		const bytes = Buffer.concat(this.#pieces);
		this.#pieces = [];
		this.#size = 0;
		await this.#sink.write(bytes);
	}
}

const standardOutput: Sink = {
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
