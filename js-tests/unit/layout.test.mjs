// The layout of the package's sources: entries on top only export, and folders depend in one direction.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { entries } from "../../scripts/entries.mjs";

const sources = fileURLToPath(new URL("../../pkg-template/src", import.meta.url));
const files = readdirSync(sources, { recursive: true })
	.filter((name) => name.endsWith(".ts"))
	.map((name) => name.replaceAll(sep, "/"));
const text = (name) => readFileSync(join(sources, name), "utf8");

/**
 * The other folders that a folder may import. A folder that is not listed belongs to one entry, and may import all
 * listed ones, and other entries.
 */
const folders = {
	generated: ["core", "parse"],
	core: ["generated"],
	parse: ["generated", "core"],
	event: ["generated", "core", "parse"],
};

test("the files on top are the entries of the table, and they only export", () => {
	const names = files.filter((name) => !name.includes("/"));
	assert.deepEqual(names.sort(), entries.map(({ name }) => `${name}.ts`).sort());
	for (const name of names) {
		const statements = text(name).replaceAll(/\/\*\*.*?\*\//gs, "");
		const left = statements.replaceAll(/^export (type )?(\*|\{[^}]*\}) from ".*";$/gm, "");
		assert.equal(left.trim(), "", name);
	}
});

test("folders import only the folders they may", () => {
	let count = 0;
	for (const name of files.filter((it) => it.includes("/"))) {
		const [folder] = name.split("/");
		for (const [, specifier] of text(name).matchAll(/from "(\..+)"/g)) {
			const path = posix.join(posix.dirname(name), specifier);
			const [reached] = path.split("/");
			const mayReach = folders[folder] ?? [
				...Object.keys(folders),
				...entries.map((entry) => `${entry.name}.js`),
			];
			assert.ok([folder, ...mayReach].includes(reached), `${name} imports ${specifier}`);
			count++;
		}
	}
	assert.ok(count > 0);
});
