//! What Azeer sends: one file a payload family, and the discriminants that tell them apart.
//!
//! A payload is an ordinary struct. A member's type says what its value has to be, and [`Opt`](crate::Opt) that it may
//! be absent or null; its doc comment goes into the TypeScript declarations as well. The check, the builders of the npm package and
//! its types are made from these declarations: a member is added here and nowhere else.

mod broadcast;
mod contact;
mod members;
mod message;
mod undocumented;

use alloc::vec::Vec;

use azeer_webhooks_derive::Payload;
use serde::{Serialize, Serializer};

pub use broadcast::BroadcastComplete;
pub use contact::Contact;
pub use members::{
    Action, BroadcastStatus, ContactStatus, Direction, Latitude, Longitude, ObjectType, Platform, Timestamp,
};
pub use message::{Content, Interactive, Location, Media, Message, Text};
pub use undocumented::{MessageType, UndocumentedEvent, UnknownEvent};

use crate::declare::{Choice, Field, Name, Registry, Shape, Tables, first};
use crate::extra::Extra;
use crate::payload::{self, PayloadType};

pub(crate) const TABLES: Tables = Tables::of(DECLARATION);

/// The tables computed from the declarations.
pub static REGISTRY: Registry = {
    const FIELDS: &[Field] = &first::<_, { TABLES.field_count }>(&TABLES.fields);
    const EVENTS: &[Name] = &first::<_, { TABLES.event_count }>(&TABLES.events);
    const TYPES: &[Name] = &first::<_, { TABLES.type_count }>(&TABLES.types);
    const SHAPES: &[Shape] = &first::<_, { TABLES.shape_count }>(&TABLES.shapes);
    Registry::new(&TABLES, (FIELDS, EVENTS, TYPES, SHAPES))
};

/// The declarations themselves. Apart from the tables, so that doc comments stay out of the core's binary.
pub const DECLARATION: &Choice = Event::CHOICE;

/// A webhook event.
///
/// The member `webhook_event_type` chooses the variant. Names that Azeer lists without documenting a payload are
/// [`Undocumented`](Event::Undocumented); whatever fits nothing that is known is [`Unknown`](Event::Unknown), and no error: new names will
/// come.
#[derive(Clone, Debug, PartialEq, Payload)]
#[payload(
    tag = "webhook_event_type",
    doc = "Which event this is. Azeer's page: \"Type of webhook event (e.g., incoming message)\"."
)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A message from a customer.
    #[payload("incoming_msg")]
    IncomingMessage(Message<'a>),
    /// A message to a customer.
    #[payload("outgoing_msg")]
    OutgoingMessage(Message<'a>),
    /// A contact was added, changed or archived.
    #[payload("new_contact")]
    Contact(Contact<'a>),
    /// A broadcast is over.
    #[payload("broadcast_complete")]
    BroadcastComplete(BroadcastComplete<'a>),
    /// One of the events that Azeer lists without saying what they carry.
    #[payload(
        "chat_assigned",
        "chat_closed",
        "chat_mentioned",
        "template_approved",
        "billing_alert",
        "for_rules",
        "message_status_changed"
    )]
    Undocumented(UndocumentedEvent<'a>),
    /// Anything else: an event name or message type that is not known, or a message without its content.
    #[payload(unknown)]
    Unknown(UnknownEvent<'a>),
}

impl<'a> Event<'a> {
    /// The event name on the wire, the value of `webhook_event_type`.
    ///
    /// ```
    /// let event = azeer_webhooks::parse(br#"{"webhook_event_type": "chat_closed"}"#)?;
    /// assert_eq!(event.name(), "chat_closed");
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn name(&self) -> &str {
        self.tag()
    }

    /// The message, of an incoming or outgoing one.
    pub fn message(&self) -> Option<&Message<'a>> {
        match self {
            Self::IncomingMessage(message) | Self::OutgoingMessage(message) => Some(message),
            _ => None,
        }
    }

    /// The phone number of the customer a message is from or to; `None` of what is no message. The event's name says
    /// which of the two it is, whatever `direction` says.
    ///
    /// ```
    /// let body = include_bytes!("../../tests/fixtures/06-outgoing-text.json");
    /// assert_eq!(azeer_webhooks::parse(body)?.customer_phone(), Some("91987654321"));
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn customer_phone(&self) -> Option<&str> {
        match self {
            Self::IncomingMessage(message) => Some(&message.from),
            Self::OutgoingMessage(message) => Some(&message.to),
            _ => None,
        }
    }

    /// The members that are not documented for this event; none of an unknown event, whose whole payload is kept.
    pub fn extra(&self) -> &Extra<'a> {
        PayloadType::extra(self).unwrap_or(const { &Extra::new(Vec::new()) })
    }

    /// The same event, owning all its data.
    pub fn into_owned(self) -> Event<'static> {
        PayloadType::into_owned(self)
    }
}

impl Serialize for Event<'_> {
    /// The wire object: JSON equal to what was parsed.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown(unknown) => unknown.payload.serialize(serializer),
            _ => payload::serialize(self, (Self::CHOICE.tag, self.tag()), serializer),
        }
    }
}
