// Shows which types libraries infer from the schemas. It is type-checked and never runs. A comment `error TS…: …` is the
// beginning of the diagnostic expected on the next line. Any other diagnostic fails the test.

import { sValidator } from "@hono/standard-validator";
import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import { FormApi } from "@tanstack/form-core";
import { type inferRouterInputs, type inferRouterOutputs, initTRPC } from "@trpc/server";
import type { AzeerEvent, ContactEvent, EventOf, UnknownEvent } from "azeer-webhooks";
import { schema, schemas } from "azeer-webhooks/standard-schema";
import { Hono } from "hono";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Equal<A, B>) => {};

// The standard's own types.
export const standard: StandardSchemaV1<unknown, unknown> & StandardJSONSchemaV1<unknown, unknown> = schema;
export const each: readonly (StandardSchemaV1 & StandardJSONSchemaV1)[] = Object.values(schemas);
same<StandardSchemaV1.InferOutput<typeof schema>, AzeerEvent>(true);
same<StandardSchemaV1.InferInput<typeof schemas.new_contact>, ContactEvent>(true);
same<StandardSchemaV1.InferOutput<typeof schemas.new_contact>, ContactEvent>(true);
same<StandardSchemaV1.InferOutput<typeof schemas.incoming_msg>, EventOf<"incoming_msg"> | UnknownEvent>(true);
same<
	StandardSchemaV1.InferInput<typeof schemas.incoming_msg>,
	EventOf<"incoming_msg"> | UnknownEvent["payload"]
>(true);

// tRPC
const t = initTRPC.create();
const router = t.router({
	event: t.procedure.input(schema).mutation(({ input }) => {
		same<typeof input, AzeerEvent>(true);
		return input;
	}),
	contact: t.procedure.input(schemas.new_contact).mutation(({ input }) => {
		// error TS2339: Property 'from' does not exist on type 'ContactEvent'.
		input.from;
		return input.contact_id;
	}),
});
same<inferRouterInputs<typeof router>["contact"], ContactEvent>(true);
same<inferRouterOutputs<typeof router>["contact"], number>(true);
export async function call() {
	const caller = router.createCaller({});
	// error TS2322: Type '"chat_closed"' is not assignable to type '"new_contact"'.
	await caller.contact({ webhook_event_type: "chat_closed" });
}

// Hono
export const app = new Hono().post("/", sValidator("json", schemas.new_contact), (c) => {
	const contact = c.req.valid("json");
	same<typeof contact, ContactEvent>(true);
	return c.json({ id: contact.contact_id });
});

// TanStack Form
export const form = (contact: ContactEvent, message: { text: string }) => {
	new FormApi({ defaultValues: contact, validators: { onChange: schemas.new_contact } });
	// error TS2322: Type 'EventSchema<ContactEvent, ContactEvent>' is not assignable to type
	new FormApi({ defaultValues: message, validators: { onChange: schemas.new_contact } });
};
