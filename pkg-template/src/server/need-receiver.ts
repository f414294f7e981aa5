import type { Receiver } from "./fetch.js";

/** @throws {TypeError} if it is no receiver. A processor takes deliveries, not requests. */
export function needReceiver(adapter: string, receiver: Receiver): void {
	if (typeof receiver !== "function" || "idle" in receiver) {
		throw new TypeError(`azeer-webhooks/server: ${adapter} takes a receiver, which createReceiver makes`);
	}
}
