// Builds Stryker's copy of the project, whose sources contain all mutants: the files that the unit tests import, and a
// package for the behaviour tests. The package has the WebAssembly that `make pkg` built.

import { cpSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleScripts } from "../../scripts/bundle.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** The path of the original project. */
const { MUTANTS_OF } = process.env;
if (MUTANTS_OF === undefined) {
	throw new Error("js-tests/mutants/run.mjs has to run this");
}
// The assembler of the decoder is there.
symlinkSync(join(MUTANTS_OF, "node_modules"), join(root, "node_modules"));
await import("../unit/build.mjs");

const built = join(MUTANTS_OF, "target", "package");
const target = join(root, "js-tests", "node_modules", "azeer-webhooks");
await bundleScripts({
	template: join(root, "pkg-template"),
	target,
	glue: join(MUTANTS_OF, "target", "wasm-pack-inspect", "azeer_webhooks_inspect.js"),
});
for (const name of ["package.json", "README.md", "schema.json", "openapi.json", "fixtures"]) {
	cpSync(join(built, name), join(target, name), { recursive: true });
}
for (const name of readdirSync(join(built, "dist")).filter((it) => it.endsWith(".wasm"))) {
	cpSync(join(built, "dist", name), join(target, "dist", name));
}
// What the receiver and the schemas are tested with.
for (const folder of ["server", "hosts", "contract"]) {
	symlinkSync(
		join(MUTANTS_OF, "js-tests", folder, "node_modules"),
		join(root, "js-tests", folder, "node_modules"),
	);
}
