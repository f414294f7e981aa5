// The documented payloads as one table, read from the package's JSON Schema. All contestants' schemas are made from it,
// so that all check the same members.

/** A member: the name of its kind, its bounds, and whether it may be absent or null. */
function member(name, { type, format, minimum, maximum }, required) {
	const [kind] = [type].flat();
	return { name, kind: format ?? kind, minimum, maximum, optional: !required.includes(name) };
}

function membersOf(schema, references) {
	return references.flatMap(({ $ref }) => {
		const { properties, required } = schema.$defs[$ref.replace("#/$defs/", "")];
		return Object.entries(properties).map(([name, it]) => member(name, it, required));
	});
}

/** The names that a condition of the schema lists for a member. */
const namesIn = (condition, name) => condition.properties[name].enum;

/**
 * The documented shapes: `{ event, message?, members }`, with the discriminants left out of the members.
 *
 * Names without a documented payload are left out, because a typical schema refuses them.
 */
export function shapesOf(schema) {
	return schema.allOf.flatMap((entry) =>
		namesIn(entry.if, "webhook_event_type").flatMap((event) => {
			const { $ref, allOf } = entry.then;
			if ($ref !== undefined) {
				return [{ event, members: membersOf(schema, [{ $ref }]) }];
			}
			return allOf
				.filter((it) => it.then.allOf !== undefined)
				.flatMap((it) =>
					namesIn(it.if, "message_type").map((message) => ({
						event,
						message,
						members: membersOf(schema, it.then.allOf),
					})),
				);
		}),
	);
}

const values = {
	string: "x",
	boolean: true,
	integer: 1,
	number: 0.5,
	"date-time": "2024-03-08T06:44:54Z",
};

/** A payload of a shape, with all members. */
export function sampleOf({ event, message, members }) {
	const own = Object.fromEntries(members.map(({ name, kind }) => [name, values[kind]]));
	const type = message === undefined ? {} : { message_type: message };
	return { ...own, ...type, webhook_event_type: event };
}

/** A shape's name: `incoming_msg text`. */
export const nameOf = ({ event, message }) => [event, message].join(" ").trimEnd();

/** The names of members that a shape may lack. */
export function optionalOf(shapes, event, message) {
	const { members } = shapes.find((it) => it.event === event && it.message === message);
	return members.filter(({ optional }) => optional).map(({ name }) => name);
}

/**
 * Makes a library's schema of all shapes. `object` makes the schema of a shape from its members and literals; `union`
 * makes a union with a discriminant.
 */
export function assemble(shapes, object, union) {
	const events = [...new Set(shapes.map(({ event }) => event))];
	return union(
		"webhook_event_type",
		events.map((event) => {
			const own = shapes.filter((it) => it.event === event);
			const objects = own.map(({ message, members }) =>
				object(members, {
					webhook_event_type: event,
					...(message === undefined ? {} : { message_type: message }),
				}),
			);
			return own[0].message === undefined ? objects[0] : union("message_type", objects);
		}),
	);
}
