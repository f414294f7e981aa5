// The licences of all that the package contains of others: libraries in its scripts, crates in its WebAssembly modules.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where a library offers a choice, the shortest text is taken. */
const FILES = [/^licen[cs]e-mit/i, /^licen[cs]e-boost/i, /^licen[cs]e/i];

/**
 * The text of all licences. Most ask that copies contain them. What has the same text shares it.
 *
 * `libraries` are folders of npm packages, `modules` the crates of the WebAssembly modules.
 */
export function licences({ libraries, modules }) {
	const owners = new Map();
	for (const { name, version, license, folder } of [...libraries.map(library), ...crates(modules)]) {
		const text = licence(name, license, folder);
		owners.set(text, [...(owners.get(text) ?? []), `${name} ${version} (${license})`]);
	}
	return [...owners].map(([text, names]) => `${names.join("\n")}\n\n${text}\n`).join("\n\n");
}

function library(folder) {
	return { folder, ...JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) };
}

/** The crates of others that are compiled into these, without what only runs at compile time. */
function crates(modules) {
	const args = [
		"metadata",
		"--locked",
		"--format-version",
		"1",
		"--filter-platform",
		"wasm32-unknown-unknown",
	];
	const { status, stdout, stderr } = spawnSync("cargo", args, {
		cwd: root,
		encoding: "utf8",
		maxBuffer: 1 << 28,
	});
	if (status !== 0) {
		throw new Error(`cargo metadata failed:\n${stderr}`);
	}
	const { packages, resolve } = JSON.parse(stdout);
	const byId = new Map(packages.map((it) => [it.id, it]));
	const nodes = new Map(resolve.nodes.map((it) => [it.id, it]));
	const found = new Set(packages.filter(({ name }) => modules.includes(name)).map(({ id }) => id));
	for (const id of found) {
		for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) {
			const isMacro = byId.get(pkg).targets.some(({ kind }) => kind.includes("proc-macro"));
			if (!isMacro && kinds.some(({ kind }) => kind === null)) {
				found.add(pkg);
			}
		}
	}
	return [...found]
		.map((id) => byId.get(id))
		.filter(({ source }) => source !== null)
		.map(({ manifest_path: path, ...it }) => ({ ...it, folder: dirname(path) }))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function licence(name, expression, folder) {
	const names = readdirSync(folder).sort();
	const files = expression.includes(" AND ")
		? names.filter((it) => /^licen[cs]e/i.test(it))
		: FILES.flatMap((pattern) => names.find((it) => pattern.test(it)) ?? []).slice(0, 1);
	if (files.length === 0) {
		throw new Error(`${name} has no file with its licence`);
	}
	return files.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
}
