// What the service is set to, which the plan and the oracle know.

export const TOKEN = "s3cr3t-t0ken";

/** The largest body in bytes, decoded. */
export const MAX_BYTES = 65_536;

/** Milliseconds until a request to `/late` is answered in any case. */
export const DEADLINE = 1000;

/** How many deliveries the store remembers. */
export const REMEMBERED = 1000;

/** The types of incoming messages, and the other events, for which there is a handler. */
export const TYPES = ["text", "audio", "video", "voice", "image", "document", "interactive", "location"];
export const EVENTS = [
	"outgoing_msg",
	"new_contact",
	"broadcast_complete",
	"chat_assigned",
	"chat_closed",
	"unknown",
];
