// A check written without a library: JSON.parse, then a check of each documented member.

const TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

function fail(name) {
	throw new TypeError(`${name} is not as documented`);
}

function string(value, name) {
	if (typeof value !== "string") {
		fail(name);
	}
}

function integer(value, name) {
	if (!Number.isSafeInteger(value)) {
		fail(name);
	}
}

function time(value, name) {
	if (typeof value !== "string" || !TIME.test(value) || Number.isNaN(Date.parse(value))) {
		fail(name);
	}
}

function within(value, limit, name) {
	if (typeof value !== "number" || value < -limit || value > limit) {
		fail(name);
	}
}

const isPresent = (value) => value !== undefined && value !== null;

function maybeString(value, name) {
	if (isPresent(value) && typeof value !== "string") {
		fail(name);
	}
}

function maybeInteger(value, name) {
	if (isPresent(value)) {
		integer(value, name);
	}
}

function maybeTime(value, name) {
	if (isPresent(value)) {
		time(value, name);
	}
}

function message(value) {
	maybeString(value.business_id, "business_id");
	integer(value.contact_id, "contact_id");
	maybeString(value.contact_name, "contact_name");
	string(value.direction, "direction");
	string(value.from, "from");
	string(value.id, "id");
	integer(value.message_id, "message_id");
	maybeInteger(value.parent_message_id, "parent_message_id");
	maybeString(value.platform, "platform");
	time(value.timestamp, "timestamp");
	string(value.to, "to");
	maybeString(value.type, "type");
	switch (value.message_type) {
		case "text":
			string(value.text, "text");
			break;
		case "interactive":
			string(value.text, "text");
			maybeString(value.interactive_reply_id, "interactive_reply_id");
			break;
		case "location":
			within(value.latitude, 90, "latitude");
			within(value.longitude, 180, "longitude");
			maybeTime(value.local_timestamp, "local_timestamp");
			break;
		case "audio":
		case "video":
		case "voice":
		case "image":
		case "document":
		case "sticker":
			string(value.filename_url, "filename_url");
			maybeString(value.media_id, "media_id");
			maybeString(value.mime_type, "mime_type");
			break;
		default:
			fail("message_type");
	}
}

function outgoing(value) {
	message(value);
	if (isPresent(value.is_existing_contact) && typeof value.is_existing_contact !== "boolean") {
		fail("is_existing_contact");
	}
	maybeString(value.filename, "filename");
}

function contact(value) {
	string(value.action, "action");
	maybeString(value.business_id, "business_id");
	maybeString(value.contact_display_name, "contact_display_name");
	integer(value.contact_id, "contact_id");
	maybeString(value.contact_name, "contact_name");
	maybeInteger(value.message_id, "message_id");
	maybeString(value.platform, "platform");
	maybeString(value.platform_id, "platform_id");
	maybeString(value.status, "status");
	maybeString(value.tags, "tags");
	time(value.timestamp, "timestamp");
	maybeString(value.type, "type");
}

function broadcast(value) {
	integer(value.broadcast_id, "broadcast_id");
	string(value.broadcast_status, "broadcast_status");
	maybeTime(value.broadcast_updated_at, "broadcast_updated_at");
	maybeString(value.business_id, "business_id");
	time(value.timestamp, "timestamp");
}

export function create() {
	return (text) => {
		const value = JSON.parse(text);
		if (typeof value !== "object" || value === null) {
			fail("the payload");
		}
		switch (value.webhook_event_type) {
			case "incoming_msg":
				message(value);
				break;
			case "outgoing_msg":
				outgoing(value);
				break;
			case "new_contact":
				contact(value);
				break;
			case "broadcast_complete":
				broadcast(value);
				break;
			default:
				fail("webhook_event_type");
		}
		return value;
	};
}
