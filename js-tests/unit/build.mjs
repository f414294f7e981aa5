// Compiles the package's TypeScript to JavaScript in target/unit, file by file, for the unit tests. It needs the
// generated sources, and no WebAssembly but the decoder of inlined modules.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { decoderSource } from "../../scripts/decoder.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const sources = join(root, "pkg-template", "src");
const target = join(root, "target", "unit");

const packed = /-(?:blob|id)\.ts$/;
const names = readdirSync(sources, { recursive: true }).filter(
	(name) => name.endsWith(".ts") && !name.endsWith(".d.ts") && !packed.test(name),
);
rmSync(target, { recursive: true, force: true });
await build({
	entryPoints: names.map((name) => join(sources, name)),
	outbase: sources,
	outdir: target,
	format: "esm",
	target: "es2022",
	logLevel: "warning",
});
// These replace the files that packing writes. The text is the smallest WebAssembly module; what decodes it is the real one.
mkdirSync(join(target, "generated"), { recursive: true });
for (const [name, text] of Object.entries({
	"decoder-blob.js": decoderSource(),
	"core-id.js": 'export const CORE_ID = "unit";\n',
	"core-blob.js": 'export const CORE = "# ) ; 5$###";\n',
	"inspect-blob.js": 'export const INSPECT = "# ) ; 5$###";\n',
})) {
	writeFileSync(join(target, "generated", name), text);
}
writeFileSync(
	join(target, "package.json"),
	`${JSON.stringify({ type: "module", imports: { "#core": "./core/core-given.js" } })}\n`,
);
