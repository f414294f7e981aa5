// From an event to the rows of its tables.

import { type AzeerEvent, customerPhone, messageText, sentAt, toWire } from "azeer-webhooks";
import { type Delivery, deliveryKey } from "azeer-webhooks/server";

/** What is written for one delivery: one row at most in each table. */
export interface Rows {
	readonly events: Row;
	readonly bodies: Row;
	readonly messages?: Row;
	readonly contacts?: Row;
	readonly broadcasts?: Row;
}

type Row = { readonly [column: string]: string | number | null };

/** @param object the key of the body in R2, if it is there */
export function rowsOf(event: AzeerEvent, { body, receivedAt }: Delivery, object?: string): Rows {
	const key = keyOf(event);
	const { business_id, contact_name, message_type } = toWire(event);
	const [type, unknown] =
		event.webhook_event_type === "unknown"
			? [event.event_type, event.reason]
			: [event.webhook_event_type, null];
	const sent = milliseconds(event);
	const rows = {
		events: {
			key,
			type: short(type),
			unknown,
			business_id: short(business_id),
			phone: short(event.webhook_event_type === "new_contact" ? event.platform_id : customerPhone(event)),
			sent_at: sent,
			received_at: Date.parse(receivedAt),
		},
		// A body that is no text is no event.
		bodies: object === undefined ? { key, body: body as string } : { key, object },
	};
	// Of an unknown event that has the name of a message, too.
	if (type === "incoming_msg" || type === "outgoing_msg") {
		const messages = {
			key,
			direction: type === "incoming_msg" ? "in" : "out",
			message_type: text(message_type),
			contact_name: text(contact_name),
			text: messageText(event),
		};
		return { ...rows, messages };
	}
	if (event.webhook_event_type === "new_contact") {
		const { contact_id, platform_id, status, tags } = event;
		const contacts = {
			key,
			business_id: text(business_id) ?? "",
			contact_id,
			phone: text(platform_id),
			name: text(contact_name),
			status: text(status),
			tags: text(tags),
			changed_at: sent ?? 0,
		};
		return { ...rows, contacts };
	}
	if (event.webhook_event_type === "broadcast_complete") {
		const { broadcast_id, broadcast_status: status, broadcast_updated_at, timestamp } = event;
		const changed = milliseconds({ ...event, timestamp: broadcast_updated_at ?? timestamp });
		const broadcasts = {
			key,
			business_id: text(business_id) ?? "",
			broadcast_id,
			status,
			changed_at: changed ?? 0,
		};
		return { ...rows, broadcasts };
	}
	return rows;
}

/** The delivery's key or, if a sender has made it longer than an index should have, its digest: enough to tell deliveries apart. */
function keyOf(event: AzeerEvent): string {
	const key = deliveryKey(event);
	return key.length <= 512 ? key : key.slice(key.lastIndexOf("/") + 1);
}

const milliseconds = (event: AzeerEvent): number | null => sentAt(event)?.getTime() ?? null;

/** Lists show these of many events, and a sender can write a megabyte into any of them. The body has it all. */
const short = (value: unknown): string | null => text(value)?.slice(0, 200) ?? null;

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
