// What the filters let through: one pass over the columns.

import type { Filters } from "../shared/filters.ts";
import type { View } from "../shared/protocol.ts";
import { NONE, TIERS } from "./columns.ts";
import type { Log } from "./log.ts";
import type { Search } from "./search.ts";
import { timeline } from "./timeline.ts";

const EVENT = 1;
const TYPE = 2;
const VALIDITY = 4;
const DRIFT = 8;
const OTHER = 16;
const PHONE = 32;

export interface Matches {
	/** The rows, in the order of the files. */
	readonly rows: Uint32Array;
	/** The same without the filter by phone. */
	readonly ofAllPhones: Uint32Array;
	readonly view: Omit<View, "version" | "query" | "phones" | "phone">;
}

export function matches(log: Log, filters: Filters, search: Search | undefined): Matches {
	const { columns, events, types } = log;
	const allowed = (names: readonly string[], all: readonly string[]) =>
		all.map((name) => names.length === 0 || names.includes(name));
	const eventAllowed = allowed(filters.event, events.list);
	const typeAllowed = allowed(filters.type, types.list);
	const tierAllowed = allowed(filters.validity, TIERS);
	const { from, to, phone } = filters;
	const hasTimes = from !== null || to !== null;
	const min = from ?? Number.NEGATIVE_INFINITY;
	const max = to ?? Number.POSITIVE_INFINITY;
	const rows = new Uint32Array(columns.length);
	const others = new Uint32Array(phone === null ? 0 : columns.length);
	let count = 0;
	let otherCount = 0;
	const counts = {
		all: new Uint32Array(events.list.length),
		event: new Uint32Array(events.list.length),
		type: new Uint32Array(types.list.length),
		validity: new Uint32Array(TIERS.length),
		drift: new Uint32Array(2),
	};
	const add = (of: Uint32Array, index: number) => {
		of[index] = (of[index] as number) + 1;
	};

	for (let row = 0; row < columns.length; row++) {
		const event = columns.event[row] as number;
		const type = columns.type[row] as number;
		const tier = columns.tier(row);
		const drift = columns.drift(row);
		const time = columns.time[row] as number;
		let refused = 0;
		if (!eventAllowed[event]) refused |= EVENT;
		if (!typeAllowed[type]) refused |= TYPE;
		if (!tierAllowed[tier]) refused |= VALIDITY;
		if (filters.drift !== "" && drift !== (filters.drift === "yes")) refused |= DRIFT;
		// NaN is in no range.
		if (hasTimes && !(time >= min && time < max)) refused |= OTHER;
		if (phone !== null && columns.phone[row] !== phone) refused |= PHONE;
		if (search !== undefined && !search.has(row)) refused |= OTHER;
		if (refused === 0) {
			rows[count++] = row;
			add(counts.all, event);
		}
		if (phone !== null && (refused & ~PHONE) === 0) {
			others[otherCount++] = row;
		}
		if ((refused & ~EVENT) === 0) add(counts.event, event);
		if ((refused & ~TYPE) === 0) add(counts.type, type);
		if ((refused & ~VALIDITY) === 0) add(counts.validity, tier);
		if ((refused & ~DRIFT) === 0) add(counts.drift, drift ? 1 : 0);
	}

	const facet = (of: Uint32Array, names: readonly string[]) =>
		Object.fromEntries(names.map((name, index) => [name, of[index] as number]));
	const found = rows.slice(0, count);
	return {
		rows: found,
		ofAllPhones: phone === null ? found : others.subarray(0, otherCount),
		view: {
			total: columns.length,
			matching: count,
			facets: {
				event: facet(counts.event, events.list),
				type: facet(counts.type, types.list),
				validity: facet(counts.validity, TIERS),
				drift: facet(counts.drift, ["no", "yes"]),
			},
			events: facet(counts.all, events.list),
			timeline: timeline(log, found),
		},
	};
}

export interface Phones {
	readonly count: number;
	/** The phone with the newest event first. */
	sorted(): readonly { phone: number; count: number; last: number }[];
}

/** The phones of rows. */
export function phonesOf({ columns, phones }: Log, rows: Uint32Array): Phones {
	const counts = new Uint32Array(phones.list.length);
	const last = new Float64Array(phones.list.length).fill(Number.NEGATIVE_INFINITY);
	let count = 0;
	for (const row of rows) {
		const phone = columns.phone[row] as number;
		if (phone !== NONE) {
			count += counts[phone] === 0 ? 1 : 0;
			counts[phone] = (counts[phone] as number) + 1;
			// NaN is later than nothing.
			if ((columns.time[row] as number) > (last[phone] as number)) {
				last[phone] = columns.time[row] as number;
			}
		}
	}
	let made: ReturnType<Phones["sorted"]> | undefined;
	const sorted = () =>
		Array.from(counts, (of, phone) => ({ phone, count: of, last: last[phone] as number }))
			.filter((it) => it.count > 0)
			.sort((a, b) => (a.last === b.last ? a.phone - b.phone : b.last - a.last));
	return {
		count,
		sorted() {
			made ??= sorted();
			return made;
		},
	};
}
