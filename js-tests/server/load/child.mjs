// A program in a process of its own, which prints its port and then lines.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Starts a program of this folder and waits until it listens. `onLine` receives each line that it prints after that. */
export async function started(name, options, onLine = () => {}) {
	const program = fileURLToPath(new URL(name, import.meta.url));
	// Memory is compared after garbage collection.
	const args = ["--expose-gc", program, JSON.stringify(options)];
	const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
	const closed = once(child, "close");
	const lines = createInterface({ input: child.stdout });
	const [first] = await Promise.race([
		once(lines, "line"),
		closed.then(() => Promise.reject(new Error(`${name} has ended before it listened`))),
	]);
	lines.on("line", onLine);
	return {
		port: Number(first.replace("listening at ", "")),
		/** Ends it, and waits for what it has printed. Throws if it has failed. */
		async end() {
			child.stdin.end();
			const [code, signal] = await closed;
			if (code !== 0) {
				throw new Error(`${name} has ended with ${code ?? signal}`);
			}
		},
	};
}
