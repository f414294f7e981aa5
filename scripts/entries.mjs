// What can be imported of the package: data only. Packing, the packed package.json, the sizes and the tests read it.
//
// An entry is a row here and a source file of its name, pkg-template/src/NAME.ts, which only exports.
//
//   name      its subpath, and that of its files; `index` is the package itself
//   imports   what its script imports and does not contain: other entries by their names, or modules such as `node:fs`
//   core      `#core` or `#inspect-core`: it loads that module; `given`: it contains the parser, and whoever uses it gives the core.
//             Without any it has none but those of the entries that it imports.
//   formats   `esm`, `cjs` or both
//   folder    tools that know no `exports` find it as well: by a folder with a package.json of its own, whose script needs no `imports`.
//             The package itself is found by `main`.

export const entries = [
	{ name: "index", imports: [], core: "#core", formats: ["esm", "cjs"], folder: false },
	{ name: "slim", imports: [], core: "given", formats: ["esm", "cjs"], folder: true },
	{ name: "inspect", imports: ["index"], core: "#inspect-core", formats: ["esm", "cjs"], folder: true },
];

/** WebAssembly modules by the import that brings them, each with the start of the names of its scripts: pkg-template/src/core/NAME-*.ts. */
export const cores = { "#core": "core", "#inspect-core": "inspect" };

/** By conditions of a host or bundler, the script that brings a module there: `workerd` is NAME-workerd. The first that holds counts. */
export const hosts = {
	unwasm: "edge-light.js",
	workerd: "workerd.js",
	"edge-light": "edge-light.js",
	module: "inline.js",
	require: "inline.cjs",
	default: "inline.js",
};
