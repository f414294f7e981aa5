import { privateNames, publicNames } from "../generated/builders.js";

/** Whether Azeer documents a member of this name. Any other name can be something that a person wrote, such as a phone number. */
export function isDocumented(name: string): boolean {
	return publicNames.includes(name) || privateNames.includes(name);
}

/** A JSON Pointer cut after its first name; `undefined` if Azeer does not document that. */
export function documentedPath(path: string): string | undefined {
	const [, name] = path.split("/", 2);
	if (name === undefined) {
		return path;
	}
	return isDocumented(name) ? `/${name}` : undefined;
}
