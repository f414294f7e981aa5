//! Finds the shape of a body by its event name and message type.

use super::Check;
use super::slots::text;
use super::value::fault;
use super::verdict::{Reason, Unmatched};
use crate::declare::{Kind, Name};
use crate::error::{Code, Fault};
use crate::json::{self, Value, ValueKind};

/// The result of the dispatch.
pub(super) enum Target {
    /// The index of a shape. If the message type has a fault, it is the shape that all message types share.
    Shape(usize, Option<Fault>),
    Unknown(Unmatched),
}

impl Check<'_, '_> {
    /// Finds the shape. The error is the fault of the event name.
    pub(super) fn dispatch(&self) -> Result<Target, Fault> {
        let Self { body, registry, payload, slots, .. } = *self;
        let discriminant = |field: usize| {
            let value = slots.value(field).ok_or_else(|| self.missing(field))?;
            fault(Kind::String, value, body).map_or(Ok(value), Err)
        };
        let event_value = discriminant(registry.event_tag).map_err(|fault| self.hint(fault))?;
        let unknown = |reason, message_type| {
            Ok(Target::Unknown(Unmatched { reason, event: event_value, message_type, payload }))
        };

        let event = find(registry.events(), event_value, body);
        let Some(event) = event else { return unknown(Reason::EventType, None) };
        let Some(envelope) = event.envelope else { return Ok(Target::Shape(event.shape, None)) };
        let type_value = match discriminant(registry.message_type_tag) {
            Ok(value) => value,
            // The members of every message can still be checked.
            Err(fault) => return Ok(Target::Shape(envelope, Some(fault))),
        };
        let message_type = find(registry.message_types(), type_value, body);
        let Some(message_type) = message_type else { return unknown(Reason::MessageType, Some(type_value)) };
        let index = event.shape + message_type.shape;
        let content = registry.shapes()[index].content;
        if content & !(slots.present & !slots.nulls) != 0 {
            return unknown(Reason::Content, Some(type_value));
        }
        Ok(Target::Shape(index, None))
    }

    /// Turns the fault of a missing event name into [`Code::MetaPayload`], if the body has the array `entry` of Meta's
    /// webhooks.
    #[cold]
    fn hint(&self, fault: Fault) -> Fault {
        let is_meta = |it: &super::slots::Undocumented| {
            it.value.kind == ValueKind::Array && *it.name(self.body) == *b"entry"
        };
        if fault.code == Code::MissingMember && self.undocumented.iter().any(is_meta) {
            Fault { code: Code::MetaPayload, ..fault }
        } else {
            fault
        }
    }
}

/// The name that equals the characters of a string.
fn find(names: &'static [Name], value: Value, body: &[u8]) -> Option<&'static Name> {
    let text = text(value, body);
    names.iter().find(|name| json::is_same(&text, name.value.as_bytes()))
}
