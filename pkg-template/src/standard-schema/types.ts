// The interfaces of Standard Schema v1 and Standard JSON Schema v1 (https://standardschema.dev), as far as our schemas
// implement them. Written out here, so that the package needs no other.

/** A Standard Schema and a Standard JSON Schema, both of version 1. */
export interface EventSchema<Input, Output> {
	/** What libraries use. */
	readonly "~standard": EventSchemaProps<Input, Output>;
}

/** What libraries use of a schema. */
export interface EventSchemaProps<Input, Output> {
	/** The version of the standard. */
	readonly version: 1;
	/** Whose schema it is. */
	readonly vendor: "azeer-webhooks";
	/** The types of the input and the output, for TypeScript. Absent at run time. */
	readonly types?: { readonly input: Input; readonly output: Output } | undefined;
	/** Checks a value that is parsed already, and makes the event of it. Never a promise. */
	readonly validate: (value: unknown) => SchemaResult<Output>;
	/** Makes the JSON Schemas of the input and the output. */
	readonly jsonSchema: JsonSchemaConverter;
}

/** What `validate` returns: a value, or issues. */
export type SchemaResult<Output> =
	| { readonly value: Output; readonly issues?: undefined }
	| { readonly issues: readonly SchemaIssue[] };

/** One thing that is wrong with a value. */
export interface SchemaIssue {
	/** What is wrong, in a sentence. */
	readonly message: string;
	/**
	 * The names and indices that lead to the value; empty for the whole payload. It holds names as they came, and an
	 * undocumented name can be a person's text: take care where you log it.
	 */
	readonly path: readonly (string | number)[];
}

/** Makes JSON Schemas. */
export interface JsonSchemaConverter {
	/** The JSON Schema of the input. Throws if the target is unknown. */
	readonly input: (options: JsonSchemaOptions) => Record<string, unknown>;
	/** The JSON Schema of the output. Throws if the target is unknown. */
	readonly output: (options: JsonSchemaOptions) => Record<string, unknown>;
}

/** Which JSON Schema is wanted. */
export interface JsonSchemaOptions {
	/** `draft-2020-12` or `draft-07`. There is none for `openapi-3.0`, which has no conditions. */
	readonly target: string;
}
