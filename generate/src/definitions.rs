//! The members of payloads as JSON Schemas, for `schema.json` and `openapi.json`.

use azeer_webhooks::internals::{Choice, Kind, Member, Need, Payload, Variant};
use serde_json::{Map, Value, json};

/// RFC 3339, section 5.6. The calendar is left to `format`.
const DATE_TIME: &str = r"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$";

const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

/// The definitions of a document, each of which is written once.
pub(crate) struct Definitions {
    /// What a reference begins with.
    prefix: &'static str,
    written: Map<String, Value>,
}

impl Definitions {
    pub(crate) fn new(prefix: &'static str) -> Self {
        Self { prefix, written: Map::new() }
    }

    pub(crate) fn into_value(self) -> Value {
        Value::Object(self.written)
    }

    /// Adds a definition and returns a reference to it.
    pub(crate) fn define(&mut self, name: &str, definition: Value) -> Value {
        self.written.insert(name.to_owned(), definition);
        json!({ "$ref": format!("{}{name}", self.prefix) })
    }

    /// Like `define`, for viewers that show titles and not names.
    pub(crate) fn define_titled(&mut self, name: &str, mut definition: Value) -> Value {
        definition["title"] = json!(name);
        self.define(name, definition)
    }

    /// A reference to the members of a payload for an event.
    pub(crate) fn members(&mut self, payload: &Payload, event: &Variant) -> Value {
        let is_special = members_for(payload, event).any(|member| !member.only.is_empty());
        let name =
            if is_special { format!("{}{}", event.name, payload.name) } else { payload.name.to_owned() };
        self.define(&name, json!({ "required": required(payload), "properties": properties(payload, event) }))
    }
}

/// The members that are documented for an event.
fn members_for<'a>(payload: &'a Payload, event: &'a Variant) -> impl Iterator<Item = &'a Member> {
    let holds =
        |member: &&Member| member.only.is_empty() || event.values.iter().any(|it| member.only.contains(it));
    payload.members.iter().filter(holds)
}

/// The rules of the members that are documented for an event.
pub(crate) fn properties(payload: &Payload, event: &Variant) -> Map<String, Value> {
    members_for(payload, event).map(|member| (member.name.to_owned(), property(member))).collect()
}

/// The names of the members that must be present.
pub(crate) fn required(payload: &Payload) -> Vec<&'static str> {
    let members = payload.members.iter().filter(|member| member.need != Need::Optional);
    members.map(|member| member.name).collect()
}

/// The names of the members without which a message of a type has no content.
pub(crate) fn content_names(variant: &Variant) -> Vec<&'static str> {
    let members = variant.payload.iter().flat_map(|payload| payload.members);
    members.filter(|member| member.need == Need::Content).map(|member| member.name).collect()
}

/// True if the discriminant is one of the variant's values and the members `names` are present and not null.
pub(crate) fn chooses(choice: &Choice, variant: &Variant, names: &[&str]) -> Value {
    let mut properties = Map::new();
    properties.insert(choice.tag.to_owned(), json!({ "enum": variant.values }));
    for name in names {
        properties.insert((*name).to_owned(), json!({ "not": { "type": "null" } }));
    }
    let required = [&[choice.tag], names].concat();
    json!({ "required": required, "properties": properties })
}

fn property(member: &Member) -> Value {
    let (name, mut rules) = match member.kind {
        Kind::String => ("string", json!({})),
        Kind::Boolean => ("boolean", json!({})),
        Kind::Integer => ("integer", json!({ "minimum": -MAX_SAFE_INTEGER, "maximum": MAX_SAFE_INTEGER })),
        Kind::DateTime => ("string", json!({ "format": "date-time", "pattern": DATE_TIME })),
        Kind::Latitude => ("number", json!({ "minimum": -90, "maximum": 90 })),
        Kind::Longitude => ("number", json!({ "minimum": -180, "maximum": 180 })),
    };
    rules["type"] = if member.need == Need::Optional { json!([name, "null"]) } else { json!(name) };
    rules["description"] = json!(doc(member));
    if !member.values.is_empty() {
        rules["examples"] = json!(member.values);
    }
    rules
}

/// The member's doc comment, and the values of its open set.
pub(crate) fn doc(member: &Member) -> String {
    if member.values.is_empty() {
        return member.doc.to_owned();
    }
    let values: Vec<_> = member.values.iter().map(|value| format!("`{value}`")).collect();
    format!("{} Documented values: {}; others are accepted.", member.doc, values.join(", "))
}
