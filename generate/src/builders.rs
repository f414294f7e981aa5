//! `builders.ts`

use std::collections::BTreeSet;
use std::fmt::Write;

use azeer_webhooks::internals::{DECLARATION, Kind, Mask, REDACTED, REGISTRY, UNDOCUMENTED};
use azeer_webhooks_abi::{TRUE, VALUE_END, VALUE_START, WORDS_PER_SLOT};

use crate::literal;

pub(crate) fn write() -> String {
    let mut out = String::new();
    let _ = write_all(&mut out);
    out
}

fn write_all(out: &mut String) -> std::fmt::Result {
    // `shapesOf` relies on it: every message has these types in this order, and anything else has none.
    let types: Vec<_> = REGISTRY.message_types().iter().map(|it| it.value).chain([""]).collect();
    let mut layouts: Vec<Mask> = Vec::new();
    let mut shapes = String::new();
    for of_event in REGISTRY.shapes().chunk_by(|one, other| one.event == other.event) {
        let contents: Vec<_> = of_event.iter().map(|shape| shape.message_type.unwrap_or_default()).collect();
        assert!(contents == types || contents == [""], "{contents:?} would be taken for other types");
        let mut of_types = Vec::new();
        for shape in of_event {
            let literal = shape.literal_members();
            let layout = layouts.iter().position(|&mask| mask == literal).unwrap_or_else(|| {
                layouts.push(literal);
                layouts.len() - 1
            });
            of_types.push(format!("layout{layout}"));
        }
        writeln!(shapes, "  [{}, [{}]],", literal(of_event[0].event), of_types.join(", "))?;
    }
    out.push_str(
        "import { type Shape, shapesOf } from \"../parse/shape.js\";\nimport type { Slots } from \"../core/slots.js\";\n\n\
         type Layout = Shape[\"build\"];\n\n\
         // A literal for each set of expected fields, so that events of one shape have one hidden class.\n\n",
    );
    for (index, &mask) in layouts.iter().enumerate() {
        layout(out, index, mask)?;
    }
    writeln!(out, "/** By the index that the core gives. */")?;
    let types = types.into_iter().map(literal).collect::<Vec<_>>().join(", ");
    writeln!(
        out,
        "export const shapes: readonly Shape[] = /* @__PURE__ */ shapesOf([{types}], [\n{shapes}]);\n"
    )?;
    set_fields(out)?;
    writeln!(out, "/** Where the event name and the message type are. */")?;
    writeln!(out, "export const EVENT_WORD = {};", REGISTRY.event_tag * WORDS_PER_SLOT)?;
    writeln!(out, "export const MESSAGE_TYPE_WORD = {};\n", REGISTRY.message_type_tag * WORDS_PER_SLOT)?;
    let names: Vec<_> = REGISTRY.events().iter().map(|event| literal(event.value)).collect();
    writeln!(out, "/** Names of all documented events. */")?;
    writeln!(out, "export const eventNames: readonly string[] = [{}];\n", names.join(", "))?;
    let names: Vec<_> = REGISTRY.message_types().iter().map(|it| literal(it.value)).collect();
    writeln!(out, "/** All known types of messages. */")?;
    writeln!(out, "export const messageTypes: readonly string[] = [{}];\n", names.join(", "))?;
    let names: Vec<_> = REGISTRY.messages().map(literal).collect();
    writeln!(out, "/** Names of the events that are messages. */")?;
    writeln!(out, "export const messageNames: readonly string[] = [{}];\n", names.join(", "))?;
    let contents = DECLARATION.variants.iter().filter_map(|variant| variant.payload?.choice);
    let media = contents.flat_map(|content| content.variants);
    let media: BTreeSet<_> = media
        .filter(|variant| variant.payload.is_some_and(|it| it.is_media))
        .flat_map(|it| it.values)
        .collect();
    let names: Vec<_> = media.into_iter().map(|name| literal(name)).collect();
    writeln!(out, "/** Types of messages with a file. */")?;
    writeln!(out, "export const mediaTypes: readonly string[] = [{}];\n", names.join(", "))?;
    let public: BTreeSet<_> = DECLARATION.public_names().into_iter().collect();
    let names = REGISTRY.fields().iter().map(|field| field.name);
    let private: Vec<_> = names.filter(|name| !public.contains(name)).map(literal).collect();
    let public: Vec<_> = public.into_iter().map(literal).collect();
    writeln!(out, "/** Names of members that say nothing of a person. */")?;
    writeln!(out, "export const publicNames: readonly string[] = [{}];\n", public.join(", "))?;
    writeln!(out, "/** Names of all other documented members. */")?;
    writeln!(out, "export const privateNames: readonly string[] = [{}];\n", private.join(", "))?;
    writeln!(out, "export const REDACTED = {};", literal(REDACTED))?;
    writeln!(out, "export const UNDOCUMENTED = {};", literal(UNDOCUMENTED))
}

fn layout(out: &mut String, index: usize, mask: Mask) -> std::fmt::Result {
    // Little code for each field: there are many of these functions, and a processor's code cache is small.
    writeln!(out, "const layout{index}: Layout = ({{ source: s, words: w, doubles: d }}, shape) => ({{")?;
    for (index, field) in REGISTRY.fields().iter().enumerate().filter(|(index, _)| mask >> index & 1 == 1) {
        let word = index * WORDS_PER_SLOT;
        let value = match field.kind {
            _ if index == REGISTRY.event_tag => "shape.event".to_owned(),
            _ if index == REGISTRY.message_type_tag => "shape.messageType".to_owned(),
            Kind::String | Kind::DateTime => {
                format!("s.slice(w[{}]! + 1, w[{}]! - 1)", word + VALUE_START, word + VALUE_END)
            }
            Kind::Boolean => format!("w[{word}] === {TRUE}"),
            Kind::Integer | Kind::Latitude | Kind::Longitude => format!("d[{index}]"),
        };
        writeln!(out, "  {}: {value},", field.name)?;
    }
    writeln!(out, "}});\n")
}

/// Sets each field by its name in the code: engines remember where an object has it.
fn set_fields(out: &mut String) -> std::fmt::Result {
    writeln!(
        out,
        "/** Sets the documented fields of a set of bits, low word first, whatever their values are. */"
    )?;
    writeln!(
        out,
        "export function setFields(event: Record<string, unknown>, s: Slots, low: number, high: number): void {{"
    )?;
    for (index, field) in REGISTRY.fields().iter().enumerate() {
        let (set, bit) = if index < 32 { ("low", 1u32 << index) } else { ("high", 1 << (index - 32)) };
        writeln!(out, "  if ({set} & {bit}) event.{} = s.field({index});", field.name)?;
    }
    writeln!(out, "}}\n")
}
