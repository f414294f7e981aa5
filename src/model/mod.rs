//! The payloads that Azeer sends: one file for each family, and the discriminants that tell them apart.
//!
//! A payload is an ordinary struct. The type of a member is the type that its value must have; [`Opt`](crate::Opt)
//! allows it to be absent or null. Its doc comment also goes into the TypeScript declarations. The check and the npm
//! package's builders and types are made from these declarations, so a member is added here and nowhere else.

mod broadcast;
mod contact;
mod members;
mod message;
pub(crate) mod samples;
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

/// The declarations. They are separate from the tables, so that doc comments stay out of the core's binary.
pub const DECLARATION: &Choice = Event::CHOICE;

/// A webhook event.
///
/// The member `webhook_event_type` chooses the variant. An event that Azeer lists without documenting its payload is
/// [`Undocumented`](Event::Undocumented). A name that is not known is [`Unknown`](Event::Unknown) and not an error,
/// because Azeer will add names.
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
    /// A broadcast ended.
    #[payload("broadcast_complete")]
    BroadcastComplete(BroadcastComplete<'a>),
    /// An event that Azeer lists without documenting its payload.
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
    /// Any other event: its name or message type is not known, or it is a message without its content.
    #[payload(unknown)]
    Unknown(UnknownEvent<'a>),
}

impl<'a> Event<'a> {
    /// The event name: the value of `webhook_event_type`.
    ///
    /// ```
    /// let event = azeer_webhooks::parse(br#"{"webhook_event_type": "chat_closed"}"#)?;
    /// assert_eq!(event.name(), "chat_closed");
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn name(&self) -> &str {
        self.tag()
    }

    /// The message of [`IncomingMessage`](Event::IncomingMessage) or [`OutgoingMessage`](Event::OutgoingMessage);
    /// `None` for any other event.
    pub fn message(&self) -> Option<&Message<'a>> {
        match self {
            Self::IncomingMessage(message) | Self::OutgoingMessage(message) => Some(message),
            _ => None,
        }
    }

    /// The members that are not documented for this event. Empty for an unknown event, which keeps its whole payload in
    /// [`UnknownEvent::payload`].
    ///
    /// ```
    /// let event = azeer_webhooks::parse(br#"{"webhook_event_type": "chat_closed", "chat_id": 7}"#)?;
    /// assert_eq!(event.extra().get("chat_id").map(|value| value.get()), Some("7"));
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn extra(&self) -> &Extra<'a> {
        PayloadType::extra(self).unwrap_or(const { &Extra::new(Vec::new()) })
    }

    /// The same event with a copy of all that it borrows from the body.
    ///
    /// ```
    /// fn read(body: Vec<u8>) -> Result<azeer_webhooks::Event<'static>, azeer_webhooks::Error> {
    ///     Ok(azeer_webhooks::parse(&body)?.into_owned())
    /// }
    /// assert_eq!(read(br#"{"webhook_event_type": "chat_closed"}"#.to_vec())?.name(), "chat_closed");
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn into_owned(self) -> Event<'static> {
        PayloadType::into_owned(self)
    }
}

impl Serialize for Event<'_> {
    /// Writes the wire object: JSON equal to the payload that was parsed. The order of members may differ.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown(unknown) => unknown.payload.serialize(serializer),
            _ => payload::serialize(self, (Self::CHOICE.tag, self.tag()), serializer),
        }
    }
}
