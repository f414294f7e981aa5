/** Sets a member, whatever its name is. The last one of a name counts, as it does for `JSON.parse`. */
export function setMember(object: object, name: string, value: unknown): void {
	if (name in object) {
		// Not by assignment, for which the name __proto__ has a meaning, and others a meaning if somebody gave them one.
		Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
	} else {
		(object as Record<string, unknown>)[name] = value;
	}
}
