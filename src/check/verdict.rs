//! The verdict on a body without faults: an event with a known shape, or an unknown event.

use alloc::borrow::Cow;

use super::slots::{Slots, Undocumented};
use crate::declare::{Mask, Shape};
use crate::json::Value;

/// The verdict on a body without faults.
#[derive(Clone, Copy, Debug)]
pub enum Verdict<'s> {
    /// An event of a known shape.
    Event(Checked<'s>),
    /// An event that has no known shape.
    Unknown(Unmatched),
}

/// An event whose members are checked.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'s> {
    /// Its shape.
    pub shape: &'static Shape,
    /// The shape's index in the registry.
    pub index: usize,
    /// The whole object.
    pub payload: Value,
    pub(super) slots: &'s Slots,
    pub(super) undocumented: &'s [Undocumented],
}

impl<'s> Checked<'s> {
    fn present(&self) -> Mask {
        self.slots.present & self.shape.known
    }

    /// The value of a field by its index in the registry; `None` if it is absent or this shape does not document it.
    #[inline]
    pub fn value(&self, field: usize) -> Option<Value> {
        if self.present() >> field & 1 == 1 { self.slots.value(field) } else { None }
    }

    /// Members that this shape does not document, in the order of the body.
    pub fn undocumented(&self, body: &[u8]) -> Cow<'s, [Undocumented]> {
        self.slots.undocumented(self.shape, self.undocumented, body)
    }
}

/// An event that has no known shape.
#[derive(Clone, Copy, Debug)]
pub struct Unmatched {
    /// Why it has no known shape.
    pub reason: Reason,
    /// The event name, a string.
    pub event: Value,
    /// The message type, a string, if the event is a message.
    pub message_type: Option<Value>,
    /// The whole object.
    pub payload: Value,
}

/// Why an event is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Azeer does not list the event name.
    EventType,
    /// The message type is not known to be one of Azeer or WhatsApp.
    MessageType,
    /// The message type is documented, but the content of the message is absent or null.
    Content,
}

impl Reason {
    /// Every reason.
    pub const ALL: &'static [Self] = &[Self::EventType, Self::MessageType, Self::Content];

    /// The reason's name: `event_type`, `message_type` or `content`.
    pub fn name(self) -> &'static str {
        match self {
            Self::EventType => "event_type",
            Self::MessageType => "message_type",
            Self::Content => "content",
        }
    }
}
