// Parses every JSON file in a folder and prints a line about each: node demo.mjs FOLDER

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { extra, isMessage, safeParse } from "azeer-webhooks";

const folder = process.argv[2] ?? ".";
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
for (const name of names) {
	const result = safeParse(readFileSync(join(folder, name)));
	const line = result.ok ? describeEvent(result.event) : describeError(result.error);
	console.log(`${name.replace(".json", "").padEnd(28)} ${line}`);
}

function describeError(error) {
	const count = error.issues.length === 1 ? "1 issue" : `${error.issues.length} issues`;
	return `✗ ${count}, answer with status ${error.status}\n${error.frame.replace(/^/gm, "    ")}`;
}

function describeEvent(event) {
	if (isMessage(event)) {
		const arrow = event.webhook_event_type === "incoming_msg" ? "←" : "→";
		return `${arrow} ${event.contact_name ?? event.contact_id}: ${content(event)}`;
	}
	switch (event.webhook_event_type) {
		case "new_contact":
			return `☺ contact ${event.contact_id} (${event.contact_name}): ${event.action}, ${event.status}`;
		case "broadcast_complete":
			return `✓ broadcast ${event.broadcast_id}: ${event.broadcast_status}`;
		case "unknown": {
			const known = Object.keys(event.payload).length;
			const what =
				event.reason === "event_type" ? `event ${event.event_type}` : `${event.message_type} message`;
			const body = extra(event, "message_body");
			const hint = body === undefined ? "" : `, with message_body ${JSON.stringify(body)}`;
			return `? ${what}, unknown by its ${event.reason}; all ${known} members kept${hint}`;
		}
		default:
			return `· ${event.webhook_event_type}, known by its name only, with the members ${Object.keys(event).join(", ")}`;
	}
}

function content(message) {
	switch (message.message_type) {
		case "text":
			return `"${message.text}"`;
		case "interactive":
			return `chose "${message.text}" (${message.interactive_reply_id})`;
		case "location":
			return `is at ${message.latitude}, ${message.longitude}`;
		case "audio":
		case "video":
		case "voice":
		case "image":
		case "document":
		case "sticker":
			return `${message.message_type} (${message.mime_type}) at ${message.filename_url}`;
		default:
			return `a ${message.message_type} message`;
	}
}
