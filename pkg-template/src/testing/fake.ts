import type { EventOf, Having } from "../event/of.js";
import { type Made, type Recipe, type RecipeMember, recipes } from "../generated/factories.js";
import type { AzeerEvent, AzeerMessage, JsonValue } from "../generated/types.js";
import { parse } from "../index.js";
import { type Random, random } from "./random.js";
import { asKind, filled } from "./value.js";
import { wire } from "./wire.js";

/** An event that a factory makes: any but an unknown one. */
export type FakeEvent = Made[keyof Made];

/** The name of an event that a factory makes. */
export type FakeEventName = FakeEvent["webhook_event_type"];

/**
 * The members of an event that a factory is to make other than by chance. `undefined` leaves out an optional member. What
 * chooses the event is left to the factory.
 */
export type Overrides<Event> = {
	readonly [Member in keyof Event as Member extends Discriminant ? never : Member]?: object extends Pick<
		Event,
		Member
	>
		? Event[Member] | undefined
		: Event[Member];
};

type Discriminant = "webhook_event_type" | "message_type";

/** Members for {@link Fake.event}. Of a message whose type is left to chance, only those that all types have. */
export type EventOverrides<
	Name extends FakeEventName,
	Type extends AzeerMessage["message_type"],
> = Name extends AzeerMessage["webhook_event_type"]
	? { readonly message_type?: Type } & Overrides<Shared<Having<EventOf<Name>, "message_type", Type>>>
	: Overrides<EventOf<Name>>;

/** The members that all of a union have. */
type Shared<Union> = Pick<Union, keyof Union>;

/** A factory for each event and each type of message, such as `incomingText`, `outgoingImage` and `newContact`. */
export type Factories = {
	readonly [Factory in keyof Made]: (overrides?: Overrides<Made[Factory]>) => Made[Factory];
};

/** What {@link createFake} returns: {@link Factories}, and one for any event. */
export interface Fake extends Factories {
	/** An event by chance. One in eight has members that Azeer does not document, so that it has few or none. */
	event(): FakeEvent;
	/** An event of this name. `message_type` chooses the type of a message; by chance, it is one with documented content. */
	event<Name extends FakeEventName, Type extends AzeerMessage["message_type"] = AzeerMessage["message_type"]>(
		name: Name,
		overrides?: EventOverrides<Name, Type>,
	): Name extends AzeerMessage["webhook_event_type"]
		? Having<EventOf<Name>, "message_type", Type>
		: EventOf<Name>;
}

/** Options of {@link createFake}. */
export interface FakeOptions {
	/** A whole number from 0 to 2^32 - 1; 1 by default. */
	readonly seed?: number | undefined;
}

/**
 * Makes factories of events for tests. The events have all members that Azeer's examples have, and values like theirs.
 * The parser accepts each of them, with `strict` too.
 *
 * Factories with one seed make the same events when they are called in the same order. A later version of the package may
 * make others.
 *
 * @throws {RangeError} if the seed is no whole number from 0 to 2^32 - 1
 * @throws {PayloadError | TypeError} the factories: if the overrides make an event invalid, or another event
 *
 * @example
 * const fake = createFake({ seed: 7 });
 * const message = fake.incomingText({ text: "hi" });
 * const contact = fake.event("new_contact", { action: "update" });
 */
export function createFake({ seed = 1 }: FakeOptions = {}): Fake {
	if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
		throw new RangeError("azeer-webhooks/testing: seed has to be a whole number from 0 to 2^32 - 1");
	}
	const next = random(seed);
	const factories = recipes.map((recipe) => [
		recipe.factory,
		(overrides?: Members) => make(recipe, next, overrides),
	]);
	const event = (name?: string, { message_type, ...overrides }: Members = {}) =>
		make(chosen(name, message_type, next), next, overrides);
	return { ...Object.fromEntries(factories), event };
}

type Members = Record<string, JsonValue | undefined>;

function chosen(name: string | undefined, type: JsonValue | undefined, next: Random): Recipe {
	const named = recipes.filter(
		(recipe) =>
			(name === undefined || recipe.event === name) && (type === undefined || recipe.messageType === type),
	);
	const isDocumented = name !== undefined || next(8) > 0;
	const preferred = named.filter((recipe) => recipe.isDocumented === isDocumented);
	const possible = preferred.length > 0 ? preferred : named;
	const recipe = possible[next(possible.length)];
	if (recipe === undefined) {
		throw new TypeError(
			`azeer-webhooks/testing: there is no event ${[name, type].filter((it) => it !== undefined).join(" ")}`,
		);
	}
	return recipe;
}

function make(recipe: Recipe, next: Random, overrides: Members = {}): AzeerEvent {
	const place = next(2 ** 32);
	const members: Members = {};
	for (const member of recipe.members) {
		// Drawn in any case, so that an override changes no other member.
		const value = drawn(member, place, next);
		members[member.name] = Object.hasOwn(overrides, member.name) ? overrides[member.name] : value;
	}
	const present = Object.entries({ ...members, ...overrides }).filter(([, value]) => value !== undefined);
	const event = Object.fromEntries(present) as unknown as AzeerEvent;
	if (Object.keys(overrides).length > 0) {
		check(event, recipe);
	}
	return event;
}

function drawn(member: RecipeMember, place: number, next: Random): JsonValue | undefined {
	const { values, isOfType, isRare } = member;
	const template = values[(isOfType ? place : next(2 ** 32)) % values.length] as string;
	const value = asKind(member, filled(template, next));
	return isRare && next(2) === 0 ? undefined : value;
}

function check(event: AzeerEvent, { factory, event: name, messageType }: Recipe): void {
	const parsed = parse(wire(event)) as unknown as Members;
	if (parsed.webhook_event_type !== name || parsed.message_type !== messageType) {
		throw new TypeError(`azeer-webhooks/testing: with these overrides, fake.${factory} makes another event`);
	}
}
