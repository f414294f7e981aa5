export type Action = "insert" | "update" | (string & {});

export type AzeerEvent =
	| AzeerMessage
	| ContactEvent
	| BroadcastCompleteEvent
	| UndocumentedEvent
	| UnknownEvent;

export type AzeerMessage =
	| IncomingTextMessage
	| IncomingAudioMessage
	| IncomingVideoMessage
	| IncomingVoiceMessage
	| IncomingImageMessage
	| IncomingDocumentMessage
	| IncomingStickerMessage
	| IncomingLocationMessage
	| IncomingInteractiveMessage
	| IncomingUndocumentedMessage
	| OutgoingTextMessage
	| OutgoingAudioMessage
	| OutgoingVideoMessage
	| OutgoingVoiceMessage
	| OutgoingImageMessage
	| OutgoingDocumentMessage
	| OutgoingStickerMessage
	| OutgoingLocationMessage
	| OutgoingInteractiveMessage
	| OutgoingUndocumentedMessage;

export type Body = string | ArrayBufferView | ArrayBufferLike;

export interface BroadcastCompleteEvent extends BroadcastCompleteMembers {
	webhook_event_type: "broadcast_complete";
}

export interface BroadcastCompleteMembers {
	broadcast_id: number;
	broadcast_status: BroadcastStatus;
	broadcast_updated_at?: Timestamp | null;
	business_id?: string | null;
	timestamp: Timestamp;
}

export type BroadcastStatus = "completed" | (string & {});

export interface ContactEvent extends ContactMembers {
	webhook_event_type: "new_contact";
}

export interface ContactMembers {
	action: Action;
	business_id?: string | null;
	contact_display_name?: string | null;
	contact_id: number;
	contact_name?: string | null;
	message_id?: number | null;
	platform?: Platform | null;
	platform_id?: string | null;
	status?: ContactStatus | null;
	tags?: string | null;
	timestamp: Timestamp;
	type?: ObjectType | null;
}

export type ContactStatus = "active" | "archived" | (string & {});

export type Direction = "in" | "out" | (string & {});

export type EventOf<Name extends AzeerEvent["webhook_event_type"]> = Having<
	AzeerEvent,
	"webhook_event_type",
	Name
>;

export interface IncomingAudioMessage extends MessageMembers, MediaMembers {
	webhook_event_type: "incoming_msg";
	message_type: "audio";
}

export interface IncomingDocumentMessage extends MessageMembers, MediaMembers {
	webhook_event_type: "incoming_msg";
	message_type: "document";
}

export interface IncomingImageMessage extends MessageMembers, MediaMembers {
	webhook_event_type: "incoming_msg";
	message_type: "image";
}

export interface IncomingInteractiveMessage extends MessageMembers, InteractiveMembers {
	webhook_event_type: "incoming_msg";
	message_type: "interactive";
}

export interface IncomingLocationMessage extends MessageMembers, LocationMembers {
	webhook_event_type: "incoming_msg";
	message_type: "location";
}

export interface IncomingStickerMessage extends MessageMembers, MediaMembers {
	webhook_event_type: "incoming_msg";
	message_type: "sticker";
}

export interface IncomingTextMessage extends MessageMembers, TextMembers {
	webhook_event_type: "incoming_msg";
	message_type: "text";
}

export interface IncomingUndocumentedMessage extends MessageMembers {
	webhook_event_type: "incoming_msg";
	message_type: "reaction" | "contacts" | "order" | "button" | "template" | "system" | "unsupported";
	[member: string]: JsonValue | undefined;
}

export interface IncomingVideoMessage extends MessageMembers, MediaMembers {
	webhook_event_type: "incoming_msg";
	message_type: "video";
}

export interface IncomingVoiceMessage extends MessageMembers, MediaMembers {
	webhook_event_type: "incoming_msg";
	message_type: "voice";
}

