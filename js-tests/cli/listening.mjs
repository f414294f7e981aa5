// Runs `listen` for the time of a test, and posts to it.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printed } from "../hosts/row.mjs";
import { start } from "./run.mjs";

/** Runs `listen` on a free port while `use` runs. Kills it if that has not ended it. */
export async function listening(args, use, options) {
	const service = start(["listen", "--port", "0", ...args], options);
	try {
		const url = await printed(service.child, /listening at (\S+);/);
		return await use({ url, ...service });
	} finally {
		service.child.kill("SIGKILL");
		await service.done;
	}
}

/** Ends a program as Ctrl-C does. Resolves to what it has printed and its exit code. */
export async function interrupted({ child, done }) {
	child.kill("SIGINT");
	return done;
}

/** Calls `use` with a new folder, then removes it. */
export async function inFolder(use) {
	const folder = mkdtempSync(join(tmpdir(), "azeer-cli-"));
	try {
		return await use(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Posts a body. Resolves to the status. */
export async function posted(url, body, headers = {}) {
	const response = await fetch(url, { method: "POST", body, headers });
	await response.arrayBuffer();
	return response.status;
}
