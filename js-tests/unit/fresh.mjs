// Modules keep state. A test that needs a module in its first state imports a new copy of it.

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const unit = fileURLToPath(new URL("../../target/unit", import.meta.url));

/** Copies the package's files, and calls `run` with a function that imports a copied file by its name. */
export async function fresh(run) {
	const folder = mkdtempSync(join(tmpdir(), "azeer-webhooks-"));
	try {
		cpSync(unit, folder, { recursive: true });
		return await run((name) => import(pathToFileURL(join(folder, name)).href));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
