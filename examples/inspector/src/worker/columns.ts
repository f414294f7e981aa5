// The index: a few numbers for each event, in typed arrays. Bodies stay in the files.

import type { Tier } from "azeer-webhooks/inspect";

export const TIERS: readonly Tier[] = ["documented", "named", "unknown", "invalid"];

/** No phone. */
export const NONE = 0xffff_ffff;

export interface Entry {
	readonly file: number;
	readonly line: number;
	readonly offset: number;
	readonly size: number;
	readonly event: number;
	readonly type: number;
	readonly tier: number;
	readonly drift: boolean;
	/** Milliseconds; NaN if it is not set. */
	readonly time: number;
	readonly phone: number;
}

const DRIFT = 4;
const FIRST_CAPACITY = 1 << 14;

/** 33 bytes for each event. */
export class Columns {
	length = 0;
	offset = new Float64Array(FIRST_CAPACITY);
	time = new Float64Array(FIRST_CAPACITY);
	size = new Uint32Array(FIRST_CAPACITY);
	line = new Uint32Array(FIRST_CAPACITY);
	phone = new Uint32Array(FIRST_CAPACITY);
	file = new Uint16Array(FIRST_CAPACITY);
	event = new Uint8Array(FIRST_CAPACITY);
	type = new Uint8Array(FIRST_CAPACITY);
	#flags = new Uint8Array(FIRST_CAPACITY);

	add(entry: Entry): number {
		if (this.length === this.offset.length) {
			this.#grow();
		}
		const row = this.length++;
		this.offset[row] = entry.offset;
		this.time[row] = entry.time;
		this.size[row] = entry.size;
		this.line[row] = entry.line;
		this.phone[row] = entry.phone;
		this.file[row] = entry.file;
		this.event[row] = entry.event;
		this.type[row] = entry.type;
		this.#flags[row] = entry.tier | (entry.drift ? DRIFT : 0);
		return row;
	}

	tier(row: number): number {
		return (this.#flags[row] as number) & 3;
	}

	drift(row: number): boolean {
		return ((this.#flags[row] as number) & DRIFT) !== 0;
	}

	#grow(): void {
		const capacity = this.length * 2;
		const larger = <T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(
			column: T,
			made: T,
		): T => {
			made.set(column);
			return made;
		};
		this.offset = larger(this.offset, new Float64Array(capacity));
		this.time = larger(this.time, new Float64Array(capacity));
		this.size = larger(this.size, new Uint32Array(capacity));
		this.line = larger(this.line, new Uint32Array(capacity));
		this.phone = larger(this.phone, new Uint32Array(capacity));
		this.file = larger(this.file, new Uint16Array(capacity));
		this.event = larger(this.event, new Uint8Array(capacity));
		this.type = larger(this.type, new Uint8Array(capacity));
		this.#flags = larger(this.#flags, new Uint8Array(capacity));
	}
}

/** Strings by number, in the order in which they came. */
export class Names {
	readonly #numbers = new Map<string, number>();
	readonly list: string[] = [];

	number(name: string): number {
		let number = this.#numbers.get(name);
		if (number === undefined) {
			number = this.list.length;
			this.#numbers.set(name, number);
			this.list.push(name);
		}
		return number;
	}
}
