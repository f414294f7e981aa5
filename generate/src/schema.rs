//! `schema.json`: JSON Schema 2020-12 of what is accepted.

use azeer_webhooks::internals::{Choice, DECLARATION, Kind, Member, Need, Payload, Variant};
use serde_json::{Map, Value, json};

/// RFC 3339, section 5.6. The calendar is left to `format`.
const DATE_TIME: &str = r"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$";

const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

pub(crate) fn write() -> String {
    let choice = DECLARATION;
    let mut definitions = Map::new();
    let mut cases = Vec::new();
    for variant in choice.variants {
        let Some(payload) = variant.payload else { continue };
        let then = match payload.choice {
            None => members(payload, variant, &mut definitions),
            Some(content) => messages(payload, content, variant, &mut definitions),
        };
        cases.push(json!({ "if": chooses(choice, variant, &[]), "then": then }));
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:azeer-webhooks:event",
        "title": "Azeer webhook event",
        "description": "What azeer-webhooks accepts. Names that no case below has are unknown events, and accepted.",
        "type": "object",
        "required": [choice.tag],
        "properties": { choice.tag: { "type": "string", "description": choice.doc } },
        "allOf": cases,
        "$defs": definitions,
    });
    format!("{schema:#}\n")
}

/// The rules of a message by its type. A message without the content of its type is unknown, and accepted.
fn messages(
    envelope: &Payload,
    content: &Choice,
    event: &Variant,
    definitions: &mut Map<String, Value>,
) -> Value {
    let envelope = members(envelope, event, definitions);
    let mut cases = Vec::new();
    for variant in content.variants {
        let all: Vec<_> = variant.payload.iter().flat_map(|payload| payload.members).collect();
        let required: Vec<_> =
            all.iter().filter(|member| member.need == Need::Content).map(|member| member.name).collect();
        let then = match variant.payload {
            Some(payload) => json!({ "allOf": [envelope, members(payload, event, definitions)] }),
            None => envelope.clone(),
        };
        cases.push(json!({ "if": chooses(content, variant, &required), "then": then }));
    }
    json!({
        "required": [content.tag],
        "properties": { content.tag: { "type": "string", "description": content.doc } },
        "allOf": cases,
    })
}

/// True if the discriminant is one of the variant's values and the members `names` are present and not null.
fn chooses(choice: &Choice, variant: &Variant, names: &[&str]) -> Value {
    let mut properties = Map::new();
    properties.insert(choice.tag.to_owned(), json!({ "enum": variant.values }));
    for name in names {
        properties.insert((*name).to_owned(), json!({ "not": { "type": "null" } }));
    }
    let required = [&[choice.tag], names].concat();
    json!({ "required": required, "properties": properties })
}

/// A reference to the members of a payload for an event.
fn members(payload: &Payload, event: &Variant, definitions: &mut Map<String, Value>) -> Value {
    let holds =
        |member: &&Member| member.only.is_empty() || event.values.iter().any(|it| member.only.contains(it));
    let is_special = payload.members.iter().any(|member| !member.only.is_empty() && holds(&member));
    let name = if is_special { format!("{}{}", event.name, payload.name) } else { payload.name.to_owned() };
    let properties: Map<_, _> = (payload.members.iter().filter(holds))
        .map(|member| (member.name.to_owned(), property(member)))
        .collect();
    let required: Vec<_> = payload
        .members
        .iter()
        .filter(|member| member.need != Need::Optional)
        .map(|member| member.name)
        .collect();
    let reference = json!({ "$ref": format!("#/$defs/{name}") });
    definitions.insert(name, json!({ "required": required, "properties": properties }));
    reference
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
    rules["description"] = json!(member.doc);
    rules
}
