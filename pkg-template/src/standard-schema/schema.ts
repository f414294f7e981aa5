import { nameOf } from "../event/events.js";
import { eventNames } from "../generated/json-schema.js";
import { type AzeerEvent, type AzeerMessage, type EventOf, type UnknownEvent, validate } from "../index.js";
import { converter } from "./json-schema.js";
import { segments } from "./segments.js";
import type { EventSchema, SchemaIssue, SchemaResult } from "./types.js";

/** The name of an event that Azeer lists. */
export type EventName = Exclude<AzeerEvent["webhook_event_type"], "unknown">;

/** The object that Azeer sends for an event: of an unknown one, any object. */
type WireOf<Event extends AzeerEvent> =
	| Exclude<Event, UnknownEvent>
	| Extract<Event, UnknownEvent>["payload"];

/** The events of one name. A message is unknown if its type is new or its content is absent. */
type Parsed<Name extends EventName> =
	| EventOf<Name>
	| (Name extends AzeerMessage["webhook_event_type"] ? UnknownEvent : never);

/** A schema for each event that Azeer lists, by its name. */
export type EventSchemas = {
	readonly [Name in EventName]: EventSchema<WireOf<Parsed<Name>>, Parsed<Name>>;
};

/**
 * A Standard Schema of all events. It does what `validate` does: it takes a value that is parsed already, and an unknown
 * event is no issue. For a raw body use `parse`, which is faster and stricter.
 *
 * @example
 * const result = schema["~standard"].validate(JSON.parse(body));
 * if (!result.issues) console.log(result.value.webhook_event_type);
 */
export const schema: EventSchema<WireOf<AzeerEvent>, AzeerEvent> = {
	"~standard": {
		version: 1,
		vendor: "azeer-webhooks",
		validate: (value) => validated(value),
		jsonSchema: converter(),
	},
};

/**
 * A Standard Schema for each event that Azeer lists. It refuses the other events. A message of a new type, or without its
 * content, is accepted as an unknown event.
 *
 * @example
 * const result = schemas.new_contact["~standard"].validate(JSON.parse(body));
 * if (!result.issues) console.log(result.value.contact_id);
 */
export const schemas: EventSchemas = /* @__PURE__ */ schemasByName();

function schemasByName(): EventSchemas {
	const pairs = Object.entries(eventNames).map(([name, parsed]) => {
		const standard = {
			version: 1,
			vendor: "azeer-webhooks",
			validate: (value: unknown) => validated(value, name),
			jsonSchema: converter(name, parsed),
		};
		return [name, { "~standard": standard }];
	});
	return Object.fromEntries(pairs);
}

/** Validates a value as any event, or as one of a name. */
function validated<Event extends AzeerEvent>(value: unknown, name?: string): SchemaResult<Event> {
	const result = validate(value);
	if (result.ok) {
		const { event } = result;
		return name === undefined || nameOf(event) === name
			? { value: event as Event }
			: { issues: [otherEvent(name)] };
	}
	const { issues, payload } = result.error;
	// Members of another event are none of this schema's business.
	const actual = (payload as { webhook_event_type?: unknown } | null | undefined)?.webhook_event_type;
	if (name !== undefined && typeof actual === "string" && actual !== name) {
		return { issues: [otherEvent(name)] };
	}
	return { issues: issues.map(({ message, path }) => ({ message, path: segments(path, payload) })) };
}

function otherEvent(name: string): SchemaIssue {
	return {
		message: `webhook_event_type names another event; this schema takes ${name}`,
		path: ["webhook_event_type"],
	};
}
