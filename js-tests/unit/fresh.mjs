// Modules keep what they have made; a test that needs one as it is at first takes a copy of it.

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const unit = fileURLToPath(new URL("../../target/unit", import.meta.url));

/** Runs with a function that imports the package's files by their names, of a copy of all of them. */
export async function fresh(run) {
	const folder = mkdtempSync(join(tmpdir(), "azeer-webhooks-"));
	try {
		cpSync(unit, folder, { recursive: true });
		return await run((name) => import(pathToFileURL(join(folder, name)).href));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
