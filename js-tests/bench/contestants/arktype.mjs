import { type } from "arktype";

const kinds = {
	string: () => "string",
	boolean: () => "boolean",
	integer: () => "number.safe & number.integer",
	number: ({ minimum, maximum }) => `${minimum} <= number <= ${maximum}`,
	"date-time": () => "string.date.iso",
};

export function objectOf(members, literals) {
	const own = members.map((it) => {
		const kind = kinds[it.kind](it);
		return it.optional ? [`${it.name}?`, `(${kind}) | null`] : [it.name, kind];
	});
	const named = Object.entries(literals).map(([name, value]) => [name, `'${value}'`]);
	return type(Object.fromEntries([...own, ...named]));
}

/** arktype finds the discriminants by itself. */
export function create(shapes) {
	const schema = type.or(
		...shapes.map(({ event, message, members }) =>
			objectOf(members, {
				webhook_event_type: event,
				...(message === undefined ? {} : { message_type: message }),
			}),
		),
	);
	return (text) => schema.assert(JSON.parse(text));
}
