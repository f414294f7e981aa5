//! Events and message types whose members Azeer does not document, and unknown events.

use alloc::borrow::Cow;

use serde::ser::SerializeMap;

use super::members::Timestamp;
use crate::check::{Reason, Unmatched};
use crate::declare;
use crate::extra::{Extra, Json};
use crate::payload::{PayloadType, Raw, Reader};

/// An event that Azeer lists without documenting its payload.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UndocumentedEvent<'a> {
    name: &'static str,
    /// All members except `webhook_event_type`.
    pub extra: Extra<'a>,
}

impl UndocumentedEvent<'_> {
    pub(crate) fn tag(&self) -> &str {
        self.name
    }
}

impl<'a> PayloadType<'a> for UndocumentedEvent<'a> {
    const PAYLOAD: Option<&'static declare::Payload> = None;
    type Owned = UndocumentedEvent<'static>;

    fn read(reader: &Reader<'a, '_>) -> Self {
        Self { name: reader.shape().event, extra: reader.extra() }
    }

    fn extra(&self) -> Option<&Extra<'a>> {
        Some(&self.extra)
    }

    fn timestamp(&self) -> Option<Timestamp<'_>> {
        None
    }

    fn into_owned(self) -> Self::Owned {
        UndocumentedEvent { name: self.name, extra: self.extra.into_owned() }
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.extra.write(map)
    }
}

/// A message type that WhatsApp has and Azeer does not document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageType(&'static str);

impl MessageType {
    /// The value of `message_type`: `reaction`.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    pub(crate) fn tag(self) -> &'static str {
        self.0
    }
}

impl<'a> PayloadType<'a> for MessageType {
    const PAYLOAD: Option<&'static declare::Payload> = None;
    type Owned = Self;

    fn read(reader: &Reader<'a, '_>) -> Self {
        Self(reader.shape().message_type.unwrap_or_default())
    }

    fn extra(&self) -> Option<&Extra<'a>> {
        None
    }

    fn timestamp(&self) -> Option<Timestamp<'_>> {
        None
    }

    fn into_owned(self) -> Self {
        self
    }

    fn write<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

/// An event whose name or message type is not known, or a message without its content. Only its JSON is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownEvent<'a> {
    /// Why the event is unknown.
    pub reason: Reason,
    /// The event name: the value of `webhook_event_type`.
    pub event_type: Cow<'a, str>,
    /// The message type: the value of `message_type`, if the event is a message.
    pub message_type: Option<Cow<'a, str>>,
    /// The whole payload, exactly as it came.
    pub payload: Json<'a>,
}

impl<'a> UnknownEvent<'a> {
    pub(crate) fn new(text: &'a str, unmatched: &Unmatched) -> Self {
        Self {
            reason: unmatched.reason,
            event_type: Raw::new(text, unmatched.event).string(),
            message_type: unmatched.message_type.map(|value| Raw::new(text, value).string()),
            payload: Raw::new(text, unmatched.payload).json(),
        }
    }

    pub(crate) fn tag(&self) -> &str {
        &self.event_type
    }

    pub(crate) fn into_owned(self) -> UnknownEvent<'static> {
        UnknownEvent {
            reason: self.reason,
            event_type: Cow::Owned(self.event_type.into_owned()),
            message_type: self.message_type.map(|it| Cow::Owned(it.into_owned())),
            payload: self.payload.into_owned(),
        }
    }
}
