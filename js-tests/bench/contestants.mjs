// Who takes part: each turns a text into a checked value, or throws.

import * as azeer from "azeer-webhooks";
import * as ajv from "./contestants/ajv.mjs";
import * as arktype from "./contestants/arktype.mjs";
import * as handWritten from "./contestants/hand-written.mjs";
import * as typebox from "./contestants/typebox.mjs";
import * as valibot from "./contestants/valibot.mjs";
import * as zod from "./contestants/zod.mjs";
import { shapesOf } from "./shapes.mjs";

export const OURS = "azeer-webhooks";
export const BASELINE = "JSON.parse";

/** Contestants with schemas, by name, each with the file that its size is measured by. */
export const files = {
	"hand-written": "hand-written.mjs",
	typia: "typia.mjs",
	typebox: "typebox.mjs",
	arktype: "arktype.mjs",
	ajv: "ajv.mjs",
	zod: "zod.mjs",
	valibot: "valibot.mjs",
};

/**
 * Parsers by name, and by name why one is absent: some need `eval`, which not every host allows.
 *
 * @param typia the module that contestants/typia.mjs compiles
 */
export function makeContestants(schema, typia) {
	const shapes = shapesOf(schema);
	const makers = {
		[OURS]: () => azeer.parse,
		"hand-written": () => handWritten.create(),
		typia: () => typia.create(),
		typebox: () => typebox.create(shapes),
		arktype: () => arktype.create(shapes),
		ajv: () => ajv.create(shapes),
		"ajv, published schema": () => ajv.fromPublished(schema),
		zod: () => zod.create(shapes),
		"zod, jitless": () => zod.create(shapes, { jitless: true }),
		valibot: () => valibot.create(shapes),
	};
	if (typia === undefined) {
		delete makers.typia;
	}
	const parsers = {};
	const absent = {};
	for (const [name, make] of Object.entries(makers)) {
		try {
			parsers[name] = make();
		} catch (error) {
			absent[name] = `${error.name}: ${error.message}`;
		}
	}
	return { parsers, absent };
}

/** Ours beside `parse`; `parseMany` is undefined where the package has none. */
export const { safeParse, parseMany } = azeer;
