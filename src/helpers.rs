//! What handlers ask of an event of any kind, unknown ones included.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::String;

use serde_json::value::RawValue;

use crate::extra::Json;
use crate::model::{Event, REGISTRY, Timestamp};
use crate::payload::PayloadType;

impl Event<'_> {
    /// When the event was sent: its `timestamp`, if that is an RFC 3339 date-time. The zero time means that it is not set.
    ///
    /// ```
    /// let body = include_bytes!("../tests/fixtures/13-unknown-event.json");
    /// let event = azeer_webhooks::parse(body)?;
    /// assert_eq!(event.timestamp().unwrap().as_str(), "2024-03-08T06:44:54Z");
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn timestamp(&self) -> Option<Timestamp<'_>> {
        PayloadType::timestamp(self).or_else(|| Timestamp::new(self.undocumented_string("timestamp")?))
    }

    /// What a person wrote or chose, if the event is a message with a text: `text` or, if that is no string or empty, the text in the
    /// undocumented member `message_body`, which is `message_body.text.body` or `message_body.body`.
    ///
    /// An event of an unknown type is a message if its name is that of a message.
    ///
    /// ```
    /// let body = include_bytes!("../tests/fixtures/03-incoming-interactive.json");
    /// let event = azeer_webhooks::parse(body)?;
    /// assert_eq!(event.message_text().as_deref(), Some("requests"));
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn message_text(&self) -> Option<Cow<'_, str>> {
        if !self.is_message() {
            return None;
        }
        let text = match self.message().and_then(|message| message.text()) {
            Some(text) => Some(Cow::Borrowed(text)),
            None => self.undocumented_string("text"),
        };
        let is_set = |text: &Cow<'_, str>| !text.is_empty();
        text.filter(is_set).or_else(|| {
            let body = self.undocumented("message_body")?;
            let nested = || string(member(member(body, "text")?, "body")?);
            nested().filter(is_set).or_else(|| string(member(body, "body")?).filter(is_set))
        })
    }

    /// The phone number of the customer a message is from or to; `None` if the event is not a message. The event name decides
    /// which of the two it is, whatever `direction` is.
    ///
    /// An event of an unknown type is a message if its name is that of a message. Its `from` or `to` counts if it is a string.
    ///
    /// ```
    /// let body = include_bytes!("../tests/fixtures/06-outgoing-text.json");
    /// let event = azeer_webhooks::parse(body)?;
    /// assert_eq!(event.customer_phone().as_deref(), Some("91987654321"));
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn customer_phone(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::IncomingMessage(message) => Some(Cow::Borrowed(&message.from)),
            Self::OutgoingMessage(message) => Some(Cow::Borrowed(&message.to)),
            _ if !self.is_message() => None,
            _ => self.undocumented_string(if self.name() == "incoming_msg" { "from" } else { "to" }),
        }
    }

    /// Whether its name is that of a message.
    pub(crate) fn is_message(&self) -> bool {
        REGISTRY.messages().any(|name| name == self.name())
    }

    /// A member that is undocumented for the event: of an unknown event, any member.
    fn undocumented(&self, name: &str) -> Option<&str> {
        match self {
            Self::Unknown(unknown) => member(unknown.payload.get(), name),
            _ => self.extra().get(name).map(Json::get),
        }
    }

    fn undocumented_string(&self, name: &str) -> Option<Cow<'_, str>> {
        string(self.undocumented(name)?)
    }
}

/// The JSON text of a member of an object; `None` of any other value. Of members with one name the last counts, as in JavaScript.
fn member<'t>(json: &'t str, name: &str) -> Option<&'t str> {
    let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(json).ok()?;
    members.remove(name).map(RawValue::get)
}

/// The string that JSON text is, if it is one.
fn string(json: &str) -> Option<Cow<'_, str>> {
    serde_json::from_str(json).ok().map(Cow::Owned)
}
