import { type FileHandle, open, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Failure } from "../exit.js";
import { beginsAsLog } from "../stored.js";
import { type Lock, lock } from "./lock.js";
import { reserveSegment } from "./segments.js";

const NEWLINE = 0x0a;
/** How many bytes tell whether a file is a log. */
const START = 64;

/** A line that waits until it is on the disk. */
interface Pending {
	readonly bytes: Buffer;
	resolve(): void;
	reject(error: unknown): void;
}

/** A log that is open, and the bytes of its whole lines. */
interface Opened {
	readonly file: FileHandle;
	end: number;
}

/**
 * A file of lines. A line is on the disk, whole, once its promise is fulfilled.
 *
 * One fsync serves all lines that have come during the one before (group commit), because an fsync takes milliseconds.
 */
export class DurableLog {
	readonly #path: string;
	readonly #maxBytes: number;
	readonly #lock: Lock;
	#opened: Opened;
	/** Whether something of a failed write may be after the last whole line. */
	#isTorn = false;
	#pending: Pending[] = [];
	#work: Promise<void> | undefined;

	private constructor(path: string, maxBytes: number, lock: Lock, opened: Opened) {
		this.#path = path;
		this.#maxBytes = maxBytes;
		this.#lock = lock;
		this.#opened = opened;
	}

	/**
	 * Opens a log or makes it. Before it would be larger than `maxBytes`, it is renamed and a new one begins.
	 *
	 * @throws {Failure} if another process has it open, or it is a file of another kind
	 */
	static async open(path: string, maxBytes = Number.POSITIVE_INFINITY): Promise<DurableLog> {
		const held = await lock(path);
		try {
			await refuseOthers(path);
			return new DurableLog(path, maxBytes, held, await opened(path));
		} catch (error) {
			held.release();
			throw error;
		}
	}

	/** Appends a line, given without its end. If that fails, what was written of it is removed before the next line. */
	append(line: string): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#pending.push({ bytes: Buffer.from(`${line}\n`), resolve, reject });
			this.#work ??= this.#writeAll();
		});
	}

	/** Closes the file after all lines that were appended. */
	async close(): Promise<void> {
		await this.#work;
		// If this fails, the next start ends the line.
		await this.#repair().catch(() => {});
		await this.#opened.file.close();
		this.#lock.release();
	}

	async #writeAll(): Promise<void> {
		while (this.#pending.length > 0) {
			const batch: Pending[] = [];
			try {
				await this.#prepare(this.#pending[0] as Pending);
				batch.push(...this.#taken());
				await this.#write(Buffer.concat(batch.map(({ bytes }) => bytes)));
				for (const { resolve } of batch) {
					resolve();
				}
			} catch (error) {
				// If nothing could be prepared, what waits cannot be written either.
				for (const { reject } of batch.length > 0 ? batch : this.#pending.splice(0)) {
					reject(error);
				}
			}
		}
		this.#work = undefined;
	}

	/** Makes the file ready for a line. */
	async #prepare({ bytes }: Pending): Promise<void> {
		await this.#repair();
		// Somebody has moved, removed or written to it. What is written to a removed file is lost.
		if (!(await isAsLeft(this.#path, this.#opened))) {
			await this.#reopen();
		}
		const { end } = this.#opened;
		if (end > 0 && end + bytes.length > this.#maxBytes) {
			await rename(this.#path, await reserveSegment(this.#path));
			await this.#reopen();
		}
	}

	/** Removes what a failed write has left. */
	async #repair(): Promise<void> {
		if (this.#isTorn) {
			await this.#opened.file.truncate(this.#opened.end);
			this.#isTorn = false;
		}
	}

	async #reopen(): Promise<void> {
		const { file } = this.#opened;
		this.#opened = await opened(this.#path);
		await file.close();
	}

	/** Takes the lines that fit into the file: one at least. */
	#taken(): Pending[] {
		let [count, end] = [0, this.#opened.end];
		for (const { bytes } of this.#pending) {
			end += bytes.length;
			if (count > 0 && end > this.#maxBytes) {
				break;
			}
			count++;
		}
		return this.#pending.splice(0, count);
	}

	async #write(bytes: Buffer): Promise<void> {
		this.#isTorn = true;
		for (let at = 0; at < bytes.length; ) {
			at += (await this.#opened.file.write(bytes, at)).bytesWritten;
		}
		await this.#opened.file.datasync();
		this.#opened.end += bytes.length;
		this.#isTorn = false;
	}
}

/** Throws a {@link Failure} if a file is there that is no log: with lines of two kinds, nobody could read it. */
async function refuseOthers(path: string): Promise<void> {
	const found = await stat(path).catch(() => undefined);
	if (!found?.isFile()) {
		return; // What is there instead, opening tells.
	}
	const file = await open(path);
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(START), 0, START, 0);
		if (!beginsAsLog(buffer.subarray(0, bytesRead).toString("latin1").split("\n")[0] as string)) {
			throw new Failure(`${path}: it is no log of listen, so nothing is added to it`);
		}
	} finally {
		await file.close();
	}
}

/** Opens a file to append to. If a crash has left a last line without an end, it gets one, so that the next line is whole. */
async function opened(path: string): Promise<Opened> {
	// Others may not read it: it has what people wrote.
	const file = await open(path, "a+", 0o600);
	try {
		const found = await file.stat();
		if (!found.isFile()) {
			throw new Error("it is no file");
		}
		let { size } = found;
		if (size > 0) {
			const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
			if (buffer[0] !== NEWLINE) {
				await file.write("\n");
				size += 1;
			}
		}
		await file.sync();
		await syncFolder(path);
		return { file, end: size };
	} catch (error) {
		await file.close();
		throw error;
	}
}

/** Whether the path leads to the open file, and that ends where the last line does. */
async function isAsLeft(path: string, { file, end }: Opened): Promise<boolean> {
	const [there, here] = await Promise.all([
		stat(path, { bigint: true }).catch(() => undefined),
		file.stat({ bigint: true }),
	]);
	return there !== undefined && there.ino === here.ino && there.dev === here.dev && Number(here.size) === end;
}

/** A file that is new or renamed is only found after a crash if its folder is on the disk. */
async function syncFolder(path: string): Promise<void> {
	if (process.platform === "win32") {
		return; // Windows opens no folders.
	}
	const folder = await open(dirname(path), "r");
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}
