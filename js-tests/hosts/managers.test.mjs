// Runs the suite after each package manager has installed the package by name from a registry. Each has its own layout
// of files.

import { tmpdir } from "node:os";
import { join } from "node:path";
import { scratch, suite } from "./made.mjs";
import { installed, program } from "./programs.mjs";
import { withRegistry } from "./registry.mjs";
import { output, reported, row } from "./row.mjs";
import { imported, reporting, required } from "./sources.mjs";

const ways = { "program.mjs": imported + reporting, "program.cjs": required + reporting };

const node = () => program("node24");
const yarn = () => [node(), installed("@yarnpkg", "cli-dist", "bin", "yarn.js")];
/** The commands that add a package, and that run a program with it. */
const managers = {
	npm: { add: () => ["npm", "install"] },
	pnpm: { add: () => [node(), installed("pnpm", "bin", "pnpm.cjs"), "add"] },
	// It installs no folder: Node.js reads its archives.
	"Yarn, Plug'n'Play": { add: () => [...yarn(), "add"], run: () => [...yarn(), "node"] },
	"bun add": { add: () => [program("bun"), "add"] },
};

for (const [way, { add, run = () => [node()] }] of Object.entries(managers)) {
	for (const [file, text] of Object.entries(ways)) {
		row(
			"registry",
			`${way}, ${file.endsWith("cjs") ? "require" : "import"}`,
			() =>
				withRegistry((registry) => {
					const files = {
						"package.json": JSON.stringify({ name: "project", private: true }),
						".npmrc": `registry=${registry}/\n`,
						".yarnrc.yml": `npmRegistryServer: "${registry}"
unsafeHttpWhitelist: ["127.0.0.1"]
enableTelemetry: false
enableGlobalCache: false
`,
						"suite.mjs": suite("esm"),
						"suite.cjs": suite("cjs"),
						[file]: text,
					};
					// Outside the project, so that no other node_modules is found.
					return scratch(
						files,
						async (cwd) => {
							const env = {
								npm_config_cache: join(cwd, "cache"),
								npm_config_store_dir: join(cwd, "store"),
								BUN_INSTALL_CACHE_DIR: join(cwd, "cache"),
								YARN_GLOBAL_FOLDER: join(cwd, "yarn"),
								// With CI set, they write no lock file.
								CI: undefined,
							};
							const [command, ...args] = add();
							await output(command, [...args, "azeer-webhooks"], { cwd, env });
							const [runner, ...rest] = run();
							return reported(runner, [...rest, file], { cwd, env });
						},
						tmpdir(),
					);
				}),
			{ only: way === "npm" ? "" : "matrix" },
		);
	}
}
