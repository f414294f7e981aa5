import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { assemble } from "../shapes.mjs";

const literal = (value) => ({ const: value });

export function objectOf(members, literals) {
	const own = members.map(({ name, kind, minimum, maximum, optional }) => {
		const isTime = kind === "date-time";
		const type = isTime ? "string" : kind;
		return [
			name,
			{
				type: optional ? [type, "null"] : type,
				...(isTime ? { format: "date-time" } : {}),
				...(minimum === undefined ? {} : { minimum, maximum }),
			},
		];
	});
	const named = Object.entries(literals).map(([name, value]) => [name, literal(value)]);
	const required = members.filter(({ optional }) => !optional).map(({ name }) => name);
	return {
		type: "object",
		properties: Object.fromEntries([...own, ...named]),
		required: [...required, ...Object.keys(literals)],
	};
}

/** ajv's discriminator needs the tag in every branch, also if the branch is itself a union. */
function unionOf(name, options) {
	const branches = options.map((it) =>
		it.oneOf === undefined
			? it
			: {
					...it,
					properties: {
						webhook_event_type: it.oneOf[0].properties.webhook_event_type,
					},
					required: ["webhook_event_type"],
				},
	);
	return { type: "object", discriminator: { propertyName: name }, required: [name], oneOf: branches };
}

function parser(check) {
	return (text) => {
		const value = JSON.parse(text);
		if (!check(value)) {
			throw new TypeError(check.errors[0].message);
		}
		return value;
	};
}

/** A parser by the package's published schema, which accepts unknown events too. */
export function fromPublished(schema) {
	const ajv = new Ajv.default({ logger: false, strict: true, strictTypes: false, strictRequired: false });
	addFormats.default(ajv);
	return parser(ajv.compile(schema));
}

/** A parser by a schema in the form that ajv checks fastest. */
export function create(shapes) {
	const ajv = new Ajv.default({ logger: false, discriminator: true, allowUnionTypes: true });
	addFormats.default(ajv);
	return parser(ajv.compile(assemble(shapes, objectOf, unionOf)));
}
