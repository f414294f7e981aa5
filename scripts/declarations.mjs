// Writes the declarations of a package from the TypeScript of pkg-template.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { entries as table } from "./entries.mjs";
import { bin, run } from "./run.mjs";

/**
 * Checks the sources and writes the declarations that the entries reach: once, as CommonJS, of which the entries for ESM export all, as
 * they may, and CommonJS of ESM may not. So a type is the same whichever way it is imported.
 */
export function declarations({ template, target, entries = table }) {
	const dist = join(target, "dist");
	const all = `${target}-declarations`;
	rmSync(all, { recursive: true, force: true });
	run(process.execPath, bin("tsc"), "--project", join(template, "tsconfig.json"), "--outDir", all);
	for (const { name } of entries.filter(({ formats }) => formats.includes("esm"))) {
		writeFileSync(join(dist, `${name}.d.ts`), `export * from "./${name}.cjs";\n`);
	}
	const pending = entries.map(({ name }) => `${name}.js`);
	for (const name of pending) {
		// The compiler indents by four spaces each.
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
		"/** The core, as the host or the bundler gives it: compiled, as a rule. */\ndeclare const core: object;\nexport default core;\n",
	);
}
