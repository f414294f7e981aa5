//! What operations need of an event: a key to tell deliveries apart, and a form that logs may have.

use alloc::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Number, Value};

use crate::hash::hash;
use crate::json;
use crate::model::{DECLARATION, Event, REGISTRY};

/// What stands in a log for what says something of a person.
pub const REDACTED: &str = "[redacted]";

/// The member that holds how many undocumented members were left out. No documented member has this name.
pub const UNDOCUMENTED: &str = "[undocumented]";

impl Event<'_> {
    /// A key that deliveries of one event share, to handle it once though it comes twice. `body` is what the event was
    /// parsed from.
    ///
    /// Azeer documents no delivery id: this is derived from `business_id`, the event's name, and of an incoming or outgoing
    /// message its `id` where that is not empty, or else its `message_id` where that is not 0. Of any other event, which may
    /// well have the id of a message that more events are about, it is a hash of the body. Parts are joined by `/` and escaped as in a JSON Pointer.
    /// The npm package gives the same key. It is as private as the id in it.
    ///
    /// Of an event that is not checked, an `id` or a `business_id` counts if it is a string, and a `message_id` if it is an
    /// integer below 2^53 once it is a double. -0 counts as 0, as in RFC 8785.
    ///
    /// ```
    /// let body = include_bytes!("../tests/fixtures/06-outgoing-text.json");
    /// let key = azeer_webhooks::parse(body)?.delivery_key(body);
    /// assert_eq!(key, "c327668d-47dc-4b3c/outgoing_msg/id/wamid.HBAERgSQzRFMTE4RjAwN0I0Q0RDMDk1AA==");
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn delivery_key(&self, body: &[u8]) -> String {
        let wire = self.wire();
        let scalar = |name| wire.get(name).and_then(|raw| scalar(raw));
        let text = |name| match scalar(name) {
            Some(Value::String(text)) if !text.is_empty() => Some(text),
            _ => None,
        };
        let number = scalar("message_id").and_then(|it| it.as_i64()).filter(|it| *it != 0);
        let is_message = REGISTRY.messages().any(|name| name == self.name());
        let (kind, which) = match (text("id"), number) {
            (Some(id), _) if is_message => ("id", id),
            (None, Some(number)) if is_message => ("message_id", number.to_string()),
            _ => ("body", format!("{:032x}", hash(body))),
        };
        let business = text("business_id").unwrap_or_default();
        let parts = [&business, self.name(), kind, &which].map(|part| {
            let mut escaped = Vec::new();
            json::push_escaped(&mut escaped, part.as_bytes());
            String::from_utf8_lossy(&escaped).into_owned()
        });
        parts.join("/")
    }

    /// The wire object for a log. Members that may say something of a person are `"[redacted]"`. Members that Azeer documents
    /// for no event are left out, as a name may be a phone number; `"[undocumented]"` holds how many there were, if any.
    ///
    /// It goes by names: what stands under any other is kept, of an event that is not checked too, if it is a string, a
    /// boolean or a number that is finite as a double. Numbers are doubles; -0 counts as 0, as in RFC 8785. `null` is kept.
    ///
    /// ```
    /// let body = include_bytes!("../tests/fixtures/08-contact-insert.json");
    /// let body = String::from_utf8_lossy(body).replace('{', r#"{"91987654321": "typing", "#);
    /// let redacted = azeer_webhooks::parse(body.as_bytes())?.redacted();
    /// assert_eq!(redacted["contact_id"], 693);
    /// assert_eq!(redacted["contact_name"], "[redacted]");
    /// assert_eq!(redacted["[undocumented]"], 1);
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn redacted(&self) -> BTreeMap<String, Value> {
        let public = DECLARATION.public_names();
        let mut redacted = BTreeMap::new();
        let mut undocumented = 0;
        for (name, raw) in self.wire() {
            if REGISTRY.field(name.as_bytes()).is_none() {
                undocumented += 1;
                continue;
            }
            let value = scalar(&raw).filter(|it| it.is_null() || public.contains(&name.as_str()));
            redacted.insert(name, value.unwrap_or_else(|| REDACTED.into()));
        }
        if undocumented > 0 {
            redacted.insert(UNDOCUMENTED.to_owned(), undocumented.into());
        }
        redacted
    }

    /// The wire object. Its values are JSON text, as `serde_json` refuses some numbers and rounds others wrong.
    fn wire(&self) -> BTreeMap<String, Box<RawValue>> {
        let text = serde_json::to_string(self).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }
}

/// A scalar, numbers as doubles; `None` of an object, an array and a number that is not finite.
fn scalar(raw: &RawValue) -> Option<Value> {
    match raw.get().as_bytes() {
        [b'{' | b'[', ..] => None,
        number_text @ [b'-' | b'0'..=b'9', ..] => number(json::Number::new(number_text).to_double()),
        _ => serde_json::from_str(raw.get()).ok(),
    }
}

/// Safe integers become `i64`, so that ids print without a fraction and -0 is 0.
fn number(double: f64) -> Option<Value> {
    if double.fract() == 0.0 && double.abs() < 9_007_199_254_740_992.0 {
        return Some((double as i64).into());
    }
    Number::from_f64(double).map(Value::Number)
}
