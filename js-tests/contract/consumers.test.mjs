// Libraries that take a Standard Schema accept and refuse payloads through ours.

import assert from "node:assert/strict";
import { test } from "node:test";
import { sValidator } from "@hono/standard-validator";
import { loadVendor, toJsonSchema } from "@standard-community/standard-json";
import { FormApi } from "@tanstack/form-core";
import { initTRPC } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { schema, schemas } from "azeer-webhooks/standard-schema";
import { Hono } from "hono";
import { fixtures } from "../suite.mjs";

const text = fixtures.get("01-incoming-text");
const contact = fixtures.get("08-contact-insert");
const unknown = fixtures.get("13-unknown-event");
const broken = fixtures.get("15-broken");
const messages = [
	"contact_id is a string; Azeer sends an integer",
	"timestamp is not an RFC 3339 date-time",
	"from is missing; Azeer sends a string",
];
const other = "webhook_event_type names another event; this schema takes new_contact";
const posting = (path, body) =>
	new Request(`http://localhost${path}`, {
		method: "POST",
		body,
		headers: { "content-type": "application/json" },
	});

test("tRPC: the input of a procedure", async () => {
	const t = initTRPC.create({
		errorFormatter: ({ shape, error }) => ({ ...shape, issues: error.cause?.issues }),
	});
	const router = t.router({
		event: t.procedure.input(schema).mutation(({ input }) => input.webhook_event_type),
		contact: t.procedure.input(schemas.new_contact).mutation(({ input }) => input.contact_id),
		// The parsed event leaves the procedure as it is.
		echo: t.procedure
			.input(schema)
			.output(schema)
			.mutation(({ input }) => input),
	});
	const call = async (name, body) => {
		const req = posting(`/${name}`, body);
		const response = await fetchRequestHandler({ endpoint: "/", req, router, onError() {} });
		const { result, error } = await response.json();
		return [response.status, result?.data ?? error.issues.map(({ message }) => message)];
	};
	assert.deepEqual(await call("event", text), [200, "incoming_msg"]);
	assert.deepEqual(await call("event", unknown), [200, "unknown"]);
	assert.deepEqual(await call("event", broken), [400, messages]);
	assert.deepEqual(await call("contact", contact), [200, 693]);
	assert.deepEqual(await call("contact", text), [400, [other]]);
	assert.deepEqual(await call("echo", text), [200, JSON.parse(text)]);
});

test("Hono: the validator of a route", async () => {
	const app = new Hono();
	app.post("/event", sValidator("json", schema), (c) => c.text(c.req.valid("json").webhook_event_type));
	app.post("/contact", sValidator("json", schemas.new_contact), (c) =>
		c.json(c.req.valid("json").contact_id),
	);
	const call = async (path, body) => {
		const response = await app.request(posting(path, body));
		return [response.status, await response.text()];
	};
	assert.deepEqual(await call("/event", text), [200, "incoming_msg"]);
	assert.deepEqual(await call("/event", unknown), [200, "unknown"]);
	assert.deepEqual(await call("/contact", contact), [200, "693"]);
	const [status, answer] = await call("/event", broken);
	assert.equal(status, 400);
	assert.deepEqual(
		JSON.parse(answer).error.map(({ message, path }) => [message, path]),
		messages.map((message) => [message, [message.split(" ")[0]]]),
	);
	const [refused, because] = await call("/contact", text);
	assert.deepEqual([refused, JSON.parse(because).error[0].message], [400, other]);
});

test("TanStack Form: the validator of a form, with an issue at its field", () => {
	const form = new FormApi({
		defaultValues: JSON.parse(contact),
		validators: { onChange: schemas.new_contact },
	});
	form.mount();
	form.validate("change");
	assert.equal(form.state.canSubmit, true);
	form.setFieldValue("contact_id", "693");
	form.validate("change");
	assert.equal(form.state.canSubmit, false);
	assert.deepEqual(Object.keys(form.state.errors[0]), ["contact_id"]);
	assert.equal(form.state.errors[0].contact_id[0].message, messages[0]);
	form.setFieldValue("contact_id", 694);
	form.validate("change");
	assert.equal(form.state.canSubmit, true);
});

test("standard-json: the JSON Schema", async () => {
	// It knows the vendors that it has adapters for; others are added.
	await assert.rejects(async () => toJsonSchema(schema), /Unsupported schema vendor "azeer-webhooks"/);
	loadVendor("azeer-webhooks", (it) => it["~standard"].jsonSchema.input({ target: "draft-07" }));
	const json = await toJsonSchema(schemas.new_contact);
	assert.deepEqual(json.properties.webhook_event_type.enum, ["new_contact"]);
	assert.equal(json.definitions.Contact.properties.contact_id.type, "integer");
});
