import { mediaTypes, messageNames } from "../generated/builders.js";
import { UNSET_SECONDS } from "../generated/texts.js";
import type { AzeerEvent, AzeerMessage, MediaMembers } from "../generated/types.js";
import { isMessage, nameOf, toWire } from "./events.js";
import { essence, instant } from "./rules.js";

const MILLISECONDS_PER_SECOND = 1000;
const NANOSECONDS_PER_MILLISECOND = 1_000_000;
// Not a BigInt literal: bundlers refuse those for older targets, even in code that is never called.
const NANOSECONDS_PER_SECOND = 1_000_000_000;

/** A message with a file: an audio, video, voice, image, document or sticker message. */
export type MediaMessage = Extract<AzeerMessage, MediaMembers>;

/** The time in an event's `timestamp`; `undefined` if it is not a date-time or means "not set". */
function timestamp(event: AzeerEvent): { seconds: number; nanoseconds: number } | undefined {
	const { timestamp } = toWire(event);
	const found = typeof timestamp === "string" ? instant(timestamp) : undefined;
	return found?.seconds === UNSET_SECONDS && found.nanoseconds === 0 ? undefined : found;
}

/**
 * When an event was sent: its `timestamp`, rounded down to milliseconds. `null` if that is Go's zero time, which
 * means "not set", or is not an RFC 3339 date-time, as is possible in events that are not checked.
 *
 * @example
 * console.log(sentAt(event)?.toISOString());
 */
export function sentAt(event: AzeerEvent): Date | null {
	const found = timestamp(event);
	if (found === undefined) {
		return null;
	}
	const milliseconds = Math.floor(found.nanoseconds / NANOSECONDS_PER_MILLISECOND);
	return new Date(found.seconds * MILLISECONDS_PER_SECOND + milliseconds);
}

/**
 * Like {@link sentAt}, in nanoseconds since 1970-01-01T00:00:00Z. Azeer sends up to nine fraction digits.
 *
 * @example
 * const latency = BigInt(Date.now()) * 1_000_000n - (sentAtNanoseconds(event) ?? 0n);
 */
export function sentAtNanoseconds(event: AzeerEvent): bigint | null {
	const found = timestamp(event);
	return found === undefined
		? null
		: BigInt(found.seconds) * BigInt(NANOSECONDS_PER_SECOND) + BigInt(found.nanoseconds);
}

/**
 * Whether an event is a message with a file, of a documented type.
 *
 * @example
 * if (isMedia(event)) console.log(event.filename_url, mediaType(event));
 */
export function isMedia(event: AzeerEvent): event is MediaMessage {
	return isMessage(event) && mediaTypes.includes(event.message_type);
}

/**
 * The type of a message's file, in lower case and without parameters: `audio/mp4` if Azeer sends `audio/mp4;`. Read
 * from `mime_type` by the WHATWG's MIME Sniffing Standard; `null` if that is absent, null or not a MIME type.
 *
 * @example
 * if (isMedia(event) && mediaType(event) === "audio/ogg") console.log(event.filename_url);
 */
export function mediaType(message: MediaMessage): string | null {
	const { mime_type } = message;
	return (typeof mime_type === "string" ? essence(mime_type)?.toLowerCase() : undefined) ?? null;
}

/**
 * Whether a message belongs to another one: its `parent_message_id` is a number other than 0.
 *
 * @example
 * if (isMessage(event) && isReply(event)) console.log(event.parent_message_id);
 */
export function isReply(message: AzeerMessage): boolean {
	return typeof message.parent_message_id === "number" && message.parent_message_id !== 0;
}

/**
 * What a person wrote or chose, if the event is a message with a text: `text` or, if that is no string or empty, the text in the
 * undocumented member `message_body`, which is `message_body.text.body` or `message_body.body`; otherwise `null`.
 *
 * An event of an unknown type is a message if its name is that of a message.
 *
 * @example
 * const text = messageText(event);
 */
export function messageText(event: AzeerEvent): string | null {
	if (!messageNames.includes(nameOf(event))) {
		return null;
	}
	const { text, message_body } = toWire(event) as { text?: unknown; message_body?: Nested };
	const texts = [text, message_body?.text?.body, message_body?.body];
	return texts.find((it): it is string => typeof it === "string" && it !== "") ?? null;
}

/** What `message_body` may be. Anything else has none of these members. */
type Nested = { text?: { body?: unknown } | null; body?: unknown } | null;

/**
 * The phone number of the customer a message is from or to; `null` if the event is not a message. The event name decides which of
 * the two it is, whatever `direction` is.
 *
 * An event of an unknown type is a message if its name is that of a message. Its `from` or `to` counts if it is a string.
 *
 * @example
 * const phone = customerPhone(event);
 */
export function customerPhone(event: AzeerEvent): string | null {
	const name = nameOf(event);
	const { from, to } = toWire(event);
	const phone = name === "incoming_msg" ? from : to;
	return messageNames.includes(name) && typeof phone === "string" ? phone : null;
}
