// Installs openapi-spec-validator, a Python program, beside the project's other tools.

import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { output } from "../hosts/row.mjs";

const requirements = join(import.meta.dirname, "requirements.txt");
const [, version] = /^openapi-spec-validator==(.*)$/m.exec(readFileSync(requirements, "utf8"));
const { AZEER_TOOLS, XDG_CACHE_HOME = join(homedir(), ".cache") } = process.env;
const tools = AZEER_TOOLS ?? join(XDG_CACHE_HOME, "azeer-webhooks");

/** The path of the program. If it cannot be installed, the error says what is missing. */
export async function specValidator() {
	const folder = join(tools, `openapi-spec-validator-${version}`);
	const program = join(folder, "bin", "openapi-spec-validator");
	if (!existsSync(program)) {
		try {
			await output("python3", ["-m", "venv", folder]);
			await output(join(folder, "bin", "pip"), ["install", "--quiet", "--requirement", requirements]);
		} catch (cause) {
			throw new Error(
				"openapi-spec-validator needs Python 3 with venv: install it (Debian: apt-get install python3-venv)",
				{ cause },
			);
		}
	}
	return program;
}
