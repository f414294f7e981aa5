//! `openapi.json`: OpenAPI 3.1 of a receiver. Each event that Azeer lists is a webhook, and one more stands for all others.

use std::io;

use azeer_webhooks::Code;
use azeer_webhooks::internals::{Choice, DECLARATION, Payload, Variant};
use serde_json::{Map, Value, json};

use crate::answers::{self, Answer};
use crate::definitions::{self, Definitions, chooses, content_names};
use crate::fixtures::fixtures;

/// The webhook for events that Azeer does not list.
const UNKNOWN: &str = "unknown";

const DESCRIPTION: &str = "What a receiver made with azeer-webhooks accepts and answers. \
The project is unofficial: Azeer did not make it and does not support it.\n\n\
Members that are not listed are accepted everywhere, and kept. Few members are required; the others may be absent or null. \
A string with documented values may have any other value too.";

const TIERS: &[(&str, &str)] = &[
    ("documented", "Azeer documents the payload of these events."),
    (
        "named",
        "Azeer lists these events and documents nothing else of them. Their members are accepted, unchecked.",
    ),
    (
        "unknown",
        "Any event that Azeer does not list. It is accepted, unchecked, because Azeer will add events.",
    ),
];

/// # Panics
/// If the fixtures cannot be read: then nothing is generated.
pub(crate) fn write() -> String {
    let examples = examples().expect("tests/fixtures can be read");
    let mut schemas = Definitions::new("#/components/schemas/");
    let mut webhooks = Map::new();
    for variant in DECLARATION.variants {
        for name in variant.values {
            let (tier, schema) = match variant.payload {
                Some(payload) => ("documented", event(payload, variant, &mut schemas)),
                None => ("named", named("const", &json!(name))),
            };
            webhooks.insert((*name).to_owned(), webhook(name, tier, variant.doc, &schema, &examples));
        }
    }
    let names: Vec<_> = DECLARATION.variants.iter().flat_map(|variant| variant.values).collect();
    let other = named("not", &json!({ "enum": names }));
    let doc = "An event that Azeer does not list.";
    webhooks.insert(UNKNOWN.to_owned(), webhook(UNKNOWN, "unknown", doc, &other, &examples));
    schemas.define("Problem", problem());
    let tags: Vec<_> = TIERS.iter().map(|(name, doc)| json!({ "name": name, "description": doc })).collect();
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Azeer webhooks",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "externalDocs": {
            "description": "Azeer's page on webhook events",
            "url": "https://docs.azeer.com/doc-754081",
        },
        "tags": tags,
        "security": [{ "bearer": [] }, { "basic": [] }, { "header": [] }, { "query": [] }],
        "webhooks": webhooks,
        "components": {
            "schemas": schemas.into_value(),
            "responses": responses(),
            "securitySchemes": security_schemes(),
        },
    });
    format!("{document:#}\n")
}

fn webhook(name: &str, tier: &str, doc: &str, schema: &Value, examples: &[(String, Value)]) -> Value {
    let is_listed = |name: &str| DECLARATION.variants.iter().any(|variant| variant.values.contains(&name));
    let examples: Map<_, _> = (examples.iter())
        .filter(|(_, value)| match value[DECLARATION.tag].as_str() {
            Some(own) if is_listed(own) => own == name,
            _ => name == UNKNOWN,
        })
        .map(|(file, value)| (file.clone(), json!({ "summary": file, "value": value })))
        .collect();
    let mut content = json!({ "schema": schema });
    if !examples.is_empty() {
        content["examples"] = Value::Object(examples);
    }
    let responses: Map<_, _> = answers::to_deliveries()
        .map(|(title, answers)| (answers[0].status.to_string(), reference("responses", &component(title))))
        .collect();
    json!({
        "post": {
            "operationId": name,
            "tags": [tier],
            "summary": name,
            "description": doc,
            "requestBody": { "required": true, "content": { "application/json": content } },
            "responses": responses,
        },
    })
}

/// A reference to the schema of a documented event. Schemas are flat, because viewers and generators of code show those
/// best.
fn event(payload: &Payload, event: &Variant, schemas: &mut Definitions) -> Value {
    let tag = (DECLARATION, event);
    let Some(content) = payload.choice else {
        return schemas
            .define_titled(&format!("{}Event", event.name), object(event.doc, &[tag], &[payload], event));
    };
    // `IncomingMessage` of text is `IncomingTextMessage`, as in TypeScript.
    let (message, direction) = (payload.name, event.name.strip_suffix(payload.name).unwrap_or(event.name));
    let mut types = Vec::new();
    for variant in content.variants {
        let payloads: Vec<_> = [payload].into_iter().chain(variant.payload).collect();
        let doc = format!("{} {}", event.doc, variant.doc);
        let schema = object(&doc, &[tag, (content, variant)], &payloads, event);
        types.push(schemas.define_titled(&format!("{direction}{}{message}", variant.name), schema));
    }
    let unknown = unknown_message(content, event);
    types.push(schemas.define_titled(&format!("{direction}Unknown{message}"), unknown));
    schemas.define_titled(event.name, json!({ "description": event.doc, "type": "object", "oneOf": types }))
}

