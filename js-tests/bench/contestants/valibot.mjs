import * as v from "valibot";
import { assemble } from "../shapes.mjs";

const kinds = {
	string: () => v.string(),
	boolean: () => v.boolean(),
	integer: () => v.pipe(v.number(), v.safeInteger()),
	number: ({ minimum, maximum }) => v.pipe(v.number(), v.minValue(minimum), v.maxValue(maximum)),
	"date-time": () => v.pipe(v.string(), v.isoTimestamp()),
};

export function objectOf(members, literals) {
	const own = members.map((it) => {
		const schema = kinds[it.kind](it);
		return [it.name, it.optional ? v.nullish(schema) : schema];
	});
	const named = Object.entries(literals).map(([name, value]) => [name, v.literal(value)]);
	return v.looseObject(Object.fromEntries([...own, ...named]));
}

export function create(shapes) {
	const schema = assemble(shapes, objectOf, v.variant);
	return (text) => v.parse(schema, JSON.parse(text));
}
