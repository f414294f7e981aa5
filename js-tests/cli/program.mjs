// Runs the command line of the installed package.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { printed } from "../hosts/row.mjs";

/** The script that the package's `bin` names. */
export const script = fileURLToPath(new URL("../node_modules/azeer-webhooks/dist/cli.js", import.meta.url));

/** Starts a command. `before` are a program and its arguments that start it in turn. */
export function started(args, { before = [], env = {}, ...options } = {}) {
	const [program, ...rest] = [...before, process.execPath, script, ...args];
	const child = spawn(program, rest, {
		env: { ...process.env, NO_COLOR: "1", AZEER_TOKEN: undefined, ...env },
		...options,
	});
	const output = { stdout: "", stderr: "" };
	for (const name of ["stdout", "stderr"]) {
		child[name]?.setEncoding("utf8").on("data", (text) => {
			output[name] += text;
		});
	}
	const closed = once(child, "close").then(([code, signal]) => ({ code, signal, ...output }));
	return { child, closed, output };
}

/** Runs a command to its end. `input` is its standard input. */
export async function ran(args, { input = "", ...options } = {}) {
	const { child, closed } = started(args, options);
	child.stdin.on("error", () => {}); // It may end without reading.
	child.stdin.end(input);
	return closed;
}

/** Runs `listen` on a free port while `run` runs. Kills it if that has not ended it. */
export async function listening(args, run, options) {
	const service = started(["listen", "--port", "0", ...args], options);
	try {
		const url = await printed(service.child, /listening at (\S+);/);
		return await run({ url, ...service });
	} finally {
		service.child.kill("SIGKILL");
		await service.closed;
	}
}

/** Ends a program as Ctrl-C does. Resolves to what it has printed and its exit code. */
export async function interrupted({ child, closed }) {
	child.kill("SIGINT");
	return closed;
}

/** Calls `run` with a new folder, then removes it. */
export async function inFolder(run) {
	const folder = mkdtempSync(join(tmpdir(), "azeer-cli-"));
	try {
		return await run(folder);
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
