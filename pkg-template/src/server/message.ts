// What an adapter and a receiver tell each other beside the request.

/** A body that cannot be read for a reason that is not the sender's. Its message is for the sender to pass on. */
export class UnreadableError extends Error {
	override readonly name = "UnreadableError";
}

const FRUGAL: unique symbol = Symbol();

/**
 * Says of a receiver, or of a way to authenticate, that it reads no more of a request than `RequestLike` has. An adapter then makes no
 * `Request`, which would take longer than all that the receiver does.
 */
export function frugal<It extends object>(it: It): It {
	return Object.defineProperty(it, FRUGAL, { value: true });
}

export function isFrugal(it: object): boolean {
	return FRUGAL in it;
}

const RESERIALIZED: unique symbol = Symbol.for("azeer-webhooks.isReserialized") as never;

/** Says of a request that its body was parsed by something else and written again. */
export function markReserialized(request: object): void {
	Object.defineProperty(request, RESERIALIZED, { value: true });
}

export function isReserialized(request: object): boolean {
	return RESERIALIZED in request;
}
