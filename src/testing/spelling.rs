//! The spelling of Azeer.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

use serde_json::value::RawValue;

use crate::json;
use crate::model::Event;

/// Writes an event as Azeer sends it, which is how Go's `encoding/json` writes a map: members sorted by name; `<`, `>`, `&`,
/// U+2028 and U+2029 escaped; other text as it is. Integers keep all their digits, other numbers are doubles.
///
/// ```
/// let body = include_bytes!("../../tests/fixtures/11-incoming-text-arabic.json");
/// let event = azeer_webhooks::parse(body)?;
/// assert!(azeer_webhooks::testing::wire(&event).starts_with(r#"{"business_id":"c327668d-47dc-4b3c","contact_id":101,"#));
/// # Ok::<(), azeer_webhooks::Error>(())
/// ```
pub fn wire(event: &Event<'_>) -> String {
    let mut out = String::new();
    write_object(&mut out, &event.wire());
    out
}

fn write_object(out: &mut String, members: &BTreeMap<String, Box<RawValue>>) {
    // The order of the bytes in UTF-8, as in Go.
    let members = members.iter().map(|(name, value)| (Some(name.as_str()), &**value));
    write_list(out, ['{', '}'], members);
}

fn write_list<'a>(
    out: &mut String,
    [open, close]: [char; 2],
    items: impl Iterator<Item = (Option<&'a str>, &'a RawValue)>,
) {
    out.push(open);
    for (i, (name, value)) in items.enumerate() {
        if i > 0 {
            out.push(',');
        }
        if let Some(name) = name {
            write_text(out, name);
            out.push(':');
        }
        write_value(out, value);
    }
    out.push(close);
}

/// A value as Go writes it.
pub(super) fn written(value: &RawValue) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

/// An object of members in this order. The values are written already.
pub(super) fn object<'a>(members: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::from("{");
    for (i, (name, value)) in members.enumerate() {
        if i > 0 {
            out.push(',');
        }
        write_text(&mut out, name);
        out.push(':');
        out.push_str(value);
    }
    out.push('}');
    out
}

fn write_value(out: &mut String, raw: &RawValue) {
    let text = raw.get();
    match text.as_bytes() {
        // Of nested members with one name the last counts, as in Go.
        [b'{', ..] => write_object(out, &serde_json::from_str(text).expect("an object")),
        [b'[', ..] => {
            let items: Vec<Box<RawValue>> = serde_json::from_str(text).expect("an array");
            write_list(out, ['[', ']'], items.iter().map(|item| (None, &**item)));
        }
        [b'"', ..] => write_text(out, &serde_json::from_str::<String>(text).expect("a string")),
        [b'-' | b'0'..=b'9', ..] => out.push_str(&number(text)),
        _ => out.push_str(text),
    }
}

fn number(text: &str) -> String {
    let double = json::Number::new(text.as_bytes()).to_double();
    let size = double.abs();
    if !text.contains(['.', 'e', 'E']) || !double.is_finite() {
        return text.to_string();
    }
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        let written = alloc::format!("{double:e}");
        return if size < 1.0 { written } else { written.replace('e', "e+") };
    }
    double.to_string()
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}
