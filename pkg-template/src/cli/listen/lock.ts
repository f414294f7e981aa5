import { createHash } from "node:crypto";
import { once } from "node:events";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { basename, dirname } from "node:path";
import { Failure } from "../exit.js";

/** Keeps other processes from taking the same lock until it is released. */
export interface Lock {
	release(): void;
}

/**
 * Takes the lock of a log. It is a name in the kernel, an abstract socket, which goes with its process however that ends: no file is left that
 * could lock the log for ever. Only Linux has such names; elsewhere nothing is locked.
 *
 * @throws {Failure} if another process has it
 */
export async function lock(path: string): Promise<Lock> {
	if (process.platform !== "linux") {
		return { release: () => {} };
	}
	const server = createServer();
	server.listen(`\0azeer-webhooks/listen/${await identity(path)}`);
	try {
		await once(server, "listening");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
			throw new Failure(`${path}: another listen writes to it`);
		}
		throw error;
	}
	server.unref();
	return { release: () => server.close() };
}

/** What is the same for all paths to a log, also before it is there and after it is rotated: its folder and its name. The socket's name is short. */
async function identity(path: string): Promise<string> {
	const target = await realpath(path).catch(() => path);
	const { dev, ino } = await stat(dirname(target), { bigint: true });
	return createHash("sha256")
		.update(`${dev} ${ino} ${basename(target)}`)
		.digest("hex");
}
