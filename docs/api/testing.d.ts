export type BodyIssueCode = Exclude<IssueCode, CallerIssueCode>;

export interface DeliverOptions {
	readonly url?: string | undefined;
	readonly headers?: Readonly<Record<string, string>> | undefined;
}

export type EventOverrides<
	Name extends FakeEventName,
	Type extends AzeerMessage["message_type"],
> = Name extends AzeerMessage["webhook_event_type"]
	? {
			readonly message_type?: Type;
		} & Overrides<Shared<Having<EventOf<Name>, "message_type", Type>>>
	: Overrides<EventOf<Name>>;

export type Factories = {
	readonly [Factory in keyof Made]: (overrides?: Overrides<Made[Factory]>) => Made[Factory];
};

export interface Fake extends Factories {
	event(): FakeEvent;
	event<Name extends FakeEventName, Type extends AzeerMessage["message_type"] = AzeerMessage["message_type"]>(
		name: Name,
		overrides?: EventOverrides<Name, Type>,
	): Name extends AzeerMessage["webhook_event_type"]
		? Having<EventOf<Name>, "message_type", Type>
		: EventOf<Name>;
}

export type FakeEvent = Made[keyof Made];

export type FakeEventName = FakeEvent["webhook_event_type"];

export interface FakeOptions {
	readonly seed?: number | undefined;
}

export interface MutateOptions {
	readonly maxBytes?: number | undefined;
}

export type Overrides<Event> = {
	readonly [Member in keyof Event as Member extends Discriminant ? never : Member]?: object extends Pick<
		Event,
		Member
	>
		? Event[Member] | undefined
		: Event[Member];
};

export declare function createFake({ seed }?: FakeOptions): Fake;

export declare function deliver(
	receiver: (request: HostRequest) => HostResponse | Promise<HostResponse>,
	event: AzeerEvent | string | Uint8Array,
	{ url, headers }?: DeliverOptions,
): Promise<HostResponse>;

export declare function mutate(body: string | Uint8Array, code: "invalid_utf8"): Uint8Array;

export declare function mutate(
	body: string | Uint8Array,
	code: Exclude<BodyIssueCode, "invalid_utf8">,
	options?: MutateOptions,
): string;

export declare function mutate(
	body: string | Uint8Array,
	code: BodyIssueCode,
	options?: MutateOptions,
): string | Uint8Array;

export declare function wire(event: AzeerEvent): string;

// Not exported:

export type CallerIssueCode = "unsupported_body" | "not_serializable";

type Discriminant = "webhook_event_type" | "message_type";

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

export type HostRequest = typeof globalThis extends {
	Request: {
		prototype: infer Host;
	};
}
	? Host
	: RequestLike;

export type HostResponse = typeof globalThis extends {
	Response: {
		prototype: infer Host;
	};
}
	? Host
	: ResponseLike;

export interface Made {
	incomingText: IncomingTextMessage;
	incomingAudio: IncomingAudioMessage;
	incomingVideo: IncomingVideoMessage;
	incomingVoice: IncomingVoiceMessage;
	incomingImage: IncomingImageMessage;
	incomingDocument: IncomingDocumentMessage;
	incomingSticker: IncomingStickerMessage;
	incomingLocation: IncomingLocationMessage;
	incomingInteractive: IncomingInteractiveMessage;
	incomingReaction: IncomingUndocumentedMessage & {
		message_type: "reaction";
	};
	incomingContacts: IncomingUndocumentedMessage & {
		message_type: "contacts";
	};
	incomingOrder: IncomingUndocumentedMessage & {
		message_type: "order";
	};
	incomingButton: IncomingUndocumentedMessage & {
		message_type: "button";
	};
	incomingTemplate: IncomingUndocumentedMessage & {
		message_type: "template";
	};
	incomingSystem: IncomingUndocumentedMessage & {
		message_type: "system";
	};
	incomingUnsupported: IncomingUndocumentedMessage & {
		message_type: "unsupported";
	};
	outgoingText: OutgoingTextMessage;
	outgoingAudio: OutgoingAudioMessage;
	outgoingVideo: OutgoingVideoMessage;
	outgoingVoice: OutgoingVoiceMessage;
	outgoingImage: OutgoingImageMessage;
	outgoingDocument: OutgoingDocumentMessage;
	outgoingSticker: OutgoingStickerMessage;
	outgoingLocation: OutgoingLocationMessage;
	outgoingInteractive: OutgoingInteractiveMessage;
	outgoingReaction: OutgoingUndocumentedMessage & {
		message_type: "reaction";
	};
	outgoingContacts: OutgoingUndocumentedMessage & {
		message_type: "contacts";
	};
	outgoingOrder: OutgoingUndocumentedMessage & {
		message_type: "order";
	};
	outgoingButton: OutgoingUndocumentedMessage & {
		message_type: "button";
	};
	outgoingTemplate: OutgoingUndocumentedMessage & {
		message_type: "template";
	};
	outgoingSystem: OutgoingUndocumentedMessage & {
		message_type: "system";
	};
	outgoingUnsupported: OutgoingUndocumentedMessage & {
		message_type: "unsupported";
	};
	newContact: ContactEvent;
	broadcastComplete: BroadcastCompleteEvent;
	chatAssigned: UndocumentedEvent & {
		webhook_event_type: "chat_assigned";
	};
	chatClosed: UndocumentedEvent & {
		webhook_event_type: "chat_closed";
	};
	chatMentioned: UndocumentedEvent & {
		webhook_event_type: "chat_mentioned";
	};
	templateApproved: UndocumentedEvent & {
		webhook_event_type: "template_approved";
	};
	billingAlert: UndocumentedEvent & {
		webhook_event_type: "billing_alert";
	};
	forRules: UndocumentedEvent & {
		webhook_event_type: "for_rules";
	};
	messageStatusChanged: UndocumentedEvent & {
		webhook_event_type: "message_status_changed";
	};
}

export interface RequestLike {
	readonly method: string;
	readonly url: string;
	readonly headers: {
		get(name: string): string | null;
	};
	readonly body: object | null;
	readonly bodyUsed: boolean;
}

export interface ResponseLike {
	readonly status: number;
	readonly headers: {
		forEach(callback: (value: string, name: string) => void): void;
	};
	readonly body: object | null;
	text(): Promise<string>;
}

type Shared<Union> = Pick<Union, keyof Union>;
