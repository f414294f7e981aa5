// Type-checks files, and compares the diagnostics with those that comments name.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** The compilers, by version. */
export const compilers = { 5.9: "typescript-5.9/bin/tsc", 7: "typescript/bin/tsc" };

/** `line: diagnostic` for every comment that names a diagnostic of the next line. */
export function expectedIn(source) {
	return source.split("\n").flatMap((line, index) => {
		const [, diagnostic] = /^\s*\/\/ (error TS\d+: .*)$/.exec(line) ?? [];
		return diagnostic === undefined ? [] : [`${index + 2}: ${diagnostic}`];
	});
}

/** Throws unless the diagnostics of a file begin as expected. */
export function assertDiagnostics(found, expected, name) {
	const diagnostics = found.map(({ line, text }) => `${line}: ${text}`);
	const compared = diagnostics.map((it, i) => (expected[i] && it.startsWith(expected[i]) ? expected[i] : it));
	assert.deepEqual(compared, expected, name);
}

/**
 * Type-checks files in a new folder in `parent`, from where packages are found. Returns the file, line and text of each
 * diagnostic.
 */
export function check(parent, compiler, files, options) {
	const compilerOptions = {
		strict: true,
		target: "es2022",
		// Without the DOM, because the declarations must not need it.
		lib: ["es2022"],
		types: [],
		skipLibCheck: false,
		noEmit: true,
		...options,
	};
	const project = mkdtempSync(join(parent, "tmp-"));
	try {
		for (const [name, text] of Object.entries(files)) {
			writeFileSync(join(project, name), text);
		}
		writeFileSync(
			join(project, "tsconfig.json"),
			JSON.stringify({ compilerOptions, files: Object.keys(files) }),
		);
		const args = [join(modules, compiler), "--project", project, "--pretty", "false"];
		const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: project });
		return [...stdout.matchAll(/^(\S+)\((\d+),\d+\): (error TS\d+: .*)$/gm)].map(([, file, line, text]) => ({
			file: basename(file),
			line: Number(line),
			text,
		}));
	} finally {
		rmSync(project, { recursive: true, force: true });
	}
}
