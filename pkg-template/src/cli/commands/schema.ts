import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { examples } from "../help.js";
import { print } from "../output.js";
import { packageFile } from "../package.js";

export function addSchema(program: Command): void {
	const command = program
		.command("schema")
		.description("print the JSON Schema of all events")
		.action(() => print(readFileSync(packageFile("schema.json"), "utf8").trimEnd()));
	examples(command, [["Keep it in a file", "schema > schema.json"]]);
}
