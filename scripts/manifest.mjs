// Completes the package's package.json from the table of entries.

import { cores, hosts, entries as table } from "./entries.mjs";

const mapped = (keys, value) => Object.fromEntries(keys.map((key) => [key, value(key)]));

/** The specifier by which users import an entry. */
export const specifier = ({ name }) => (name === "index" ? "azeer-webhooks" : `azeer-webhooks/${name}`);

/** The conditions of an entry in `exports`. */
function conditions({ name, formats }) {
	const file = (extension) => `./dist/${name}.${extension}`;
	const both = (types, script) => ({ types: file(types), default: file(script) });
	if (!formats.includes("cjs")) {
		return both("d.ts", "js");
	}
	if (!formats.includes("esm")) {
		return both("d.cts", "cjs");
	}
	return { import: both("d.ts", "js"), module: file("js"), require: both("d.cts", "cjs") };
}

/** The script of an entry for tools that ignore `exports` and `imports`: the usual one if it does not need them. */
export const oldScript = ({ name, core }) => (core === "given" ? `${name}.cjs` : `old-${name}.cjs`);

/**
 * The packed package.json. `manifest` is that of pkg-template, which has everything that does not depend on entries.
 */
export function completed(manifest, entries = table) {
	const index = entries.find(({ name }) => name === "index");
	const { files, exports, ...rest } = manifest;
	return {
		...rest,
		files: ["dist", ...entries.filter(({ folder }) => folder).map(({ name }) => name), ...files],
		imports: mapped(Object.keys(cores), (core) =>
			mapped(Object.keys(hosts), (host) => `./dist/${cores[core]}-${hosts[host]}`),
		),
		exports: {
			...Object.fromEntries(
				entries.map((entry) => [entry === index ? "." : `./${entry.name}`, conditions(entry)]),
			),
			...exports,
		},
		main: `./dist/${oldScript(index)}`,
		types: `./dist/${index.name}.d.cts`,
	};
}

/** The package.json of an entry's folder. */
export const folderManifest = (entry) => ({
	main: `../dist/${oldScript(entry)}`,
	types: `../dist/${entry.name}.d.cts`,
	sideEffects: false,
});
