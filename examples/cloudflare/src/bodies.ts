// Bodies in R2: large ones, those that are no event, and those of dead letters.

import { type Delivery, toDelivery } from "azeer-webhooks/server";

export const FOLDERS = ["large", "invalid", "dead"] as const;

/**
 * Keeps the body of a delivery, and why. The key is made of its day and its digest, so keeping it again changes nothing, and keys are in
 * the order of days.
 */
export async function keep(
	bucket: R2Bucket,
	folder: (typeof FOLDERS)[number],
	{ body, receivedAt }: Delivery,
	reason = "",
): Promise<string> {
	const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
	const key = `${folder}/${receivedAt.slice(0, 10)}/${digest}`;
	// R2 takes 8,192 bytes of metadata.
	await bucket.put(key, bytes, { customMetadata: { receivedAt, reason: reason.slice(0, 1000) } });
	return key;
}

/** The delivery that was kept. */
export async function get(bucket: R2Bucket, key: string): Promise<Delivery> {
	const object = await bucket.get(key);
	const receivedAt = object?.customMetadata?.receivedAt;
	if (object === null || receivedAt === undefined) {
		throw new Error("the body is not in R2");
	}
	return { ...toDelivery(await object.arrayBuffer()), receivedAt };
}
