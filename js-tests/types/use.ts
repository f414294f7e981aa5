// Shows which code must compile and which must not. It is type-checked and never runs. A comment `error TS…: …` is the
// beginning of the diagnostic expected on the next line. Any other diagnostic fails the test.

import {
	type AzeerEvent,
	type AzeerMessage,
	type ContactEvent,
	type EventOf,
	type extra,
	type IncomingTextMessage,
	type Issue,
	type IssueCode,
	isMedia,
	isMessage,
	type JsonValue,
	type MediaMessage,
	type MessageOf,
	match,
	type mediaType,
	type messageText,
	type OutgoingAudioMessage,
	PayloadError,
	parse,
	safeParse,
	type toWire,
	type UnknownEvent,
	type validate,
} from "azeer-webhooks";
import type { Report } from "azeer-webhooks/inspect";
import { countEvents, type LogCounts, type LogResult, readEvents } from "azeer-webhooks/logs";
import {
	createProcessor,
	type Delivery,
	type deliveryFromText,
	deliveryKey,
	type deliveryToText,
	type Handlers,
	memoryStore,
	type messageKey,
	type Outcome,
	type ProcessorOptions,
	redisStore,
	type SqlStore,
	type Store,
	type sqlSchema,
	sqlStore,
} from "azeer-webhooks/server";
import {
	init as initSlim,
	type parse as parseSlim,
	type PayloadError as SlimError,
} from "azeer-webhooks/slim";
import { type EventSchema, type schema, schemas } from "azeer-webhooks/standard-schema";
import {
	type BodyIssueCode,
	createFake,
	deliver,
	type FakeEvent,
	type FakeEventName,
	mutate,
	wire,
} from "azeer-webhooks/testing";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Equal<A, B>) => {};

export function narrows(event: AzeerEvent): string {
	switch (event.webhook_event_type) {
		case "incoming_msg":
		case "outgoing_msg":
			return describe(event);
		case "new_contact":
			same<typeof event, ContactEvent>(true);
			same<typeof event.tags, string | null | undefined>(true);
			return event.action;
		case "broadcast_complete":
			same<typeof event.broadcast_id, number>(true);
			return event.broadcast_status;
		case "chat_assigned":
		case "chat_closed":
		case "chat_mentioned":
		case "template_approved":
		case "billing_alert":
		case "for_rules":
		case "message_status_changed":
			same<typeof event.agent, JsonValue | undefined>(true);
			return event.webhook_event_type;
		case "unknown":
			same<typeof event, UnknownEvent>(true);
			same<typeof event.reason, "event_type" | "message_type" | "content">(true);
			return event.event_type;
		default:
			return event satisfies never;
	}
}

function describe(message: AzeerMessage): string {
	switch (message.message_type) {
		case "text":
			same<typeof message, MessageOf<"text">>(true);
			return message.text;
		case "interactive":
			return message.interactive_reply_id ?? message.text;
		case "location":
			return `${message.latitude.toFixed(3)}, ${message.longitude.toFixed(3)}`;
		case "audio":
		case "video":
		case "voice":
		case "image":
		case "document":
		case "sticker":
			return message.filename_url;
		case "reaction":
		case "contacts":
		case "order":
		case "button":
		case "template":
		case "system":
		case "unsupported":
			same<typeof message.emoji, JsonValue | undefined>(true);
			return message.from;
		default:
			return message satisfies never;
	}
}

export function exactly(event: AzeerEvent) {
	if (event.webhook_event_type === "incoming_msg" && event.message_type === "text") {
		same<typeof event, IncomingTextMessage>(true);
		// error TS2339: Property 'is_existing_contact' does not exist on type 'IncomingTextMessage'.
		event.is_existing_contact;
		// error TS2339: Property 'filename_url' does not exist on type 'IncomingTextMessage'.
		event.filename_url;
		// error TS2551: Property 'contact_nam' does not exist on type 'IncomingTextMessage'. Did you mean 'contact_name'?
		event.contact_nam;
		// error TS18049: 'event.contact_name' is possibly 'null' or 'undefined'.
		event.contact_name.length;
	}
	if (event.webhook_event_type === "outgoing_msg" && event.message_type === "audio") {
		same<typeof event, OutgoingAudioMessage>(true);
		same<typeof event.is_existing_contact, boolean | null | undefined>(true);
		same<typeof event.filename, string | null | undefined>(true);
	}
	// error TS2367: This comparison appears to be unintentional
	if (event.webhook_event_type === "incoming_message") {
		return;
	}
	// error TS2339: Property 'from' does not exist on type 'AzeerEvent'.
	event.from;
	if (isMessage(event)) {
		same<typeof event, AzeerMessage>(true);
		same<typeof event.from, string>(true);
	}
}