/// An object that has the discriminants of variants, and the members of payloads.
fn object(doc: &str, tags: &[(&Choice, &Variant)], payloads: &[&Payload], event: &Variant) -> Value {
    let tag_names = tags.iter().map(|(choice, _)| choice.tag);
    let required: Vec<_> =
        tag_names.chain(payloads.iter().flat_map(|it| definitions::required(it))).collect();
    let mut properties: Map<_, _> =
        payloads.iter().flat_map(|payload| definitions::properties(payload, event)).collect();
    for (choice, variant) in tags {
        let mut rules = json!({ "type": "string", "description": choice.doc });
        match variant.values {
            [value] => rules["const"] = json!(value),
            values => rules["enum"] = json!(values),
        }
        properties.insert(choice.tag.to_owned(), rules);
    }
    json!({ "description": doc, "type": "object", "required": required, "properties": properties })
}

/// A message that is none of the others of its event.
fn unknown_message(content: &Choice, event: &Variant) -> Value {
    let others: Vec<_> =
        content.variants.iter().map(|variant| chooses(content, variant, &content_names(variant))).collect();
    let doc = "A message of another type, or without the content of its type. It is accepted, unchecked, and becomes an unknown event.";
    let mut schema = object(doc, &[(DECLARATION, event)], &[], event);
    schema["required"] = json!([DECLARATION.tag, content.tag]);
    schema["properties"][content.tag] = json!({ "type": "string", "description": content.doc });
    schema["not"] = json!({ "anyOf": others });
    schema
}

/// An object of which only the event name is checked, by a keyword such as `const`.
fn named(keyword: &str, value: &Value) -> Value {
    let tag = json!({ "type": "string", "description": DECLARATION.doc, keyword: value });
    json!({ "type": "object", "required": [DECLARATION.tag], "properties": { DECLARATION.tag: tag } })
}

fn responses() -> Value {
    let responses = answers::to_deliveries().map(|(title, answers)| {
        let what: Vec<_> =
            answers.iter().flat_map(|answer| answer.what).map(|what| format!("- {what}")).collect();
        let mut response = json!({ "description": format!("{title}\n\n{}", what.join("\n")) });
        let headers = answers.iter().filter_map(|answer| answer.header);
        for header in headers {
            let mut schema = json!({ "type": "string" });
            if !header.value.is_empty() {
                schema["const"] = json!(header.value);
            }
            let mut described = json!({ "schema": schema });
            if !header.when.is_empty() {
                described["description"] = json!(format!("There {}.", header.when));
            }
            response["headers"][header.name] = described;
        }
        if answers[0].status >= 400 {
            let mut content = json!({ "schema": reference("schemas", "Problem") });
            for answer in answers.iter().filter(|it| !it.detail.is_empty()) {
                content["examples"][answer.name] = json!({ "value": problem_of(title, answer) });
            }
            response["content"] = json!({ "application/problem+json": content });
        }
        (component(title), response)
    });
    Value::Object(responses.collect())
}

/// The body of an answer.
fn problem_of(title: &str, answer: &Answer) -> Value {
    let mut problem = json!({ "title": title, "status": answer.status, "detail": answer.detail });
    if let Some(Err(error)) = answer.invalid.map(|body| azeer_webhooks::parse(body.as_bytes())) {
        let issues = error.issues().iter().map(
            |it| json!({ "code": it.code.name(), "path": it.path, "line": it.line, "column": it.column }),
        );
        problem["issues"] = issues.collect();
    }
    problem
}

/// The schema of the body of an answer from status 400 on (RFC 9457).
fn problem() -> Value {
    let codes: Vec<_> = Code::ALL.iter().filter(|code| code.status() < 500).map(|code| code.name()).collect();
    let position = json!({ "type": "integer", "minimum": 1 });
    let issue = json!({
        "type": "object",
        "required": ["code"],
        "properties": {
            "code": { "type": "string", "enum": codes, "description": "The kind of fault." },
            "path": {
                "type": "string",
                "description": "JSON Pointer to the member; left out if Azeer does not document its name.",
            },
            "line": position,
            "column": position,
        },
    });
    json!({
        "description": "What is wrong (RFC 9457). It holds nothing that a person wrote.",
        "type": "object",
        "required": ["title", "status", "detail"],
        "properties": {
            "title": { "type": "string", "description": "The words for the status." },
            "status": { "type": "integer" },
            "detail": { "type": "string", "description": "What is wrong, in a sentence." },
            "issues": { "type": "array", "items": issue, "description": "The issues of an invalid body." },
            "more": { "type": "integer", "minimum": 1, "description": "How many more issues the body has." },
        },
    })
}

fn security_schemes() -> Value {
    let choice =
        "Azeer does not document how it sends its `securetoken`, so a receiver chooses one of these.";
    let key = |place: &str, name: &str| {
        let doc = format!("{choice} The name is the receiver's choice.");
        json!({ "type": "apiKey", "in": place, "name": name, "description": doc })
    };
    json!({
        "bearer": { "type": "http", "scheme": "bearer", "description": choice },
        "basic": { "type": "http", "scheme": "basic", "description": choice },
        "header": key("header", "x-token"),
        "query": key("query", "token"),
    })
}

/// The name of a component: `BadRequest` for `Bad Request`.
fn component(title: &str) -> String {
    title.replace(' ', "")
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

/// The fixtures that are accepted.
fn examples() -> io::Result<Vec<(String, Value)>> {
    let accepted = fixtures()?.into_iter().filter(|(_, body)| azeer_webhooks::parse(body.as_bytes()).is_ok());
    accepted.map(|(name, body)| Ok((name, serde_json::from_str(&body)?))).collect()
}
