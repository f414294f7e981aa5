//! Writes the JSON Schema (2020-12) of accepted bodies as `schema.json`, and as `json-schema.ts` for `azeer-webhooks/standard-schema`.

use std::fmt::Write;

use azeer_webhooks::Reason;
use azeer_webhooks::internals::{Choice, DECLARATION, Payload, Variant};
use serde_json::{Map, Value, json};

use crate::definitions::{Definitions, chooses, content_names};
use crate::literal;

/// The event name of unknown events, which is on no wire.
const UNKNOWN: &str = "unknown";

/// What a schema describes: the payloads that are accepted, or the events that they become.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Input,
    Output,
}

pub(crate) fn write() -> String {
    format!("{:#}\n", events(Side::Input))
}

pub(crate) fn typescript() -> String {
    let mut out = String::new();
    for (name, side, what) in
        [("INPUT", Side::Input, "payloads that are accepted"), ("OUTPUT", Side::Output, "events")]
    {
        let text = literal(&events(side).to_string());
        let _ = writeln!(out, "/** The JSON Schema of {what}, as text. */\nexport const {name} = {text};\n");
    }
    out.push_str("/** The names of events, and the names that these have in an event: a message can become unknown. */\n");
    out.push_str("export const eventNames = {\n");
    for variant in DECLARATION.variants {
        for value in variant.values {
            let names = if is_message(variant) { vec![*value, UNKNOWN] } else { vec![*value] };
            let names: Vec<_> = names.into_iter().map(literal).collect();
            let _ = writeln!(out, "  {value}: [{}],", names.join(", "));
        }
    }
    out.push_str("} as const;\n");
    out
}

fn is_message(variant: &Variant) -> bool {
    variant.payload.is_some_and(|payload| payload.choice.is_some())
}

fn events(side: Side) -> Value {
    let choice = DECLARATION;
    let mut definitions = Definitions::new("#/$defs/");
    let mut cases = Vec::new();
    for variant in choice.variants {
        let Some(payload) = variant.payload else { continue };
        let then = match payload.choice {
            None => definitions.members(payload, variant),
            Some(content) => messages(payload, content, variant, side, &mut definitions),
        };
        cases.push(json!({ "if": chooses(choice, variant, &[]), "then": then }));
    }
    let mut name = json!({ "type": "string", "description": choice.doc });
    let mut description =
        "What azeer-webhooks accepts. Names that no case below has are unknown events, and accepted.";
    if side == Side::Output {
        description = "What azeer-webhooks makes of a payload that it accepts.";
        let mut names: Vec<_> = choice.variants.iter().flat_map(|variant| variant.values).collect();
        names.push(&UNKNOWN);
        name["enum"] = json!(names);
        let condition =
            json!({ "required": [choice.tag], "properties": { choice.tag: { "enum": [UNKNOWN] } } });
        let unknown = unknown_event(&mut definitions);
        cases.push(json!({ "if": condition, "then": unknown }));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": if side == Side::Input { "urn:azeer-webhooks:event" } else { "urn:azeer-webhooks:parsed-event" },
        "title": "Azeer webhook event",
        "description": description,
        "type": "object",
        "required": [choice.tag],
        "properties": { choice.tag: name },
        "allOf": cases,
        "$defs": definitions.into_value(),
    })
}

/// The rules of a message by its type. A message without the content of its type is unknown, and accepted; it is no
/// message any more when it is an event.
fn messages(
    envelope: &Payload,
    content: &Choice,
    event: &Variant,
    side: Side,
    definitions: &mut Definitions,
) -> Value {
    let envelope = definitions.members(envelope, event);
    let mut cases = Vec::new();
    for variant in content.variants {
        let then = match variant.payload {
            Some(payload) => json!({ "allOf": [envelope, definitions.members(payload, event)] }),
            None => envelope.clone(),
        };
        let names = if side == Side::Input { content_names(variant) } else { Vec::new() };
        cases.push(json!({ "if": chooses(content, variant, &names), "then": then }));
    }
    let mut message_type = json!({ "type": "string", "description": content.doc });
    if side == Side::Output {
        message_type["enum"] = content.variants.iter().flat_map(|variant| variant.values).copied().collect();
    }
    json!({ "required": [content.tag], "properties": { content.tag: message_type }, "allOf": cases })
}

fn unknown_event(definitions: &mut Definitions) -> Value {
    let reasons: Vec<_> = Reason::ALL.iter().map(|reason| reason.name()).collect();
    let mut properties = Map::new();
    properties.insert("reason".to_owned(), json!({ "enum": reasons }));
    properties.insert("event_type".to_owned(), json!({ "type": "string" }));
    properties.insert("message_type".to_owned(), json!({ "type": "string" }));
    properties.insert("payload".to_owned(), json!({ "type": "object" }));
    let required = ["reason", "event_type", "payload"];
    definitions.define("UnknownEvent", json!({ "required": required, "properties": properties }))
}
