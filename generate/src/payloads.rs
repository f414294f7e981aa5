//! `docs/payloads.md`: every payload with an example, its members, and its types in both languages.

use std::fmt::Write;

use azeer_webhooks::internals::{Choice, DECLARATION, Kind, Member, Need, Payload, Variant};
use serde_json::Value;

use crate::definitions::doc;
use crate::fixtures::fixtures;

const INTRODUCTION: &str = include_str!("payloads.md");

/// The fixtures from this number on are no examples of Azeer's page, until `FIRST_ADDED`.
const FIRST_MADE_UP: &str = "11";
const FIRST_ADDED: &str = "16";

/// # Panics
/// If the fixtures cannot be read: then nothing is generated.
pub(crate) fn write() -> String {
    let examples: Vec<_> = fixtures()
        .expect("tests/fixtures can be read")
        .into_iter()
        .filter(|(name, _)| name.as_str() < FIRST_MADE_UP || name.as_str() >= FIRST_ADDED)
        .collect();
    let mut out = INTRODUCTION.to_owned();
    let _ = write_all(&mut out, &examples);
    out
}

type Examples = [(String, String)];

fn write_all(out: &mut String, examples: &Examples) -> std::fmt::Result {
    let choice = DECLARATION;
    let mut written = Vec::new();
    for variant in choice.variants {
        let Some(payload) = variant.payload else {
            writeln!(out, "\n## {}\n\n{}", names(variant.values), variant.doc)?;
            writeln!(
                out,
                "Its members are kept, unchecked.\n\n{}",
                types(&[format!("{}Event", variant.name)], "Event", variant)
            )?;
            continue;
        };
        // Events of one payload have one section.
        if written.contains(&payload.name) {
            continue;
        }
        written.push(payload.name);
        let sharing: Vec<_> = choice
            .variants
            .iter()
            .filter(|it| it.payload.is_some_and(|it| it.name == payload.name))
            .collect();
        let values: Vec<_> = sharing.iter().flat_map(|it| it.values).copied().collect();
        writeln!(out, "\n## {}\n", names(&values))?;
        for event in &sharing {
            writeln!(out, "- {}: {}", names(event.values), event.doc)?;
        }
        match payload.choice {
            None => {
                writeln!(out, "\n{}", types(&[format!("{}Event", variant.name)], "Event", variant))?;
                table(out, payload)?;
                example(out, examples, &[(choice, variant)])?;
            }
            Some(content) => {
                writeln!(out, "\nEvery message has these members, and those of its type.")?;
                table(out, payload)?;
                for message in content.variants {
                    messages(out, examples, (payload, content), &sharing, message)?;
                }
            }
        }
    }
    Ok(())
}

/// The section of a message type.
fn messages(
    out: &mut String,
    examples: &Examples,
    (envelope, content): (&Payload, &Choice),
    events: &[&Variant],
    message: &Variant,
) -> std::fmt::Result {
    writeln!(out, "\n### {}\n\n{}\n", names(message.values), message.doc)?;
    let declared: Vec<_> = (events.iter())
        .map(|event| {
            let direction = event.name.strip_suffix(envelope.name).unwrap_or(event.name);
            format!("{direction}{}{}", message.name, envelope.name)
        })
        .collect();
    writeln!(out, "{}", types(&declared, "Content", message))?;
    if let Some(payload) = message.payload {
        table(out, payload)?;
        for event in events {
            example(out, examples, &[(DECLARATION, event), (content, message)])?;
        }
    }
    Ok(())
}

fn names(values: &[&str]) -> String {
    let names: Vec<_> = values.iter().map(|value| format!("`{value}`")).collect();
    names.join(", ")
}

/// The types of a payload in both languages.
fn types(typescript: &[String], choice: &str, variant: &Variant) -> String {
    let typescript: Vec<_> = typescript.iter().map(|name| format!("`{name}`")).collect();
    let payload = variant.payload.map_or(String::new(), |payload| format!(" with a `{}`", payload.name));
    format!("TypeScript: {}. Rust: `{choice}::{}`{payload}.", typescript.join(", "), variant.name)
}

fn table(out: &mut String, payload: &Payload) -> std::fmt::Result {
    writeln!(
        out,
        "\n| member | TypeScript | Rust | required | what it is |\n| --- | --- | --- | --- | --- |"
    )?;
    for member in payload.members {
        let need = match member.need {
            Need::Required => "yes",
            Need::Content => "or the message is unknown",
            Need::Optional => "no",
        };
        let only = match member.only {
            [] => String::new(),
            only => format!(" Only in {}.", names(only)),
        };
        let doc = doc(member).replace('\n', " ").replace('|', "\\|");
        let rust = rust(member).replace('|', "\\|");
        let typescript = typescript(member).replace('|', "\\|");
        writeln!(out, "| `{}` | `{typescript}` | `{rust}` | {need} | {doc}{only} |", member.name)?;
    }
    Ok(())
}

fn typescript(member: &Member) -> String {
    let name = match member.kind {
        Kind::Boolean => "boolean",
        Kind::String | Kind::DateTime => "string",
        Kind::Integer | Kind::Latitude | Kind::Longitude => "number",
    };
    let declared = member.typescript.split_once("export type ").and_then(|(_, rest)| rest.split_once(' '));
    let name = declared.map_or(name, |(name, _)| name);
    if member.need == Need::Optional { format!("{name} | null") } else { name.to_owned() }
}

/// The type without its lifetime.
fn rust(member: &Member) -> String {
    member.rust.replace(' ', "").replace("'a,", "").replace("<'a>", "")
}

/// The first example of a payload, if Azeer's page has one.
fn example(out: &mut String, examples: &Examples, tags: &[(&Choice, &Variant)]) -> std::fmt::Result {
    let fits = |body: &str| {
        let value: Value = serde_json::from_str(body).unwrap_or_default();
        tags.iter().all(|(choice, variant)| {
            value[choice.tag].as_str().is_some_and(|it| variant.values.contains(&it))
        })
    };
    match examples.iter().find(|(_, body)| fits(body)) {
        Some((_, body)) => writeln!(out, "\n```json\n{}\n```", body.trim_end()),
        None => Ok(()),
    }
}
