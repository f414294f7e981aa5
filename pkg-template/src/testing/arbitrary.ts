import {
	type Arbitrary,
	boolean,
	constant,
	constantFrom,
	date,
	double,
	maxSafeInteger,
	oneof,
	record,
	string,
	tuple,
} from "fast-check";
import { type Made, type Recipe, type RecipeMember, recipes } from "../generated/factories.js";
import type { JsonValue } from "../generated/types.js";
import type { FakeEvent } from "./fake.js";
import { asKind, parts } from "./value.js";

/**
 * Arbitrary events for fast-check: of one factory of `createFake`, or of any. The parser accepts each of them, and whatever they
 * shrink to. Values are like those of the factories or anything else of their type; optional members may be absent or null, so
 * `strict` does not accept all of them.
 *
 * @throws {TypeError} if there is no such factory
 *
 * @example
 * const bodies = arbitraryEvent("incomingText").map(wire);
 */
export function arbitraryEvent(): Arbitrary<FakeEvent>;
export function arbitraryEvent<Factory extends keyof Made>(factory: Factory): Arbitrary<Made[Factory]>;
export function arbitraryEvent(factory?: keyof Made): Arbitrary<FakeEvent> {
	const wanted = recipes.filter((recipe) => factory === undefined || recipe.factory === factory);
	if (wanted.length === 0) {
		throw new TypeError(`azeer-webhooks/arbitraries: there is no factory ${factory}`);
	}
	return oneof(...wanted.map(ofRecipe));
}

function ofRecipe({ members }: Recipe): Arbitrary<FakeEvent> {
	const model = Object.fromEntries(members.map((member) => [member.name, ofMember(member)]));
	const requiredKeys = members.filter(({ need }) => need !== "optional").map(({ name }) => name);
	const event: Arbitrary<unknown> = record(model, { requiredKeys, noNullPrototype: true });
	return event as Arbitrary<FakeEvent>;
}

function ofMember(member: RecipeMember): Arbitrary<JsonValue> {
	const samples = member.values.map((template) => ofTemplate(template).map((text) => asKind(member, text)));
	if (member.kind === "tag") {
		return oneof(...samples);
	}
	const values = [...samples, anyOf(member)];
	// Values shrink to the first, too.
	return oneof({ withCrossShrink: true }, ...(member.need === "optional" ? [constant(null)] : []), ...values);
}

function ofTemplate(template: string): Arbitrary<string> {
	return tuple(...parts(template).map((choice) => constantFrom(...choice))).map((all) => all.join(""));
}

function anyOf({ kind }: RecipeMember): Arbitrary<JsonValue> {
	switch (kind) {
		case "integer":
			return maxSafeInteger();
		case "boolean":
			return boolean();
		case "latitude":
			return double({ min: -90, max: 90, noNaN: true });
		case "longitude":
			return double({ min: -180, max: 180, noNaN: true });
		case "date-time":
			return date({
				min: new Date("0001-01-01T00:00:00Z"),
				max: new Date("9999-12-31T23:59:59Z"),
				noInvalidDate: true,
			}).map((it) => it.toISOString());
		default:
			// Characters of all kinds, but no half of a surrogate pair.
			return string({ unit: "binary" });
	}
}
