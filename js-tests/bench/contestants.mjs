// The contestants of the benchmark. Each turns a text into a checked value, or throws.

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

/** The files of the other validators, by name. Their sizes are measured with these files. */
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
 * The parsers by name, and the reasons for absent ones by name: some need `eval`, which some hosts forbid.
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

/** Other functions of this package that are measured. */
export const { safeParse, parseMany } = azeer;
