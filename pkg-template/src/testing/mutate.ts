import { nameOf, toWire } from "../event/events.js";
import { MAX_DEPTH, type Recipe, type RecipeMember, recipes } from "../generated/factories.js";
import { type CallerIssueCode, DEFAULT_MAX_BYTES, type IssueCode } from "../generated/texts.js";
import type { JsonValue } from "../generated/types.js";
import { safeParse } from "../index.js";
import { object, written } from "./wire.js";

/** The code of an issue that a body can have. The others are mistakes of the caller. */
export type BodyIssueCode = Exclude<IssueCode, CallerIssueCode>;

/** Options of {@link mutate}. */
export interface MutateOptions {
	/** For `too_large`: the limit in bytes that the body is to exceed, 1 MiB by default. */
	readonly maxBytes?: number | undefined;
}

/**
 * Changes a valid body so that its first issue has a code. `undocumented_member` and `absent_member` are issues with `strict`
 * only. The result is a string, unless it cannot be one: `invalid_utf8` gives bytes.
 *
 * Codes of values need a member of that kind: only a location can be `out_of_range`.
 *
 * @throws {TypeError} if the body is invalid already, if no body has the code, or if this event has no such member
 *
 * @example
 * const result = safeParse(mutate(wire(createFake().incomingText()), "missing_member"));
 */
export function mutate(body: string | Uint8Array, code: "invalid_utf8"): Uint8Array;
export function mutate(
	body: string | Uint8Array,
	code: Exclude<BodyIssueCode, "invalid_utf8">,
	options?: MutateOptions,
): string;
export function mutate(
	body: string | Uint8Array,
	code: BodyIssueCode,
	options?: MutateOptions,
): string | Uint8Array;
export function mutate(
	body: string | Uint8Array,
	code: BodyIssueCode,
	{ maxBytes = DEFAULT_MAX_BYTES }: MutateOptions = {},
): string | Uint8Array {
	const result = safeParse(body);
	if (!result.ok) {
		throw new TypeError(`azeer-webhooks/testing: mutate takes a valid body; ${result.error.message}`);
	}
	const { event } = result;
	const text = typeof body === "string" ? body : new TextDecoder().decode(body);
	const recipe = recipes.find(
		(it) =>
			it.event === event.webhook_event_type &&
			it.messageType === (event as { message_type?: string }).message_type,
	);
	if (!Object.hasOwn(MUTATIONS, code)) {
		throw new TypeError(`azeer-webhooks/testing: no body has the code ${code}`);
	}
	const mutated = MUTATIONS[code]({ text, members: toWire(event), recipe, maxBytes });
	if (mutated === undefined) {
		throw new TypeError(
			`azeer-webhooks/testing: ${nameOf(event)} has no member that can have the code ${code}`,
		);
	}
	return mutated;
}

/** A valid body. The recipe is `undefined` if the event is unknown. */
interface Source {
	readonly text: string;
	readonly members: { readonly [name: string]: JsonValue };
	readonly recipe: Recipe | undefined;
	readonly maxBytes: number;
}

type Mutation = (source: Source) => string | Uint8Array | undefined;

/** The member that every event has. */
const TAG = "webhook_event_type";

const MUTATIONS: Readonly<Record<BodyIssueCode, Mutation>> = {
	too_large: ({ text, maxBytes }) => {
		const { length } = new TextEncoder().encode(text);
		return text + " ".repeat(Math.max(0, maxBytes + 1 - length));
	},
	empty: () => "",
	unexpected_end: ({ text }) => text.trimEnd().slice(0, -1),
	unexpected_character: ({ text }) => text.replace("{", "{,"),
	trailing_character: ({ text }) => `${text}}`,
	byte_order_mark: ({ text }) => `\ufeff${text}`,
	not_an_object: ({ text }) => `[${text}]`,
	invalid_number: replacingTag("01"),
	invalid_escape: replacingTag('"\\x"'),
	control_character: replacingTag('"\u0001"'),
	lone_surrogate: replacingTag('"\\ud83d"'),
	too_deep: replacingTag("[".repeat(MAX_DEPTH) + "]".repeat(MAX_DEPTH)),
	invalid_utf8: ({ members }) => {
		// The only NUL, as others are escaped.
		const bytes = new TextEncoder().encode(spelled(members, { [TAG]: '"\0"' }));
		bytes[bytes.indexOf(0)] = 0xff;
		return bytes;
	},
	repeated_member: ({ members }) => {
		const all = Object.entries(members).map(([name, value]) => [name, written(value)] as const);
		return object([...all, [TAG, written(members[TAG])]]);
	},
	missing_member: ({ members, recipe }) => {
		const required = recipe?.members.find(({ kind, need }) => kind !== "tag" && need === "required");
		return spelled(members, { [required?.name ?? TAG]: undefined });
	},
	meta_payload: ({ members }) => spelled(members, { [TAG]: undefined, entry: "[]" }),
	wrong_type: ({ members, recipe }) => {
		const { name, kind } = recipe?.members.find((it) => it.kind !== "tag") ?? { name: TAG, kind: "tag" };
		return spelled(members, { [name]: ["tag", "string", "date-time"].includes(kind) ? "7" : '"7"' });
	},
	not_an_integer: replacing(({ kind }) => kind === "integer", "1.5"),
	unsafe_integer: replacing(({ kind }) => kind === "integer", "9007199254740992"),
	out_of_range: replacing(({ kind }) => kind === "latitude" || kind === "longitude", "180.5"),
	invalid_date_time: replacing(({ kind }) => kind === "date-time", '"2024-02-30T06:44:54Z"'),
	undocumented_member: ({ members, recipe }) => {
		const own = recipe?.members.map(({ name }) => name);
		// A member of another event.
		const other = recipes.flatMap((it) => it.members).find(({ name }) => own?.includes(name) === false);
		return recipe?.isDocumented && other ? spelled(members, { [other.name]: "null" }) : undefined;
	},
	absent_member: ({ members, recipe }) => {
		const documented = recipe?.members.filter(({ name }) => Object.hasOwn(members, name)) ?? [];
		const absent = documented.find(({ need, isRare }) => need === "optional" && !isRare);
		const kept = documented.filter((member) => member !== absent).map(({ name }) => [name, members[name]]);
		return recipe?.isDocumented && absent ? written(Object.fromEntries(kept)) : undefined;
	},
};

function replacingTag(value: string): Mutation {
	return ({ members }) => spelled(members, { [TAG]: value });
}

/** Gives the first member that fits another value. */
function replacing(fits: (member: RecipeMember) => boolean, value: string): Mutation {
	return ({ members, recipe }) => {
		const member = recipe?.members.find(fits);
		return member && spelled(members, { [member.name]: value });
	};
}

/** The members, some with the JSON text of another value. `undefined` leaves one out. */
function spelled(members: Source["members"], others: Readonly<Record<string, string | undefined>>): string {
	const own = Object.entries(members).map(([name, value]) => [name, written(value)] as const);
	const all = Object.entries({ ...Object.fromEntries(own), ...others });
	return object(all.filter((it): it is [string, string] => it[1] !== undefined));
}
