import { INPUT, OUTPUT } from "../generated/json-schema.js";
import type { JsonSchemaConverter, JsonSchemaOptions } from "./types.js";

/** The parts of the generated schemas that are looked at here. */
interface EventsSchema {
	$id: string;
	description: string;
	properties: { webhook_event_type: { enum?: readonly string[] } };
	allOf: { if: { properties: { webhook_event_type: { enum: readonly string[] } } }; then: object }[];
	$defs: { [name: string]: object };
}

/** Makes a converter for events of a name, which become events of the names `parsed`; for all events without these. */
export function converter(name?: string, parsed?: readonly string[]): JsonSchemaConverter {
	return {
		input: (options) => converted(INPUT, name === undefined ? undefined : [name], options),
		output: (options) => converted(OUTPUT, parsed, options),
	};
}

function converted(
	text: string,
	names: readonly string[] | undefined,
	{ target }: JsonSchemaOptions,
): Record<string, unknown> {
	const whole = names === undefined ? text : JSON.stringify(narrowed(JSON.parse(text), names));
	switch (target) {
		case "draft-2020-12":
			return JSON.parse(whole);
		case "draft-07":
			return {
				...JSON.parse(
					whole.replaceAll('"$defs":', '"definitions":').replaceAll("#/$defs/", "#/definitions/"),
				),
				$schema: "http://json-schema.org/draft-07/schema#",
			};
		default:
			throw new Error(`azeer-webhooks has no JSON Schema for ${target}, only for draft-2020-12 and draft-07`);
	}
}

/** The schema for some event names: without the cases of others. A case that all names have is no condition. */
function narrowed(schema: EventsSchema, names: readonly string[]): object {
	const { $id, description, allOf, $defs, ...rest } = schema;
	const cases = allOf.flatMap((it) => {
		const own = it.if.properties.webhook_event_type.enum;
		const holds = names.filter((name) => own.includes(name));
		return holds.length === 0 ? [] : [holds.length === names.length ? it.then : it];
	});
	const { webhook_event_type } = schema.properties;
	const used = JSON.stringify(cases);
	return {
		...rest,
		properties: { webhook_event_type: { ...webhook_event_type, enum: names } },
		// An empty list is no JSON Schema.
		...(cases.length > 0 && { allOf: cases }),
		$defs: Object.fromEntries(Object.entries($defs).filter(([name]) => used.includes(`"#/$defs/${name}"`))),
	};
}
