// Type-checks the TypeScript of pkg-template and writes the declarations of the package.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { entries as table } from "./entries.mjs";
import { bin, run } from "./run.mjs";

/**
 * Writes the declarations that the entries reach. There is one set, for CommonJS, and the entries for ESM re-export
 * it, so that a type is the same in both. CommonJS could not re-export declarations of ESM.
 */
export function declarations({ template, target, entries = table }) {
	const dist = join(target, "dist");
	const all = `${target}-declarations`;
	rmSync(all, { recursive: true, force: true });
	run(process.execPath, bin("tsc"), "--project", join(template, "tsconfig.json"), "--outDir", all);
	run(process.execPath, bin("tsc"), "--project", join(template, "tsconfig.cli.json"));
	for (const { name } of entries.filter(({ formats }) => formats.includes("esm"))) {
		writeFileSync(join(dist, `${name}.d.ts`), `export * from "./${name}.cjs";\n`);
	}
	const pending = entries.map(({ name }) => `${name}.js`);
	for (const name of pending) {
		// The compiler indents by four spaces; tabs are smaller.
		const text = readFileSync(join(all, name.replace(/\.js$/, ".d.ts")), "utf8").replaceAll(
			/^(?: {4})+/gm,
			(spaces) => "\t".repeat(spaces.length / 4),
		);
		for (const [, specifier] of text.matchAll(/from "(\..+?)"/g)) {
			const reached = join(dirname(name), specifier);
			if (!pending.includes(reached)) {
				pending.push(reached);
			}
		}
		const path = join(dist, name.replace(/\.js$/, ".d.cts"));
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text.replaceAll(/(from "\..+?)\.js"/g, '$1.cjs"'));
	}
	writeFileSync(
		join(dist, "core.wasm.d.ts"),
		"/** The core as the host or the bundler imports it: usually a `WebAssembly.Module`. */\ndeclare const core: object;\nexport default core;\n",
	);
}
