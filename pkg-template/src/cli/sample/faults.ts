import { type AzeerEvent, internals } from "../../index.js";
import { type BodyIssueCode, mutate, wire } from "../../testing.js";

/** A body that is not an event, and the fault that was put into one. */
export interface Broken {
	readonly body: string | Uint8Array;
	readonly event: AzeerEvent;
	readonly code: BodyIssueCode;
}

/** Codes that no line has by itself: mistakes of a caller, a blank line, and what only strict checks find. */
const NONE = ["unsupported_body", "not_serializable", "empty", "undocumented_member", "absent_member"];

/** A body of more than 1 MiB: there is one, after all others, as many would be most of the file. */
const LARGE = "too_large";

const CODES = internals.codes
	.map(([code]) => code as BodyIssueCode)
	.filter((code) => !NONE.includes(code) && code !== LARGE);

/** Breaks bodies with each code in turn. */
export class Faults {
	#count = 0;

	/** A broken body. `make` makes an event; not every event can have every fault. */
	broken(make: () => AzeerEvent): Broken {
		const at = this.#count++;
		const code = at === CODES.length ? LARGE : (CODES[at % CODES.length] as BodyIssueCode);
		for (;;) {
			const event = make();
			const body = broken(wire(event), code);
			if (body !== undefined) {
				return { body, event, code };
			}
		}
	}
}

/** `undefined` if the event has no member that can have the fault. */
function broken(body: string, code: BodyIssueCode): string | Uint8Array | undefined {
	try {
		return mutate(body, code);
	} catch (error) {
		if (error instanceof TypeError) {
			return undefined;
		}
		throw error;
	}
}
