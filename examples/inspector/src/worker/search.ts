// Text search. Values are searched, not names. Texts are not kept, so the files are read again.

import { toWire } from "azeer-webhooks";
import type { LogResult } from "azeer-webhooks/logs";
import type { Log } from "./log.ts";

export class Search {
	readonly text: string;
	readonly #needle: string;
	#hits = new Uint8Array(1 << 14);

	constructor(text: string) {
		this.text = text;
		this.#needle = text.toLowerCase();
	}

	has(row: number): boolean {
		return this.#hits[row] === 1;
	}

	/** Remembers whether a row has the text. */
	test(row: number, result: LogResult): void {
		if (row >= this.#hits.length) {
			const larger = new Uint8Array(Math.max(row + 1, this.#hits.length * 2));
			larger.set(this.#hits);
			this.#hits = larger;
		}
		const isHit = result.ok
			? this.#isIn(toWire(result.event))
			: this.#isIn(new TextDecoder().decode(result.bytes));
		this.#hits[row] = isHit ? 1 : 0;
	}

	/** Searches the rows that were read before. */
	async run(log: Log, signal: AbortSignal, onProgress: (done: number, of: number) => void): Promise<void> {
		const end = log.columns.length;
		const sizes = log.files.map(({ file }) => file.size);
		const of = sizes.reduce((sum, size) => sum + size, 0);
		let row = 0;
		let before = 0;
		// The page knows of the search before it asks what was found.
		onProgress(0, of);
		for (const [number, size] of sizes.entries()) {
			for await (const result of log.results(number, signal, (bytes) => onProgress(before + bytes, of))) {
				if (row === end) {
					return;
				}
				this.test(row++, result);
			}
			before += size;
		}
	}

	#isIn(value: unknown): boolean {
		if (typeof value === "string") {
			return value.toLowerCase().includes(this.#needle);
		}
		if (typeof value === "object" && value !== null) {
			for (const name in value) {
				if (this.#isIn((value as Record<string, unknown>)[name])) {
					return true;
				}
			}
			return false;
		}
		return typeof value === "number" && String(value).includes(this.#needle);
	}
}