export function incomplete(event: AzeerEvent): unknown {
	switch (event.webhook_event_type) {
		case "incoming_msg":
		case "outgoing_msg":
			return "";
		default:
			// error TS1360: Type '
			return event satisfies never;
	}
}

export function openLeaves(message: EventOf<"incoming_msg">) {
	if (message.direction === "in" || message.direction === "sideways") {
		return message.direction satisfies string;
	}
	// error TS2367: This comparison appears to be unintentional
	return message.direction === 1;
}

export function named() {
	same<EventOf<"new_contact">, ContactEvent>(true);
	same<EventOf<"unknown">, UnknownEvent>(true);
	same<EventOf<"chat_closed">["webhook_event_type"], "chat_closed">(true);
	same<MessageOf<"text">["text"], string>(true);
	same<MessageOf<"reaction">["message_type"], "reaction">(true);
	same<MessageOf<"audio">["webhook_event_type"], "incoming_msg" | "outgoing_msg">(true);
	// error TS2344: Type '"hologram"' does not satisfy the constraint
	same<MessageOf<"hologram">, never>(true);
}

export function calls(body: string, bytes: Uint8Array, buffer: ArrayBuffer) {
	same<ReturnType<typeof parse>, AzeerEvent>(true);
	parse(bytes, { maxBytes: 1 << 20 });
	const config: { max?: number; strict?: boolean } = {};
	parse(bytes, { maxBytes: config.max, strict: config.strict });
	parse(buffer, { strict: true });
	for (const view of [
		new DataView(buffer),
		new Uint16Array(buffer),
		new SharedArrayBuffer(2),
		bytes.buffer,
	]) {
		parse(view);
	}
	// error TS2345: Argument of type 'number[]' is not assignable to parameter of type 'Body'.
	parse([...bytes]);
	same<ReturnType<typeof validate>, ReturnType<typeof safeParse>>(true);
	const result = safeParse(body);
	if (result.ok) {
		same<typeof result.event, AzeerEvent>(true);
		same<ReturnType<typeof toWire>, { [member: string]: JsonValue }>(true);
		same<ReturnType<typeof extra>, JsonValue | undefined>(true);
		// error TS2339: Property 'error' does not exist on type
		result.error;
	} else {
		same<typeof result.error, PayloadError>(true);
		same<typeof result.error.status, 400 | 413 | 422 | 500>(true);
		same<typeof result.error.issues, readonly Issue[]>(true);
		same<Issue["code"], IssueCode>(true);
	}
	// error TS2673: Constructor of class 'PayloadError' is private and only accessible within the class declaration.
	new PayloadError("no");
	// error TS2353: Object literal may only specify known properties, and 'webhook_event_type' does not exist in type
	parse({ webhook_event_type: "incoming_msg" });
	// error TS2353: Object literal may only specify known properties, and 'limit' does not exist in type 'ParseOptions'.
	parse(body, { limit: 1 });
}

export async function slim(bytes: Uint8Array, core: object) {
	const response = { ok: true, status: 200, arrayBuffer: async () => new ArrayBuffer(0) };
	for (const source of [bytes, bytes.buffer, core, response, Promise.resolve(response)]) {
		await initSlim(source);
	}
	// error TS2345: Argument of type 'string' is not assignable to parameter of type
	await initSlim("core.wasm");
	same<ReturnType<typeof parseSlim>, AzeerEvent>(true);
	same<SlimError, PayloadError>(true);
	same<Report["event"], AzeerEvent | undefined>(true);
}

export function helpers(event: AzeerEvent) {
	if (isMedia(event)) {
		same<typeof event, MediaMessage>(true);
		same<typeof event.filename_url, string>(true);
		same<ReturnType<typeof mediaType>, string | null>(true);
	}
	const name = () => "";
	same<string, ReturnType<typeof matched>>(true);
	// error TS2345: Argument of type '{ incoming_msg: () => string; }' is not assignable to parameter of type
	match(event, { incoming_msg: name });
	// error TS2339: Property 'from' does not exist on type 'ContactEvent'.
	match(event, { new_contact: (contact) => contact.from, default: name });
}

const matched = (event: AzeerEvent) =>
	match(event, {
		incoming_msg: (message) => message.from,
		broadcast_complete: ({ broadcast_id }) => String(broadcast_id),
		default: ({ webhook_event_type }) => webhook_event_type,
	});

