//! What operations need of an event: a key to tell deliveries apart, and a form that logs may have.

use alloc::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::hash::hash;
use crate::json;
use crate::model::{DECLARATION, Event, REGISTRY};

/// What stands in a log for what says something of a person.
#[doc(hidden)]
pub const REDACTED: &str = "[redacted]";

impl Event<'_> {
    /// A key that deliveries of one event share, to handle it once though it comes twice. `body` is what the event was
    /// parsed from.
    ///
    /// Azeer documents no delivery id: this is derived from `business_id`, the event's name, and of an incoming or outgoing
    /// message its `id` where that is not empty, or else its `message_id` where that is not 0. Of any other event, which may
    /// well have the id of a message that more events are about, it is a hash of the body. Parts are joined by `/` and escaped as in a JSON Pointer.
    /// The npm package gives the same key. It is as private as the id in it.
    ///
    /// ```
    /// let body = include_bytes!("../tests/fixtures/06-outgoing-text.json");
    /// let key = azeer_webhooks::parse(body)?.delivery_key(body);
    /// assert_eq!(key, "c327668d-47dc-4b3c/outgoing_msg/id/wamid.HBAERgSQzRFMTE4RjAwN0I0Q0RDMDk1AA==");
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn delivery_key(&self, body: &[u8]) -> String {
        let wire = self.wire();
        let text = |name| wire.get(name).and_then(Value::as_str).filter(|it| !it.is_empty());
        let number = wire.get("message_id").and_then(Value::as_f64);
        let number =
            number.filter(|it| *it != 0.0 && it.fract() == 0.0 && it.abs() < 9_007_199_254_740_992.0);
        let is_message = REGISTRY.messages().any(|name| name == self.name());
        let (kind, which) = match (text("id"), number) {
            (Some(id), _) if is_message => ("id", id.to_owned()),
            (None, Some(number)) if is_message => ("message_id", number.to_string()),
            _ => ("body", format!("{:032x}", hash(body))),
        };
        let business = text("business_id").unwrap_or_default();
        let parts = [business, self.name(), kind, &which].map(|part| {
            let mut escaped = Vec::new();
            json::push_escaped(&mut escaped, part.as_bytes());
            String::from_utf8_lossy(&escaped).into_owned()
        });
        parts.join("/")
    }

    /// The wire object for a log: members that may say something of a person, and all that are not documented, are
    /// `"[redacted]"`. It goes by their names: what stands under any other is kept, of an event that is not checked too.
    ///
    /// ```
    /// let body = include_bytes!("../tests/fixtures/10-broadcast-complete.json");
    /// let body = String::from_utf8_lossy(body).replace('{', r#"{"note": "for James", "#);
    /// let redacted = azeer_webhooks::parse(body.as_bytes())?.redacted();
    /// assert_eq!(redacted["broadcast_id"], 485);
    /// assert_eq!(redacted["note"], "[redacted]");
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn redacted(&self) -> BTreeMap<String, Value> {
        let public = DECLARATION.public_names();
        let keep = |name: &str, value: &Value| {
            value.is_null() || public.contains(&name) && !value.is_object() && !value.is_array()
        };
        let mut wire = self.wire();
        for (name, value) in &mut wire {
            if !keep(name, value) {
                *value = REDACTED.into();
            }
        }
        wire
    }

    /// The wire object; numbers that `serde_json` has no value for are their text.
    fn wire(&self) -> BTreeMap<String, Value> {
        let text = serde_json::to_string(self).unwrap_or_default();
        let members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&text).unwrap_or_default();
        let value = |raw: &RawValue| serde_json::from_str(raw.get()).unwrap_or_else(|_| raw.get().into());
        members.into_iter().map(|(name, raw)| (name, value(&raw))).collect()
    }
}
