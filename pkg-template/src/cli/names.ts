import { privateNames, publicNames } from "../generated/builders.js";
import { internals } from "../index.js";
import { note } from "./output.js";
import { shown } from "./text.js";

/** Names with more differences are no misspellings of each other. */
const MOST_DIFFERENCES = 2;

/** What a name is that was given on the command line. */
type Kind = "event" | "type" | "member";

const KINDS: { readonly [kind in Kind]: { readonly what: string; names(): readonly string[] } } = {
	event: { what: "event", names: () => internals.shapes.map(({ event }) => event) },
	type: { what: "type of message", names: () => internals.shapes.map(({ messageType }) => messageType) },
	member: { what: "member", names: () => [...publicNames, ...privateNames] },
};

/** Says which names Azeer does not document. They may be new, so they are no mistakes for sure. */
export function noteUndocumented(option: string, kind: Kind, given: readonly string[] = []): void {
	const { what, names } = KINDS[kind];
	const documented = names();
	for (const name of given.filter((it) => !documented.includes(it))) {
		const near = nearest(name, documented);
		const question = near === undefined ? "" : `; did you mean ${near}?`;
		note(`${option} ${shown(name)}: Azeer documents no such ${what}${question}`);
	}
}

/** The name that is most like another; `undefined` if none is. */
function nearest(name: string, names: readonly string[]): string | undefined {
	const ranked = names
		.map((it) => ({ it, count: differences(name.toLowerCase(), it) }))
		.filter(({ it, count }) => count <= Math.min(MOST_DIFFERENCES, it.length / 2))
		.sort((one, other) => one.count - other.count);
	return ranked[0]?.it;
}

/** How many characters have to be added, removed or replaced to make one text of the other (Levenshtein). */
function differences(one: string, other: string): number {
	let row = Array.from({ length: other.length + 1 }, (_, at) => at);
	for (let at = 0; at < one.length; at++) {
		const next = [at + 1];
		for (let to = 0; to < other.length; to++) {
			const [above, left, corner] = [row[to + 1], next[to], row[to]] as [number, number, number];
			next.push(Math.min(above + 1, left + 1, corner + (one[at] === other[to] ? 0 : 1)));
		}
		row = next;
	}
	return row[other.length] as number;
}
