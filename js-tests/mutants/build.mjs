// Run by Stryker where its copy of the project is, with all mutants in the sources: makes what the unit tests import, and a package
// for the tests of behaviour, whose WebAssembly is that of the package that `make pkg` has left.

import { cpSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleScripts } from "../../scripts/bundle.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** The project itself. */
const { MUTANTS_OF } = process.env;
if (MUTANTS_OF === undefined) {
	throw new Error("this is run by js-tests/mutants/run.mjs");
}
await import("../unit/build.mjs");

const built = join(MUTANTS_OF, "target", "package");
const target = join(root, "js-tests", "node_modules", "azeer-webhooks");
await bundleScripts({
	template: join(root, "pkg-template"),
	target,
	glue: join(MUTANTS_OF, "target", "wasm-pack-inspect", "azeer_webhooks_inspect.js"),
});
for (const name of ["package.json", "README.md", "schema.json", "fixtures"]) {
	cpSync(join(built, name), join(target, name), { recursive: true });
}
for (const name of readdirSync(join(built, "dist")).filter((it) => it.endsWith(".wasm"))) {
	cpSync(join(built, "dist", name), join(target, "dist", name));
}
