import { readdirSync, readFileSync } from "node:fs";
import { packageFile } from "./package.js";

/** The examples in this package, in their order: Azeer's own, then some that are changed. */
export function fixtures(): { readonly name: string; readonly body: string }[] {
	const folder = packageFile("fixtures/");
	return readdirSync(folder)
		.filter((name) => name.endsWith(".json"))
		.sort()
		.map((name) => ({ name, body: readFileSync(new URL(name, folder), "utf8") }));
}