export interface InteractiveMembers {
	interactive_reply_id?: string | null;
	text: string;
}

export interface Issue {
	readonly code: IssueCode;
	readonly path: string;
	readonly message: string;
	readonly expected: string | null;
	readonly received: string | null;
	readonly offset: number;
	readonly line: number;
	readonly column: number;
}

export type IssueCode =
	| "too_large"
	| "unsupported_body"
	| "not_serializable"
	| "empty"
	| "unexpected_end"
	| "unexpected_character"
	| "trailing_character"
	| "invalid_number"
	| "invalid_escape"
	| "control_character"
	| "invalid_utf8"
	| "lone_surrogate"
	| "byte_order_mark"
	| "repeated_member"
	| "too_deep"
	| "not_an_object"
	| "missing_member"
	| "meta_payload"
	| "wrong_type"
	| "not_an_integer"
	| "unsafe_integer"
	| "out_of_range"
	| "invalid_date_time"
	| "undocumented_member"
	| "absent_member";

export type JsonValue =
	| string
	| number
	| boolean
	| null
	| JsonValue[]
	| {
			[member: string]: JsonValue;
	  };

export type Latitude = number;

export type LineResult = ParseResult & {
	readonly line: number;
	readonly offset: number;
};

export interface LocationMembers {
	latitude: Latitude;
	local_timestamp?: Timestamp | null;
	longitude: Longitude;
}

export type Longitude = number;

export interface MediaMembers {
	filename_url: string;
	media_id?: string | null;
	mime_type?: string | null;
}

export type MediaMessage = Extract<AzeerMessage, MediaMembers>;

export interface MediaOutgoingMsgMembers {
	filename?: string | null;
}

export interface MessageMembers {
	business_id?: string | null;
	contact_id: number;
	contact_name?: string | null;
	direction: Direction;
	from: string;
	id: string;
	message_id: number;
	parent_message_id?: number | null;
	platform?: Platform | null;
	timestamp: Timestamp;
	to: string;
	type?: ObjectType | null;
}

export type MessageOf<Type extends AzeerMessage["message_type"]> = Having<AzeerMessage, "message_type", Type>;

export interface MessageOutgoingMsgMembers {
	is_existing_contact?: boolean | null;
}

export type ObjectType = "message" | "contact" | (string & {});

export interface OutgoingAudioMessage
	extends MessageMembers,
		MessageOutgoingMsgMembers,
		MediaMembers,
		MediaOutgoingMsgMembers {
	webhook_event_type: "outgoing_msg";
	message_type: "audio";
}

export interface OutgoingDocumentMessage
	extends MessageMembers,
		MessageOutgoingMsgMembers,
		MediaMembers,
		MediaOutgoingMsgMembers {
	webhook_event_type: "outgoing_msg";
	message_type: "document";
}

export interface OutgoingImageMessage
	extends MessageMembers,
		MessageOutgoingMsgMembers,
		MediaMembers,
		MediaOutgoingMsgMembers {
	webhook_event_type: "outgoing_msg";
	message_type: "image";
}

export interface OutgoingInteractiveMessage
	extends MessageMembers,
		MessageOutgoingMsgMembers,
		InteractiveMembers {
	webhook_event_type: "outgoing_msg";
	message_type: "interactive";
}

export interface OutgoingLocationMessage extends MessageMembers, MessageOutgoingMsgMembers, LocationMembers {
	webhook_event_type: "outgoing_msg";
	message_type: "location";
}

export interface OutgoingStickerMessage
	extends MessageMembers,
		MessageOutgoingMsgMembers,
		MediaMembers,
		MediaOutgoingMsgMembers {
	webhook_event_type: "outgoing_msg";
	message_type: "sticker";
}

export interface OutgoingTextMessage extends MessageMembers, MessageOutgoingMsgMembers, TextMembers {
	webhook_event_type: "outgoing_msg";
	message_type: "text";
}

