// Installs the packed package here, then runs the tests of folders with it, or one program:
//
//   node js-tests/run.mjs behaviour types    MATRIX=FILE runs all rows of the matrix and adds each to that file
//   node js-tests/run.mjs hostile.mjs

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { dependencies, install } from "../scripts/install.mjs";
import { isFull } from "./hosts/row.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const named = process.argv.slice(2);
install(here);
/** Folders that have packages of their own, and the folders that need them. */
const users = {
	hosts: ["hosts", "server", "logs", "cli", "examples", "cloudflare", "contract", "docs", "inspector"],
	bundlers: ["bundlers"],
	contract: ["contract"],
	server: ["server", "redis-postgres"],
	inspector: ["inspector"],
	"inspector/lighthouse": ["inspector/lighthouse"],
};
for (const folder of Object.keys(users).filter((it) =>
	named.some((name) => users[it].some((user) => name.startsWith(user))),
)) {
	dependencies(join(here, folder), { all: isFull });
}
/** The test files of a folder. Throws if there are none, because Node.js without a file runs any test that it finds. */
function tests(folder) {
	const names = readdirSync(join(here, folder)).filter((name) => name.endsWith(".test.mjs"));
	if (names.length === 0) {
		throw new Error(`there are no tests in js-tests/${folder}`);
	}
	return names.map((name) => join(here, folder, name));
}
const isProgram = named[0]?.endsWith(".mjs");
if (named.length === 0) {
	throw new Error("name the folders to test: node js-tests/run.mjs behaviour types");
}
const args = isProgram ? [join(here, named[0])] : ["--test", ...named.flatMap(tests)];
const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
process.exit(status ?? 1);
