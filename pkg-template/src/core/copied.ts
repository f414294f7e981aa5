/** The same text in memory of its own, so that it does not keep the text alive that it is a slice of. */
export function copied(text: string): string {
	// Engines write out what an array is joined to. Every other way takes several times as long, or leaves a slice of the copy.
	return [text.slice(0, 1), text.slice(1)].join("");
}
