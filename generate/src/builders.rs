//! `builders.ts`

use std::collections::BTreeSet;
use std::fmt::Write;

use azeer_webhooks::declare::{Kind, Mask};
use azeer_webhooks::{DECLARATION, REDACTED, REGISTRY};

use crate::literal;

pub(crate) fn write() -> String {
    let mut out = String::new();
    let _ = write_all(&mut out);
    out
}

fn write_all(out: &mut String) -> std::fmt::Result {
    let mut layouts: Vec<Mask> = Vec::new();
    let mut shapes = String::new();
    for shape in REGISTRY.shapes() {
        let (event, content) = (literal(shape.event), literal(shape.content.unwrap_or_default()));
        if shape.documented {
            let layout = layouts.iter().position(|&mask| mask == shape.known).unwrap_or_else(|| {
                layouts.push(shape.known);
                layouts.len() - 1
            });
            writeln!(shapes, "  {{ event: {event}, content: {content}, layout: layout{layout} }},")?;
        } else {
            writeln!(shapes, "  {{ event: {event}, content: {content}, layout: undefined }},")?;
        }
    }

    out.push_str(
        "import type { Layout, Shape } from \"../shape.js\";\n\n\
         // A literal for each set of documented members, so that events of one kind have one hidden class.\n\n",
    );
    for (index, &mask) in layouts.iter().enumerate() {
        layout(out, index, mask)?;
    }
    writeln!(
        out,
        "/** By the number that the core gives. Without a layout the members are not documented. */"
    )?;
    writeln!(out, "export const shapes: readonly Shape[] = [\n{shapes}];\n")?;
    let messages = REGISTRY.events().iter().filter(|event| event.envelope.is_some());
    let names: Vec<_> = messages.map(|event| literal(event.value)).collect();
    writeln!(out, "/** Names of the events that are messages. */")?;
    writeln!(out, "export const messageNames: readonly string[] = [{}];\n", names.join(", "))?;
    let contents = DECLARATION.variants.iter().filter_map(|variant| variant.payload?.content);
    let media = contents.flat_map(|content| content.variants);
    let media: BTreeSet<_> = media
        .filter(|variant| variant.payload.is_some_and(|it| it.name == "Media"))
        .flat_map(|it| it.values)
        .collect();
    let names: Vec<_> = media.into_iter().map(|name| literal(name)).collect();
    writeln!(out, "/** Types of messages with a file. */")?;
    writeln!(out, "export const mediaTypes: readonly string[] = [{}];\n", names.join(", "))?;
    let names: BTreeSet<_> = DECLARATION.public_names().into_iter().collect();
    let names: Vec<_> = names.into_iter().map(literal).collect();
    writeln!(out, "/** Names of members that say nothing of a person. */")?;
    writeln!(out, "export const publicNames: readonly string[] = [{}];\n", names.join(", "))?;
    writeln!(out, "export const REDACTED = {};", literal(REDACTED))
}

fn layout(out: &mut String, index: usize, mask: Mask) -> std::fmt::Result {
    let members: Vec<_> =
        REGISTRY.entries().iter().enumerate().filter(|(entry, _)| mask >> entry & 1 == 1).collect();
    let names: Vec<_> = members.iter().map(|(_, entry)| literal(entry.name)).collect();
    writeln!(out, "const layout{index}: Layout = {{\n  names: [{}],", names.join(", "))?;
    writeln!(out, "  build: (t, shape) => ({{")?;
    for (record, (entry, member)) in members.iter().enumerate() {
        let value = match member.kind {
            _ if *entry == REGISTRY.event_tag => "shape.event".to_owned(),
            _ if *entry == REGISTRY.content_tag => "shape.content".to_owned(),
            Kind::String | Kind::DateTime => format!("t.string({record})"),
            Kind::Boolean => format!("t.boolean({record})"),
            Kind::Integer | Kind::Latitude | Kind::Longitude => format!("t.number({record})"),
        };
        writeln!(out, "    {}: {value},", member.name)?;
    }
    writeln!(out, "  }}),\n}};\n")
}
