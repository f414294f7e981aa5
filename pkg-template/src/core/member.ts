/** Sets a member of any name. If a name is repeated, the last value counts, as in `JSON.parse`. */
export function setMember(object: object, name: string, value: unknown): void {
	if (name in object) {
		// Assignment would call a setter: __proto__ has one, and other code may add more to Object.prototype.
		Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
	} else {
		(object as Record<string, unknown>)[name] = value;
	}
}
