export declare function arbitraryEvent(): Arbitrary<FakeEvent>;

export declare function arbitraryEvent<Factory extends keyof Made>(
	factory: Factory,
): Arbitrary<Made[Factory]>;

// Not exported:

export type FakeEvent = Made[keyof Made];

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
