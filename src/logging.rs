//! A key that identifies an event's deliveries, and a form of an event for logs.

use alloc::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Number, Value};

use crate::hash::hash;
use crate::json;
use crate::model::{DECLARATION, Event, REGISTRY};

/// Replaces a value that may describe a person.
pub const REDACTED: &str = "[redacted]";

/// The member that counts the undocumented members that were left out. No documented member has this name.
pub const UNDOCUMENTED: &str = "[undocumented]";

impl Event<'_> {
    /// A key that all deliveries of one event share, so that it can be handled once. `body` must be the body that the
    /// event was parsed from.
    ///
    /// Azeer documents no delivery id, so the key is derived from the event. It has four parts, joined by `/` and
    /// escaped as in a JSON Pointer (RFC 6901):
    ///
    /// 1. `business_id`, or nothing;
    /// 2. the event name;
    /// 3. `id`, `message_id` or `body`: which of them the fourth part is;
    /// 4. for an incoming or outgoing message, its `id` if that is not empty, otherwise its `message_id` if that is
    ///    not 0; for any other event, the 128-bit FNV-1a hash of the body in hexadecimal. Other events may contain the
    ///    id of a message that several events are about, so their ids do not identify them.
    ///
    /// The npm package returns the same key. The key is as private as the id in it.
    ///
    /// The members of an unknown event are not checked. Its `id` and `business_id` count if they are strings, and its
    /// `message_id` counts if its nearest double is an integer less than 2^53 (-0 counts as 0, as in RFC 8785).
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

    /// The wire object for a log.
    ///
    /// | member | in the result |
    /// | --- | --- |
    /// | may describe a person | `"[redacted]"` |
    /// | documented for no event | left out, as its name may be a phone number; `"[undocumented]"` counts them, if any |
    /// | any other: null, string, boolean, number | kept; numbers become doubles, and -0 becomes 0 as in RFC 8785 |
    /// | any other: object, array, number that is infinite as a double | `"[redacted]"` |
    ///
    /// `null` is always kept. Only names decide, so the members of an unknown event are treated alike.
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

    /// The wire object. Its values stay JSON text, because `serde_json` refuses some numbers and rounds others wrongly.
    fn wire(&self) -> BTreeMap<String, Box<RawValue>> {
        let text = serde_json::to_string(self).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }
}

/// The value of a scalar, with numbers as doubles. `None` for an object, an array or an infinite number.
fn scalar(raw: &RawValue) -> Option<Value> {
    match raw.get().as_bytes() {
        [b'{' | b'[', ..] => None,
        number_text @ [b'-' | b'0'..=b'9', ..] => number(json::Number::new(number_text).to_double()),
        _ => serde_json::from_str(raw.get()).ok(),
    }
}

/// The JSON number of a double. Safe integers become `i64`, so that ids print without a fraction and -0 is 0.
fn number(double: f64) -> Option<Value> {
    if double.fract() == 0.0 && double.abs() < 9_007_199_254_740_992.0 {
        return Some((double as i64).into());
    }
    Number::from_f64(double).map(Value::Number)
}