export interface OutgoingUndocumentedMessage extends MessageMembers, MessageOutgoingMsgMembers {
	webhook_event_type: "outgoing_msg";
	message_type: "reaction" | "contacts" | "order" | "button" | "template" | "system" | "unsupported";
	[member: string]: JsonValue | undefined;
}

export interface OutgoingVideoMessage
	extends MessageMembers,
		MessageOutgoingMsgMembers,
		MediaMembers,
		MediaOutgoingMsgMembers {
	webhook_event_type: "outgoing_msg";
	message_type: "video";
}

export interface OutgoingVoiceMessage
	extends MessageMembers,
		MessageOutgoingMsgMembers,
		MediaMembers,
		MediaOutgoingMsgMembers {
	webhook_event_type: "outgoing_msg";
	message_type: "voice";
}

export interface ParseOptions {
	maxBytes?: number | undefined;
	strict?: boolean | undefined;
}

export type ParseResult =
	| {
			readonly ok: true;
			readonly event: AzeerEvent;
	  }
	| {
			readonly ok: false;
			readonly error: PayloadError;
	  };

export declare class PayloadError extends Error {
	#private;
	readonly issues: readonly Issue[];
	readonly more: number;
	private constructor();
	get body(): unknown;
	get status(): 400 | 413 | 422 | 500;
	get payload(): JsonValue | undefined;
	get frame(): string;
}

export type Platform = "whatsapp" | (string & {});

export interface TextMembers {
	text: string;
}

export type Timestamp = string;

export interface UndocumentedEvent {
	webhook_event_type:
		| "chat_assigned"
		| "chat_closed"
		| "chat_mentioned"
		| "template_approved"
		| "billing_alert"
		| "for_rules"
		| "message_status_changed";
	[member: string]: JsonValue | undefined;
}

export interface UnknownEvent {
	webhook_event_type: "unknown";
	reason: UnknownReason;
	event_type: string;
	message_type?: string;
	payload: {
		[member: string]: JsonValue;
	};
}

export type UnknownReason = "event_type" | "message_type" | "content";

export declare function customerPhone(event: AzeerEvent): string | null;

export declare function extra(event: AzeerEvent, name: string): JsonValue | undefined;

export declare function init(): Promise<void>;

export declare function isMedia(event: AzeerEvent): event is MediaMessage;

export declare function isMessage(event: AzeerEvent): event is AzeerMessage;

export declare function isReply(message: AzeerMessage): boolean;

export declare function match<Result>(
	event: AzeerEvent,
	handlers: Handlers<Result> | SomeHandlers<Result>,
): Result;

export declare function mediaType(message: MediaMessage): string | null;

export declare function messageText(event: AzeerEvent): string | null;

export declare function parse(body: Body, options?: ParseOptions): AzeerEvent;

export declare function parseMany(body: Body, options?: ParseOptions): IterableIterator<LineResult>;

export declare function redact(event: AzeerEvent): {
	[member: string]: JsonValue;
};

export declare function safeParse(body: Body, options?: ParseOptions): ParseResult;

export declare function sentAt(event: AzeerEvent): Date | null;

export declare function sentAtNanoseconds(event: AzeerEvent): bigint | null;

export declare function toWire(event: AzeerEvent): {
	[member: string]: JsonValue;
};

export declare function validate(value: unknown, options?: ParseOptions): ParseResult;

// Not exported:

type Handlers<Result> = {
	readonly [N in Name]: (event: EventOf<N>) => Result;
};

export type Having<Union, Tag extends string, Value> = Union extends {
	[tag in Tag]: infer Values;
}
	? Value extends Values
		? [Values] extends [Value]
			? Union
			: Union & {
					[tag in Tag]: Value;
				}
		: never
	: never;

type Name = AzeerEvent["webhook_event_type"];

type SomeHandlers<Result> = Partial<Handlers<Result>> & {
	readonly default: (event: AzeerEvent) => Result;
};
