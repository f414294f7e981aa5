//! Keys by which a receiver recognises deliveries and groups messages.

use alloc::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::json;
use crate::model::Event;
use crate::wire::{scalar, value};

type Wire = BTreeMap<String, Box<RawValue>>;

impl Event<'_> {
    /// A key of the event's content, to handle a repeated delivery once. Azeer documents no delivery id.
    ///
    /// It joins `business_id`, the event name, a message's id as in [`message_key`](Self::message_key), and the first 128
    /// bits of SHA-256, in hexadecimal, over the wire object in the form of RFC 8785. Events with equal content have one key however
    /// they are spelled; any other content has another key. Parts are joined by `/` and escaped as in a JSON Pointer.
    /// The npm package makes the same key. It has the message's id in it, in plain text.
    ///
    /// Numbers are doubles, as in RFC 8785: -0 is 0, and 2^53 + 1 is 2^53. RFC 8785 cannot write a number outside the range of doubles,
    /// such as 1e400. If there is one, the digest is over an array of two wire objects: one has null for each such number, the other
    /// has the string `Infinity` or `-Infinity`.
    ///
    /// ```
    /// let body = include_bytes!("../tests/fixtures/08-contact-insert.json");
    /// let key = azeer_webhooks::parse(body)?.delivery_key();
    /// assert_eq!(key, "c327668d-47dc-4b3c/new_contact/036ad88a91e6469467d308eb2f965d9e");
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn delivery_key(&self) -> String {
        let wire = self.wire();
        let digest = Sha256::digest(canonical(&wire));
        let mut bits = [0; 16];
        bits.copy_from_slice(&digest[..16]);
        let mut parts = vec![business(&wire), self.name().to_owned()];
        parts.extend(self.message_id(&wire));
        parts.push(format!("{:032x}", u128::from_be_bytes(bits)));
        join(&parts)
    }

    /// A key that all events about one message share: [`delivery_key`](Self::delivery_key) without the digest. `None` if the event is not a
    /// message with an id.
    ///
    /// The id is the message's `id`, if that is a string and not empty; otherwise its `message_id`, if that is not 0 and an integer from
    /// -(2^53 - 1) to 2^53 - 1. An event of an unknown type is a message if its name is that of a message.
    ///
    /// ```
    /// let body = include_bytes!("../tests/fixtures/06-outgoing-text.json");
    /// let key = azeer_webhooks::parse(body)?.message_key();
    /// assert_eq!(key.unwrap(), "c327668d-47dc-4b3c/outgoing_msg/wamid.HBAERgSQzRFMTE4RjAwN0I0Q0RDMDk1AA==");
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn message_key(&self) -> Option<String> {
        let wire = self.wire();
        let id = self.message_id(&wire)?;
        Some(join(&[business(&wire), self.name().to_owned(), id]))
    }

    fn message_id(&self, wire: &Wire) -> Option<String> {
        if !self.is_message() {
            return None;
        }
        text(wire, "id").or_else(|| {
            let number = scalar(wire.get("message_id")?)?.as_i64().filter(|number| *number != 0)?;
            Some(number.to_string())
        })
    }
}

fn business(wire: &Wire) -> String {
    text(wire, "business_id").unwrap_or_default()
}

/// A member that is a string and not empty.
fn text(wire: &Wire, name: &str) -> Option<String> {
    match scalar(wire.get(name)?)? {
        Value::String(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}

/// What the digest is over.
fn canonical(wire: &Wire) -> Vec<u8> {
    let object = |infinite: &mut dyn FnMut(bool) -> Value| -> Value {
        wire.iter().map(|(name, raw)| (name.clone(), value(raw, infinite))).collect()
    };
    let mut is_finite = true;
    let mut canonical = object(&mut |_| {
        is_finite = false;
        Value::Null
    });
    if !is_finite {
        let named = object(&mut |negative| if negative { "-Infinity" } else { "Infinity" }.into());
        canonical = Value::Array(vec![canonical, named]);
    }
    serde_json_canonicalizer::to_vec(&canonical).expect("finite numbers, and names that differ")
}

fn join(parts: &[String]) -> String {
    let mut key = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            key.push(b'/');
        }
        json::push_escaped(&mut key, part.as_bytes());
    }
    String::from_utf8_lossy(&key).into_owned()
}
