// Lines that wrap a body, as `npx azeer-webhooks listen` and `deliveryToText` write them.

import { type LogResult, readEvents } from "azeer-webhooks/logs";

const POINTER = "/body";

/** How many lines are looked at: the first can have been cut by a crash. */
const TRIES = 20;

/** `/body` if the log's first readable line wraps a body. */
export async function pointerOf(file: Blob): Promise<string | undefined> {
	let tries = TRIES;
	for await (const { bytes } of readEvents(file)) {
		const value = object(bytes);
		if (value !== undefined) {
			const isWrapped = typeof value.base64 === "string" || ["string", "object"].includes(typeof value.body);
			return isWrapped && value.webhook_event_type === undefined ? POINTER : undefined;
		}
		if (--tries === 0) {
			break;
		}
	}
	return undefined;
}

function object(line: Uint8Array): Record<string, unknown> | undefined {
	try {
		const value = JSON.parse(new TextDecoder().decode(line));
		return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** The body that a line wraps; the line itself if it wraps none. */
export function bodyOf(result: LogResult): string | Uint8Array {
	const { bytes, wrapper } = result;
	if (typeof wrapper !== "object" || wrapper === null || Array.isArray(wrapper)) {
		return bytes;
	}
	if (!result.ok) {
		return result.error.body as string | Uint8Array;
	}
	const { body, base64 } = wrapper;
	if (body === undefined && typeof base64 === "string") {
		return Uint8Array.from(atob(base64), (it) => it.charCodeAt(0));
	}
	return typeof body === "string" ? body : JSON.stringify(body);
}

/** When a receiver took the delivery. */
export function receivedAt({ wrapper }: LogResult): string | null {
	const time =
		typeof wrapper === "object" && wrapper !== null && "receivedAt" in wrapper && wrapper.receivedAt;
	return typeof time === "string" ? time : null;
}
