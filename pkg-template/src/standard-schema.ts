/**
 * Schemas of Azeer's webhook events, for libraries that take a Standard Schema.
 *
 * @packageDocumentation
 */

export {
	type EventName,
	type EventSchemas,
	schema,
	schemas,
} from "./standard-schema/schema.js";
export type {
	EventSchema,
	EventSchemaProps,
	JsonSchemaConverter,
	JsonSchemaOptions,
	SchemaIssue,
	SchemaResult,
} from "./standard-schema/types.js";
