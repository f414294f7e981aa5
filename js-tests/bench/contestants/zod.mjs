import { z } from "zod";
import { assemble } from "../shapes.mjs";

const kinds = {
	string: () => z.string(),
	boolean: () => z.boolean(),
	integer: () => z.int(),
	number: ({ minimum, maximum }) => z.number().min(minimum).max(maximum),
	"date-time": () => z.iso.datetime({ offset: true }),
};

export function objectOf(members, literals) {
	const own = members.map((it) => {
		const schema = kinds[it.kind](it);
		return [it.name, it.optional ? schema.nullish() : schema];
	});
	const named = Object.entries(literals).map(([name, value]) => [name, z.literal(value)]);
	return z.looseObject(Object.fromEntries([...own, ...named]));
}

/** The schema of all shapes. */
export function schemaOf(shapes) {
	const schema = assemble(shapes, objectOf, (name, options) => z.discriminatedUnion(name, options));
	// It compiles what it needs at its first use.
	schema.safeParse({});
	return schema;
}

/** A parser. With `jitless` it does not use `eval`, which a strict Content-Security-Policy forbids. */
export function create(shapes, { jitless = false } = {}) {
	// A schema reads this setting when it is made, not later.
	z.config({ jitless });
	const schema = schemaOf(shapes);
	z.config({ jitless: false });
	return (text) => schema.parse(JSON.parse(text));
}
