import { type AzeerEvent, isMessage } from "../../index.js";
import type { CountRow } from "../../logs.js";
import type { BodyIssueCode } from "../../testing.js";

/** Counts what was written, as `check` should find it. It counts what was meant, and parses nothing. */
export class Oracle {
	#bytes = 0;
	#lines = 0;
	#invalid = 0;
	readonly #events = new Map<string, CountRow>();
	readonly #issues = new Map<string, CountRow>();

	/** Adds the next line: its size, and the event that was made or the code of the fault that was put into it. */
	add(bytes: number, event: AzeerEvent, code: BodyIssueCode | undefined): void {
		this.#bytes += bytes;
		this.#lines++;
		if (code !== undefined) {
			this.#invalid++;
			this.#count(this.#issues, { code });
			return;
		}
		const { webhook_event_type: name } = event;
		this.#count(
			this.#events,
			isMessage(event) ? { event: name, messageType: event.message_type } : { event: name },
		);
	}

	/** The counts, named and sorted as in `check --json`. */
	counts() {
		return {
			bytes: this.#bytes,
			lines: this.#lines,
			valid: this.#lines - this.#invalid,
			unknown: 0,
			invalid: this.#invalid,
			events: sorted(this.#events),
			issues: sorted(this.#issues),
			undocumented: [],
			unfinished: [],
		};
	}

	#count(rows: Map<string, CountRow>, what: object): void {
		const key = JSON.stringify(what);
		const { count, line } = rows.get(key) ?? { count: 0, line: this.#lines };
		rows.set(key, { count: count + 1, line });
	}
}

/** The most frequent first; equal ones by name. */
function sorted(rows: ReadonlyMap<string, CountRow>): object[] {
	return [...rows]
		.sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
		.map(([key, row]) => ({ ...JSON.parse(key), ...row }));
}
