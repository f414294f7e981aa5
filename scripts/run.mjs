// Runs the tools that packing needs.

import { spawnSync } from "node:child_process";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The program of an npm package of the workspace. */
export const bin = (name) => join(root, "node_modules", ".bin", name);

/** Runs a tool; what it prints is of interest only where it fails. */
export function run(command, ...args) {
	const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
	if (status !== 0) {
		throw new Error(`${basename(command)} failed:\n${error?.message ?? stdout + stderr}`);
	}
}
