// Finds the examples in the doc comments of the package's sources.

import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/**
 * The path, with slashes, and the code of every example in a folder. Throws if there is none, or if one cannot be read.
 */
export function examplesOf(folder) {
	const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".ts"));
	const found = names.flatMap((name) => {
		const text = readFileSync(join(folder, name), "utf8");
		const examples = [...text.matchAll(/@example\n((?:[\t ]*\* .*\n)+)/g)];
		if (examples.length !== text.split("@example").length - 1) {
			throw new Error(`${name} has an @example without lines of code`);
		}
		return examples.map(([, lines]) => ({
			file: name.replaceAll(sep, "/"),
			code: lines.replace(/^[\t ]*\* ?/gm, ""),
		}));
	});
	if (found.length === 0) {
		throw new Error(`there are no examples in ${folder}`);
	}
	return found;
}
