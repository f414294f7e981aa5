import type { RecipeMember } from "../generated/factories.js";
import type { JsonValue } from "../generated/types.js";
import type { Random } from "./random.js";

/** What the marks of a template stand for (src/model/samples.rs). */
const MARKS: Readonly<Record<string, string>> = {
	"#": "0123456789",
	"~": "0123456789abcdef",
	"@": "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
};

/** The characters of a template, and of those that are marks all that they can become. */
export function parts(template: string): string[][] {
	return Array.from(template, (character) => Array.from(MARKS[character] ?? character));
}

/** A text that a template becomes. */
export function filled(template: string, random: Random): string {
	return parts(template)
		.map((choice) => (choice.length === 1 ? choice[0] : choice[random(choice.length)]))
		.join("");
}

/** A text of `values`, as the member's kind of value. */
export function asKind({ kind }: RecipeMember, text: string): JsonValue {
	switch (kind) {
		case "integer":
		case "latitude":
		case "longitude":
			return Number(text);
		case "boolean":
			return text === "true";
		default:
			return text;
	}
}
