// Assembles the module that decodes inlined modules: wasm/decode.wat.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bin, run } from "./run.mjs";

/** The module's bytes. */
export function assembled() {
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
		return readFileSync(file);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** A TypeScript or JavaScript source that exports the module in base64. */
export const decoderSource = (bytes = assembled()) =>
	`// Generated from wasm/decode.wat.\n\nexport const DECODER = "${bytes.toString("base64")}";\n`;
