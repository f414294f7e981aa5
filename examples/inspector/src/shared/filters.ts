// The filters, and their form in a link. A link has no data: a phone is its number in this page, and the searched text is left out.

import type { Tier } from "azeer-webhooks/inspect";

export interface Filters {
	/** Empty lists let everything through. */
	readonly event: readonly string[];
	readonly type: readonly string[];
	readonly validity: readonly Tier[];
	readonly drift: "" | "yes" | "no";
	/** Milliseconds, the first included and the second not. */
	readonly from: number | null;
	readonly to: number | null;
	/** Phones are numbered in the order in which they appear, from 0. */
	readonly phone: number | null;
}

export const NO_FILTERS: Filters = {
	event: [],
	type: [],
	validity: [],
	drift: "",
	from: null,
	to: null,
	phone: null,
};

const TIERS: readonly string[] = ["documented", "named", "unknown", "invalid"] satisfies Tier[];

/** Names of Azeer's events and message types. Anything else in a link is ignored. */
const NAME = /^[a-z_]{1,40}$/;

export function toHash(filters: Filters): string {
	const parameters = new URLSearchParams();
	for (const key of ["event", "type", "validity"] as const) {
		if (filters[key].length > 0) {
			parameters.set(key, filters[key].join("."));
		}
	}
	if (filters.drift !== "") {
		parameters.set("drift", filters.drift);
	}
	for (const key of ["from", "to"] as const) {
		const time = filters[key];
		if (time !== null) {
			parameters.set(key, new Date(time).toISOString());
		}
	}
	if (filters.phone !== null) {
		parameters.set("phone", String(filters.phone + 1));
	}
	return parameters.toString();
}

export function fromHash(hash: string): Filters {
	const parameters = new URLSearchParams(hash.replace(/^#/, ""));
	const list = (key: string) => (parameters.get(key) ?? "").split(".").filter((it) => NAME.test(it));
	const time = (key: string) => {
		const value = Date.parse(parameters.get(key) ?? "");
		return Number.isNaN(value) ? null : value;
	};
	const drift = parameters.get("drift");
	const phone = Number(parameters.get("phone"));
	return {
		event: list("event"),
		type: list("type"),
		validity: list("validity").filter((it): it is Tier => TIERS.includes(it)),
		drift: drift === "yes" || drift === "no" ? drift : "",
		from: time("from"),
		to: time("to"),
		phone: Number.isSafeInteger(phone) && phone > 0 ? phone - 1 : null,
	};
}

export const isFiltered = (filters: Filters): boolean => toHash(filters) !== "";
