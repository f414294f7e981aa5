// What an adapter tells the receiver beside the request.

/** A body that cannot be read for a reason that is not the sender's. Its message is for the sender to pass on. */
export class UnreadableError extends Error {
	override readonly name = "UnreadableError";
}

const RESERIALIZED: unique symbol = Symbol.for("azeer-webhooks.isReserialized") as never;

/** Says of a request that its body was parsed by something else and written again. */
export function markReserialized(request: object): void {
	Object.defineProperty(request, RESERIALIZED, { value: true });
}

export function isReserialized(request: object): boolean {
	return RESERIALIZED in request;
}
