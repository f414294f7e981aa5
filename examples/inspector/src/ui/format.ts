import type { Tier } from "azeer-webhooks/inspect";

const numbers = new Intl.NumberFormat("en");
export const formatNumber = (value: number): string => numbers.format(value);

const times = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
/** In UTC, as Azeer sends times. */
export const formatTime = (time: number): string => times.format(time);

export function formatBytes(bytes: number): string {
	const units = ["B", "KB", "MB", "GB"];
	let value = bytes;
	let unit = 0;
	for (; value >= 1000 && unit < units.length - 1; unit++) {
		value /= 1000;
	}
	return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** A name of Azeer's for people: `incoming_msg` is "incoming". */
export const readable = (name: string): string => name.replace(/_msg$/, "").replaceAll("_", " ");

export const TIER_TEXTS: Readonly<Record<Tier, string>> = {
	documented: "Azeer documents such an event",
	named: "Azeer documents its name only",
	unknown: "New to this version: kept as it came",
	invalid: "See the issues",
};
