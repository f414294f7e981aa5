import type { JsonValue } from "../generated/types.js";
import type { Random } from "./random.js";
import type { RecipeMember } from "./recipe.js";

/** What the marks of a template stand for (src/model/samples.rs). */
const MARKS: Readonly<Record<string, string>> = {
	"#": "0123456789",
	"~": "0123456789abcdef",
	"@": "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
};

/** The text that a template becomes. */
export function filled(template: string, random: Random): string {
	return template.replace(/[#~@]/g, (mark) => {
		const alphabet = MARKS[mark] as string;
		return alphabet.charAt(random(alphabet.length));
	});
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
