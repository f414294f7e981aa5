export type EventName = Exclude<AzeerEvent["webhook_event_type"], "unknown">;

export interface EventSchema<Input, Output> {
	readonly "~standard": EventSchemaProps<Input, Output>;
}

export interface EventSchemaProps<Input, Output> {
	readonly version: 1;
	readonly vendor: "azeer-webhooks";
	readonly types?:
		| {
				readonly input: Input;
				readonly output: Output;
		  }
		| undefined;
	readonly validate: (value: unknown) => SchemaResult<Output>;
	readonly jsonSchema: JsonSchemaConverter;
}

export type EventSchemas = {
	readonly [Name in EventName]: EventSchema<WireOf<Parsed<Name>>, Parsed<Name>>;
};

export interface JsonSchemaConverter {
	readonly input: (options: JsonSchemaOptions) => Record<string, unknown>;
	readonly output: (options: JsonSchemaOptions) => Record<string, unknown>;
}

export interface JsonSchemaOptions {
	readonly target: string;
}

export interface SchemaIssue {
	readonly message: string;
	readonly path: readonly (string | number)[];
}

export type SchemaResult<Output> =
	| {
			readonly value: Output;
			readonly issues?: undefined;
	  }
	| {
			readonly issues: readonly SchemaIssue[];
	  };

export declare const schema: EventSchema<WireOf<AzeerEvent>, AzeerEvent>;

export declare const schemas: EventSchemas;

// Not exported:

type Parsed<Name extends EventName> =
	| EventOf<Name>
	| (Name extends AzeerMessage["webhook_event_type"] ? UnknownEvent : never);

type WireOf<Event extends AzeerEvent> =
	| Exclude<Event, UnknownEvent>
	| Extract<Event, UnknownEvent>["payload"];