export function keys(event: AzeerEvent) {
	same<ReturnType<typeof deliveryKey>, string>(true);
	same<ReturnType<typeof messageKey>, string | null>(true);
	same<ReturnType<typeof messageText>, string | null>(true);
	// error TS2554: Expected 1 arguments, but got 2.
	deliveryKey(event, "body");
}

export async function processes(delivery: Delivery) {
	const process = createProcessor({
		store: memoryStore({ maxKeys: 10 }),
		on: {
			incoming_msg: {
				text: (message, given) => {
					same<typeof message, IncomingTextMessage>(true);
					same<typeof given, Delivery>(true);
				},
				audio: async ({ filename_url }) => filename_url,
				reaction: (message) => {
					same<typeof message.message_type, "reaction">(true);
					same<typeof message.webhook_event_type, "incoming_msg">(true);
				},
				location: undefined,
				other: (message) => same<typeof message, EventOf<"incoming_msg">>(true),
			},
			outgoing_msg: (message) => same<typeof message, EventOf<"outgoing_msg">>(true),
			new_contact: (contact) => same<typeof contact, ContactEvent>(true),
			chat_closed: (event) => same<typeof event.webhook_event_type, "chat_closed">(true),
			unknown: (event) => same<typeof event, UnknownEvent>(true),
			other: (event) => same<typeof event, AzeerEvent>(true),
		},
		onInvalid: (error, given) => {
			same<typeof error, PayloadError>(true);
			same<typeof given, Delivery>(true);
		},
		onError: (error) => same<typeof error, unknown>(true),
		observe: ({ issue }) => same<typeof issue, IssueCode | undefined>(true),
		parse: safeParse,
	});
	const outcome = await process(delivery);
	same<typeof outcome, Outcome>(true);
	switch (outcome.outcome) {
		case "failed":
			same<typeof outcome.event, AzeerEvent | undefined>(true);
			same<typeof outcome.retry, true>(true);
			break;
		case "invalid":
			same<typeof outcome.error, PayloadError>(true);
			// error TS2339: Property 'event' does not exist on type 'Invalid'.
			outcome.event;
			break;
		case "busy":
			same<typeof outcome.retry, true>(true);
			break;
		default:
			same<typeof outcome.retry, false>(true);
			same<typeof outcome.key, string>(true);
	}
	// Handlers can stand elsewhere.
	const on: Handlers = { incoming_msg: { voice: ({ filename_url }) => filename_url } };
	createProcessor({ on });
	// error TS2741: Property 'on' is missing in type '{}' but required in type 'ProcessorOptions'.
	const options: ProcessorOptions = {};
	createProcessor(options);
	// error TS2353: Object literal may only specify known properties, and 'incoming' does not exist in type
	createProcessor({ on: { incoming: () => {} } });
	// error TS2353: Object literal may only specify known properties, and 'txt' does not exist in type
	createProcessor({ on: { incoming_msg: { txt: () => {} } } });
	// error TS2339: Property 'from' does not exist on type 'ContactEvent'.
	createProcessor({ on: { new_contact: (contact) => contact.from } });
	// error TS2339: Property 'filename_url' does not exist on type 'IncomingTextMessage'.
	createProcessor({ on: { incoming_msg: { text: (message) => message.filename_url } } });
	// error TS2353: Object literal may only specify known properties, and 'other' does not exist in type 'Handler<ContactEvent>'.
	createProcessor({ on: { new_contact: { other: () => {} } } });
	// error TS2322: Type 'number' is not assignable to type
	createProcessor({ on: { other: 1 } });
	// error TS2561: Object literal may only specify known properties, but 'onEror' does not exist in type 'ProcessorOptions'.
	createProcessor({ on, onEror: () => {} });
	// error TS2322: Type 'string' is not assignable to type 'number'.
	createProcessor({ on, lease: "60" });
	// error TS2322: Type '(body: string
	createProcessor({ on, parse: (body: string | Uint8Array) => parse(body) });
	// error TS2345: Argument of type 'string' is not assignable to parameter of type 'Delivery'.
	process("{}");
	same<ReturnType<typeof deliveryToText>, string>(true);
	same<ReturnType<typeof deliveryFromText>, Delivery>(true);
}

