import { eventNames, messageTypes, publicNames } from "../generated/builders.js";
import { HIDDEN } from "../generated/texts.js";
import { isDocumented } from "./documented.js";

/** What is kept of a body, beside its structure. */
export interface MaskOptions {
	/** Whether the body is JSON. If not, a string may be cut at the wrong quote, and then only known words are kept. */
	readonly isJson: boolean;
	/** Whether an undocumented name may be shown. */
	readonly showName: (name: string) => boolean;
}

/** A string, which may lack its end; a mark of the structure; white space; any other run of characters. */
const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|[{}[\],:]|[\t\n\r ]+|[^"{}[\],:\t\n\r ]+/g;

/**
 * A body in which nothing is left of what a person wrote, of the same length. Structure, documented names, and values that `redact`
 * keeps stay as they are. In place of any other text there is `x`, or `1` for a digit of a number; another character stands for one of
 * the same size in UTF-8. So positions still hold.
 */
export function mask(text: string, { isJson, showName }: MaskOptions): string {
	const tokens = text.match(TOKEN) ?? [];
	let depth = 0;
	let member = "";
	let masked = "";
	tokens.forEach((token, at) => {
		if (token === "{" || token === "[") {
			depth++;
		} else if (token === "}" || token === "]") {
			depth--;
		} else if (token.startsWith('"')) {
			const value = stringOf(token);
			if (isName(tokens, at)) {
				member = depth === 1 ? value : "";
				masked += isDocumented(value) || (isJson && showName(value)) ? token : maskedString(token);
				return;
			}
			masked += isPublic(member, value, isJson) ? token : maskedString(token);
			return;
		} else if (!/^[,:\t\n\r ]/.test(token)) {
			masked += isJson && publicNames.includes(member) ? token : maskedRest(token);
			return;
		}
		if (token === "," || token === "[" || token === "{") {
			member = "";
		}
		masked += token;
	});
	return masked;
}

/** Whether a string is the name of a member: a colon follows. */
function isName(tokens: readonly string[], at: number): boolean {
	const next = tokens[at + 1]?.trim() === "" ? tokens[at + 2] : tokens[at + 1];
	return next === ":";
}

function isPublic(member: string, value: string, isJson: boolean): boolean {
	if (isJson) {
		return publicNames.includes(member);
	}
	return (
		(member === "webhook_event_type" && eventNames.includes(value)) ||
		(member === "message_type" && messageTypes.includes(value))
	);
}

/** The text of a string; empty if it is none. */
function stringOf(token: string): string {
	try {
		return JSON.parse(token);
	} catch {
		return "";
	}
}

/** A part of a string: an escape, or a character. */
const PART =
	/\\u[0-9a-fA-F]{0,4}|\\(?:[\ud800-\udbff][\udc00-\udfff]|[\s\S])?|[\ud800-\udbff][\udc00-\udfff]|[\s\S]/g;

/** Keeps quotes and escapes, and hides what they stand for. */
function maskedString(token: string): string {
	return token.replace(PART, (part) => {
		if (part.startsWith("\\u")) {
			return part.length === 6
				? maskedEscape(Number.parseInt(part.slice(2), 16))
				: part.replace(/[^\\u]/g, "1");
		}
		if (part.startsWith("\\")) {
			return /^\\["\\/bfnrt]?$/.test(part) ? part : `\\${maskedCharacter(part.slice(1))}`;
		}
		return part === '"' ? part : maskedCharacter(part);
	});
}

/** Halves of surrogate pairs stay halves, and control characters what they are. */
function maskedEscape(unit: number): string {
	if (unit >= 0xd800 && unit <= 0xdfff) {
		return unit < 0xdc00 ? "\\ud83d" : "\\ude00";
	}
	return unit < 0x20 ? `\\u${unit.toString(16).padStart(4, "0")}` : "\\u0078";
}

/** A character that takes the same number of bytes and of code units. Hidden ones and halves of surrogate pairs say nothing. */
function maskedCharacter(character: string): string {
	if (character !== " " && (HIDDEN.test(character) || /^[\ud800-\udfff\ufffd]$/.test(character))) {
		return character;
	}
	if (character < "\u0080") {
		return "x";
	}
	return character.length === 2 ? "\u{1f600}" : character < "\u0800" ? "\u00e9" : "\u4e2d";
}

/** A number or a word of JSON, as far as it is one. */
const SCALAR = /^(?:-?\d+(?:\.\d*)?(?:[eE][+-]?\d*)?|t(?:r(?:ue?)?)?|f(?:a(?:l(?:se?)?)?)?|n(?:u(?:ll?)?)?)/;

/**
 * A number keeps its sign, a zero in front, point and exponent. Punctuation stays, as it is what is wrong where a body is no JSON.
 */
function maskedRest(token: string): string {
	const [scalar] = SCALAR.exec(token) ?? [""];
	const first = scalar.startsWith("-") ? 1 : 0;
	return (
		scalar.replace(/\d/g, (digit, at) => (digit === "0" && at === first ? "0" : "1")) +
		token.slice(scalar.length).replace(/[\ud800-\udbff][\udc00-\udfff]|[^!-/:-@[-`{-~]/g, maskedCharacter)
	);
}
