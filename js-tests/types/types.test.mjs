// Type-checks use.ts, from ESM and from CommonJS, and compares the diagnostics with those it names.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const modules = join(here, "..", "..", "node_modules");
const compilers = { 5.9: "typescript-5.9/bin/tsc", 7: "typescript/bin/tsc" };
const source = readFileSync(join(here, "use.ts"), "utf8");

/** `line: diagnostic` for every comment that names one. */
const expected = source.split("\n").flatMap((line, index) => {
	const [, diagnostic] = /^\s*\/\/ (error TS\d+: .*)$/.exec(line) ?? [];
	return diagnostic === undefined ? [] : [`${index + 2}: ${diagnostic}`];
});

for (const [version, compiler] of Object.entries(compilers)) {
	for (const exactOptionalPropertyTypes of [true, false]) {
		for (const [module, moduleResolution] of [
			["nodenext", "nodenext"],
			["esnext", "bundler"],
		]) {
			test(`TypeScript ${version}, ${moduleResolution}, exactOptionalPropertyTypes ${exactOptionalPropertyTypes}`, () => {
				const compilerOptions = {
					strict: true,
					exactOptionalPropertyTypes,
					module,
					moduleResolution,
					target: "es2022",
					// Without the DOM: the declarations may need nothing of it.
					lib: ["es2022"],
					types: [],
					skipLibCheck: false,
					noEmit: true,
				};
				// Inside this folder, from where the installed package is found.
				const project = join(here, `tmp-${version}-${moduleResolution}-${exactOptionalPropertyTypes}`);
				rmSync(project, { recursive: true, force: true });
				mkdirSync(project);
				try {
					const files = moduleResolution === "nodenext" ? ["use.mts", "use.cts"] : ["use.ts"];
					for (const file of files) {
						copyFileSync(join(here, "use.ts"), join(project, file));
					}
					writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
					const args = [join(modules, compiler), "--project", project, "--pretty", "false"];
					const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: project });
					const found = [...stdout.matchAll(/^(\S+)\((\d+),\d+\): (error TS\d+: .*)$/gm)];
					for (const file of files) {
						const diagnostics = found
							.filter(([, name]) => name.endsWith(file))
							.map(([, , line, it]) => `${line}: ${it}`);
						const compared = diagnostics.map((it, i) =>
							expected[i] && it.startsWith(expected[i]) ? expected[i] : it,
						);
						assert.deepEqual(compared, expected, file);
					}
					const elsewhere = found.filter(([, name]) => !files.some((file) => name.endsWith(file)));
					assert.deepEqual(elsewhere, []);
				} finally {
					rmSync(project, { recursive: true, force: true });
				}
			});
		}
	}
}
