// The table of entries: everything that can be imported from the package. Packing, the packed package.json, the sizes
// and the tests read it.
//
// An entry is a row here and a source file pkg-template/src/NAME.ts, which only exports.
//
//   name      its subpath and the name of its files; `index` is the package itself
//   imports   what its script imports instead of containing it: other entries, by name, or modules such as `node:fs`
//   core      the WebAssembly module that it loads: `#core` or `#inspect-core`. `given`: it contains the parser, and its
//             caller gives it the core. Absent: it loads none itself.
//   formats   `esm`, `cjs` or both
//   folder    whether it has a folder with a package.json and a script without `imports`, for tools that ignore `exports`.
//             These tools find `index` by `main`.

export const entries = [
	{ name: "index", imports: [], core: "#core", formats: ["esm", "cjs"], folder: false },
	{ name: "slim", imports: [], core: "given", formats: ["esm", "cjs"], folder: true },
	{ name: "server", imports: ["index"], formats: ["esm", "cjs"], folder: true },
	{ name: "logs", imports: ["index"], formats: ["esm", "cjs"], folder: true },
	{ name: "testing", imports: ["index"], formats: ["esm", "cjs"], folder: true },
	{ name: "arbitraries", imports: ["fast-check"], formats: ["esm", "cjs"], folder: true },
	{ name: "inspect", imports: ["index"], core: "#inspect-core", formats: ["esm", "cjs"], folder: true },
	{ name: "standard-schema", imports: ["index"], formats: ["esm", "cjs"], folder: true },
];

/**
 * The script of the command line. It is no entry: nobody imports it. `source` is its file in pkg-template/src, `imports` are as
 * above.
 */
export const program = {
	name: "cli",
	source: "cli/main",
	imports: [
		"index",
		"logs",
		"inspect",
		"server",
		"testing",
		"node:child_process",
		"node:crypto",
		"node:events",
		"node:fs",
		"node:fs/promises",
		"node:http",
		"node:net",
		"node:os",
		"node:path",
		"node:process",
		"node:timers/promises",
		"node:util",
		"node:worker_threads",
		"node:zlib",
	],
	formats: ["esm"],
};

/** The import of each WebAssembly module, and the NAME of its loaders: pkg-template/src/core/NAME-*.ts. */
export const cores = { "#core": "core", "#inspect-core": "inspect" };

/**
 * Conditions of hosts and bundlers, and the loader for each: NAME-workerd.js for `workerd`. The first condition that
 * holds counts.
 */
export const hosts = {
	unwasm: "edge-light.js",
	workerd: "workerd.js",
	"edge-light": "edge-light.js",
	module: "inline.js",
	require: "inline.cjs",
	default: "inline.js",
};
