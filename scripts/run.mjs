// Runs the command-line tools that packing needs.

import { spawnSync } from "node:child_process";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The path of a program from the workspace's npm packages. */
export const bin = (name) => join(root, "node_modules", ".bin", name);

/** Runs a tool. Its output appears only in the error if it fails. */
export function run(command, ...args) {
	const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
	if (status !== 0) {
		throw new Error(`${basename(command)} failed:\n${error?.message ?? stdout + stderr}`);
	}
}
