import type { JsonValue } from "../generated/types.js";
import type { AzeerEvent } from "../index.js";
import type { LogProgress, LogRules } from "./options.js";

/** What the worker is sent first: how to read, and the port for all other messages. */
export interface Opening {
	readonly [OPENING]: Pick<LogRules, "parse" | "pointer">;
	readonly port: MessagePort;
}

/** A name that no other message has. */
export const OPENING = "azeer-webhooks/logs";

/** To the worker: one more batch may be made; a chunk; the source has ended; no more is wanted. */
export type ToWorker =
	| { readonly kind: "more" }
	| { readonly kind: "chunk"; readonly chunk: Uint8Array }
	| { readonly kind: "end" }
	| { readonly kind: "stop" };

/** From the worker: a chunk is wanted; what was read; a batch; the log has ended, or an error has. */
export type FromWorker =
	| { readonly kind: "pull" }
	| { readonly kind: "progress"; readonly progress: LogProgress }
	| { readonly kind: "batch"; readonly batch: readonly Sent[] }
	| { readonly kind: "done" }
	| { readonly kind: "error"; readonly error: unknown };

/** A result as it is sent. Without an event it is an error, which is made again from the bytes: errors do not survive being sent. */
export interface Sent {
	readonly line: number;
	readonly offset: number;
	readonly bytes: Uint8Array;
	readonly event: AzeerEvent | undefined;
	readonly wrapper: JsonValue | undefined;
}