export function stores(client: { sendCommand(command: string[]): Promise<unknown> }): Store[] {
	const sql = sqlStore(() => [], { dialect: "sqlite", table: "seen" });
	same<typeof sql, SqlStore>(true);
	same<ReturnType<typeof sqlSchema>, string[]>(true);
	// error TS2322: Type '"mysql"' is not assignable to type 'SqlDialect'.
	sqlStore(() => [], { dialect: "mysql" });
	// error TS2554: Expected 2 arguments, but got 1.
	sqlStore(() => []);
	return [sql, redisStore((command) => client.sendCommand(command), { prefix: "seen:" })];
}

export async function logs(source: AsyncIterable<Uint8Array>): Promise<number> {
	for await (const result of readEvents(source, { pointer: "/body", maxBytes: 1000 })) {
		same<typeof result, LogResult>(true);
		same<typeof result.bytes, Uint8Array>(true);
		if (result.ok) {
			same<typeof result.event, AzeerEvent>(true);
			// error TS2339: Property 'error' does not exist on type
			result.error;
		} else {
			same<typeof result.error, PayloadError>(true);
		}
	}
	// error TS2561: Object literal may only specify known properties, but 'onprogress' does not exist in type 'LogOptions'.
	readEvents(source, { onprogress: () => {} });
	// error TS2345: Argument of type 'undefined' is not assignable to parameter of type 'LogSource'.
	readEvents(undefined);
	const counts = await countEvents(["{}", new Uint8Array()], { onProgress: ({ bytes }) => bytes });
	same<typeof counts, LogCounts>(true);
	return counts.issues[0]?.line ?? counts.lines;
}

export function fakes(code: BodyIssueCode): AzeerEvent[] {
	const fake = createFake({ seed: 7 });
	same<ReturnType<typeof fake.incomingText>, IncomingTextMessage>(true);
	same<FakeEventName, Exclude<AzeerEvent["webhook_event_type"], "unknown">>(true);
	const image = fake.event("outgoing_msg", { message_type: "image", filename: null });
	same<typeof image.message_type, "image">(true);
	same<typeof image.filename_url, string>(true);
	const any: FakeEvent = fake.event();
	const contact = fake.event("new_contact", { action: "update", tags: undefined });
	same<typeof contact, ContactEvent>(true);
	fake.chatClosed({ chat_id: 7 });
	fake.incomingReaction({ from: "1", emoji: "🙏" });
	// error TS2322: Type 'number' is not assignable to type 'string'.
	fake.incomingText({ text: 1 });
	// error TS2353: Object literal may only specify known properties, and 'is_existing_contact' does not exist in type
	fake.incomingText({ is_existing_contact: true });
	// error TS2353: Object literal may only specify known properties, and 'message_type' does not exist in type
	fake.incomingText({ message_type: "image" });
	// error TS2322: Type 'number' is not assignable to type 'string'.
	fake.incomingReaction({ from: 1 });
	// error TS2353: Object literal may only specify known properties, and 'text' does not exist in type
	fake.event("incoming_msg", { text: "hi" });
	// error TS2345: Argument of type '"unknown"' is not assignable to parameter of type
	fake.event("unknown");
	// error TS2322: Type 'string' is not assignable to type 'number'.
	createFake({ seed: "7" });
	same<ReturnType<typeof mutate>, string | Uint8Array>(true);
	mutate(wire(any), "invalid_utf8").byteLength;
	mutate(wire(any), "empty").length;
	// error TS2339: Property 'trim' does not exist on type 'string | Uint8Array
	mutate(wire(any), code).trim();
	// error TS2769: No overload matches this call.
	mutate(wire(any), "unsupported_body");
	// error TS2322: Type 'number' is not assignable to type
	deliver(() => 200, any);
	return [image, any, contact];
}

export function validates(value: unknown) {
	type Types<Schema> = Schema extends EventSchema<infer Input, infer Output> ? [Input, Output] : never;
	type Unknown = UnknownEvent["payload"];
	same<Types<typeof schema>, [Exclude<AzeerEvent, UnknownEvent> | Unknown, AzeerEvent]>(true);
	same<Types<typeof schemas.new_contact>, [ContactEvent, ContactEvent]>(true);
	type Outgoing = EventOf<"outgoing_msg">;
	same<Types<typeof schemas.outgoing_msg>, [Outgoing | Unknown, Outgoing | UnknownEvent]>(true);
	same<Types<typeof schemas.chat_closed>, [EventOf<"chat_closed">, EventOf<"chat_closed">]>(true);
	// error TS2339: Property 'unknown' does not exist on type 'EventSchemas'.
	schemas.unknown;
	const result = schemas.new_contact["~standard"].validate(value);
	// error TS2339: Property 'value' does not exist on type
	result.value;
	return result.issues ? result.issues[0]?.path : result.value.contact_id;
}
