// Assembles the module that decodes inlined modules: wasm/decode.wat.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bin, run } from "./run.mjs";

/** The module as a TypeScript or JavaScript source that exports it in base64. */
export function decoderSource() {
	const folder = mkdtempSync(join(tmpdir(), "decoder-"));
	try {
		const file = join(folder, "decode.wasm");
		run(
			bin("wasm-as"),
			join(dirname(fileURLToPath(import.meta.url)), "..", "wasm", "decode.wat"),
			"-o",
			file,
		);
		run(bin("wasm-opt"), file, "-Oz", "-o", file);
		return `// Generated from wasm/decode.wat.\n\nexport const DECODER = "${readFileSync(file).toString("base64")}";\n`;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** The longest text that it decodes: its memory has two pages. */
export const MAX_TEXT = 2 * 65_536;
