import { isDocumented } from "../event/documented.js";
import { mask } from "../event/mask.js";
import type { Issue } from "../index.js";

/** A name that a program has, not a person. Others, such as phone numbers, are shown with `--show` only. */
const IDENTIFIER = /^[A-Za-z]+(?:_[A-Za-z]+)*\d{0,2}$/;
const LONGEST = 40;
/** An index of an array. */
const INDEX = /^\d{1,3}$/;

const isShown = (name: string): boolean =>
	isDocumented(name) || (name.length <= LONGEST && IDENTIFIER.test(name));

/** The name of a member or an event, unless a person may have written it. */
export const redactedName = (name: string): string => (isShown(name) ? name : "[redacted]");

/** A JSON Pointer of which all names are shown. */
export function redactedPath(path: string): string {
	const [, ...names] = path.split("/");
	return names.map((name) => `/${INDEX.test(name) ? name : redactedName(name)}`).join("");
}

/** A text of the same length, line by line, in which nothing is left that a person wrote. Positions still hold. */
export function redactedBody(text: string): string {
	return mask(text, { isJson: isJson(text), showName: isShown });
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

/** An issue whose path has no name that a person wrote. Messages name documented members only. */
export const redactedIssue = (issue: Issue): Issue => ({ ...issue, path: redactedPath(issue.path) });
