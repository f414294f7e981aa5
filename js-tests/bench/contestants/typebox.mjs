import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { assemble } from "../shapes.mjs";

const kinds = {
	string: () => Type.String(),
	boolean: () => Type.Boolean(),
	integer: ({ minimum, maximum }) => Type.Integer({ minimum, maximum }),
	number: ({ minimum, maximum }) => Type.Number({ minimum, maximum }),
	"date-time": () => Type.String({ format: "date-time" }),
};

export function objectOf(members, literals) {
	const own = members.map((it) => {
		const schema = kinds[it.kind](it);
		return [it.name, it.optional ? Type.Optional(Type.Union([schema, Type.Null()])) : schema];
	});
	const named = Object.entries(literals).map(([name, value]) => [name, Type.Literal(value)]);
	// TypeBox has no discriminated unions and tries the objects one by one, so the literals come first.
	return Type.Object(Object.fromEntries([...named, ...own]));
}

export function create(shapes) {
	const schema = Compile(assemble(shapes, objectOf, (_, options) => Type.Union(options)));
	return (text) => {
		const value = JSON.parse(text);
		if (!schema.Check(value)) {
			throw new TypeError(schema.Errors(value)[0]?.message ?? "not an event");
		}
		return value;
	};
}
