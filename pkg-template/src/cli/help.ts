import type { Command } from "commander";

/** Adds examples to the help of a command: what each does, and its arguments. */
export function examples(command: Command, list: readonly (readonly [what: string, args: string])[]): void {
	const lines = list.flatMap(([what, args]) => [`  # ${what}`, `  npx azeer-webhooks ${args}`]);
	command.addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
}
