// The JSON Schemas that Standard JSON Schema asks for: the input is what is accepted, the output what comes out.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { validate } from "azeer-webhooks";
import { schema, schemas } from "azeer-webhooks/standard-schema";
import { values } from "./values.mjs";

const require = createRequire(import.meta.url);
const targets = { "draft-2020-12": Ajv2020, "draft-07": Ajv };
/** JSON Schema cannot say everything that makes a text no JSON, such as half of a surrogate pair. */
const sayable = values.filter((value) => {
	const result = validate(value);
	return result.ok || result.error.status === 422;
});

for (const [target, Validator] of Object.entries(targets)) {
	const compiled = (json) => {
		// `types` of a part can be narrower than that of the whole.
		const ajv = new Validator({ strict: true, strictTypes: false, strictRequired: false });
		formats.default(ajv);
		assert.equal(ajv.validateSchema(json), true);
		return ajv.compile(json);
	};

	test(`${target}: the input is what is accepted, the output what comes out`, () => {
		const counts = { accepted: 0, refused: 0 };
		const all = { undefined: schema, ...schemas };
		for (const [name, it] of Object.entries(all)) {
			const { jsonSchema } = it["~standard"];
			const [input, output] = [jsonSchema.input({ target }), jsonSchema.output({ target })].map(compiled);
			for (const value of sayable) {
				const result = it["~standard"].validate(value);
				const text = `${name} ${JSON.stringify(value).slice(0, 300)}`;
				assert.equal(input(value), result.issues === undefined, text);
				if (result.issues) {
					counts.refused++;
				} else {
					counts.accepted++;
					assert.ok(output(result.value), `${text} ${JSON.stringify(output.errors)}`);
				}
			}
			// An event cannot be unknown for a reason that does not exist.
			assert.equal(
				output({ webhook_event_type: "unknown", reason: "no", event_type: "", payload: {} }),
				false,
			);
			assert.equal(output({ webhook_event_type: "nobody" }), false);
		}
		assert.ok(counts.accepted > 100 && counts.refused > 100, JSON.stringify(counts));
	});
}

test("the input of all events is schema.json", () => {
	const { jsonSchema } = schema["~standard"];
	assert.deepEqual(jsonSchema.input({ target: "draft-2020-12" }), require("azeer-webhooks/schema.json"));
});

test("a schema of one event has the definitions that it needs, and no other", () => {
	const json = schemas.new_contact["~standard"].jsonSchema.input({ target: "draft-2020-12" });
	assert.deepEqual(Object.keys(json.$defs), ["Contact"]);
	assert.deepEqual(json.properties.webhook_event_type.enum, ["new_contact"]);
	assert.deepEqual(json.allOf, [{ $ref: "#/$defs/Contact" }]);
});

test("a schema names the draft that it is written in", () => {
	for (const [target, draft] of Object.entries({
		"draft-2020-12": "https://json-schema.org/draft/2020-12/schema",
		"draft-07": "http://json-schema.org/draft-07/schema#",
	})) {
		assert.equal(schema["~standard"].jsonSchema.input({ target }).$schema, draft);
	}
});

test("what a caller changes in a schema, the next one does not see", () => {
	const { jsonSchema } = schema["~standard"];
	const first = jsonSchema.input({ target: "draft-07" });
	first.required.push("changed");
	assert.ok(!jsonSchema.input({ target: "draft-07" }).required.includes("changed"));
});

test("a target that there is none for throws", () => {
	for (const target of ["openapi-3.0", "draft-04", undefined]) {
		for (const side of ["input", "output"]) {
			assert.throws(() => schema["~standard"].jsonSchema[side]({ target }), {
				message: `azeer-webhooks has no JSON Schema for ${target}, only for draft-2020-12 and draft-07`,
			});
		}
	}
});
