// Runs the command line of the installed package, as npx does.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const script = fileURLToPath(new URL("../node_modules/.bin/azeer-webhooks", import.meta.url));

/** Starts a command. Its standard input is `input`; null leaves it open. The result of `done` has its exit code and what it has written. */
export function start(args, { cwd, env = {}, input = "", uid } = {}) {
	const child = spawn(process.execPath, [script, ...args], {
		cwd,
		uid,
		env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...env },
	});
	const output = { stdout: "", stderr: "" };
	for (const name of Object.keys(output)) {
		child[name].setEncoding("utf8").on("data", (text) => {
			output[name] += text;
		});
	}
	if (input !== null) {
		// A command that fails may not read it.
		child.stdin.on("error", () => {});
		child.stdin.end(input);
	}
	const done = (async () => {
		const [code, signal] = await once(child, "close");
		assert.doesNotMatch(output.stderr, /^\s+at |node:internal|Error:/m, "a stack trace");
		return { code, signal, ...output };
	})();
	return { child, output, done };
}

export const run = (args, options) => start(args, options).done;
