import { InvalidArgumentError } from "commander";

const UNITS: { readonly [unit: string]: number } = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** Values of options, as commander reads them. What they throw becomes a message about the option. */
export const value = {
	/** A number above 0. */
	positive: (text: string): number => {
		const number = Number(text);
		if (!(number > 0 && Number.isFinite(number))) {
			throw new InvalidArgumentError("It has to be a number above 0.");
		}
		return number;
	},
	/** A share: 0.05 or 5%. */
	share: (text: string): number => {
		const [, number, percent] = /^(\d+(?:\.\d+)?|\.\d+)(%?)$/.exec(text) ?? [];
		const share = Number(number) / (percent === "%" ? 100 : 1);
		if (!(share >= 0 && share <= 1)) {
			throw new InvalidArgumentError("It has to be a share from 0 to 1, or from 0% to 100%.");
		}
		return share;
	},
	/** A number of bytes, such as 500K, 100M or 2G. */
	size: (text: string): number => {
		const [, number, unit = ""] = /^(\d+)([KMG]?)i?B?$/i.exec(text) ?? [];
		const size = Number(number) * (UNITS[unit.toUpperCase()] as number);
		if (!(size >= 1 && Number.isSafeInteger(size))) {
			throw new InvalidArgumentError("It has to be a number of bytes, such as 500K, 100M or 2G.");
		}
		return size;
	},
	/** A date, or a date and a time. Without an offset it is in UTC. */
	time: (text: string): Date => {
		const hasOffset = /T.*(?:Z|[+-]\d\d:\d\d)$/i.test(text);
		const time = new Date(text.includes("T") && !hasOffset ? `${text}Z` : text);
		if (!/^\d{4}-\d\d-\d\d(?:T|$)/.test(text) || Number.isNaN(time.getTime())) {
			throw new InvalidArgumentError("It has to be a date such as 2026-01-31, or 2026-01-31T12:00:00Z.");
		}
		return time;
	},
	/** All values of an option that may be repeated. */
	each: (text: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), text],
};
