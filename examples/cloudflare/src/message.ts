// What the queue carries: a delivery as text or, if that is too large, the key of its body in R2.

import { type Delivery, deliveryFromText, deliveryToText } from "azeer-webhooks/server";
import { get, keep } from "./bodies.ts";

/** Queues takes 128,000 bytes, and about 100 of them are its own. */
const MAX_BYTES = 127_000;

/** How the message for a body in R2 begins. A delivery begins with a brace. */
const OBJECT = "object ";

/** Resolves when the queue has the delivery. */
export async function send(delivery: Delivery, env: Env): Promise<void> {
	const text = deliveryToText(delivery);
	const fits = new TextEncoder().encode(text).byteLength <= MAX_BYTES;
	const message = fits ? text : OBJECT + (await keep(env.BODIES, "large", delivery));
	await env.QUEUE.send(message, { contentType: "text" });
}

/** Whether the body is in R2. */
export const isLarge = (text: string): boolean => text.startsWith(OBJECT);

/** The delivery of a message, and the key of its body if that is in R2. */
export async function fromMessage(text: string, env: Env): Promise<{ delivery: Delivery; object?: string }> {
	if (!isLarge(text)) {
		return { delivery: deliveryFromText(text) };
	}
	const object = text.slice(OBJECT.length);
	return { delivery: await get(env.BODIES, object), object };
}
