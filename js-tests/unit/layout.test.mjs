// Where the package's sources are, and what they import: entries at the top only export, folders depend one way.

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

/** What a folder may import beside itself; those that are not here are of one entry each, and import all of these but no other. */
const folders = {
	generated: ["core", "parse"],
	core: ["generated"],
	parse: ["generated", "core"],
	event: ["generated", "core", "parse"],
};

test("the entries of the table are what is at the top, and they only export", () => {
	const names = files.filter((name) => !name.includes("/"));
	assert.deepEqual(names.sort(), entries.map(({ name }) => `${name}.ts`).sort());
	for (const name of names) {
		const statements = text(name).replaceAll(/\/\*\*.*?\*\//gs, "");
		const left = statements.replaceAll(/^export (type )?(\*|\{[^}]*\}) from ".*";$/gm, "");
		assert.equal(left.trim(), "", name);
	}
});

test("folders import what they may", () => {
	let count = 0;
	for (const name of files.filter((it) => it.includes("/"))) {
		const [folder] = name.split("/");
		for (const [, specifier] of text(name).matchAll(/from "(\..+)"/g)) {
			const path = posix.join(posix.dirname(name), specifier);
			const [reached] = path.split("/");
			const mayReach = folders[folder] ?? [...Object.keys(folders), "index.js"];
			assert.ok([folder, ...mayReach].includes(reached), `${name} imports ${specifier}`);
			count++;
		}
	}
	assert.ok(count > 0);
});
