//! `builders.ts`

use std::collections::BTreeSet;
use std::fmt::Write;
use std::mem::offset_of;

use azeer_webhooks::check::Slot;
use azeer_webhooks::declare::{Kind, Mask};
use azeer_webhooks::json::{Value, ValueKind};
use azeer_webhooks::{DECLARATION, REDACTED, REGISTRY, UNDOCUMENTED};

use crate::literal;

/// Words of a documented member in the core's memory.
const WORDS_PER_SLOT: usize = size_of::<Slot>() / size_of::<u32>();
/// Of these, where a value starts and ends in UTF-16 code units.
const START: usize = offset_of!(Value, start.unit) / size_of::<u32>();
const END: usize = offset_of!(Value, end.unit) / size_of::<u32>();

pub(crate) fn write() -> String {
    let mut out = String::new();
    let _ = write_all(&mut out);
    out
}

fn write_all(out: &mut String) -> std::fmt::Result {
    // All messages have these, in this order; what is no message, and a message of none of them, has none.
    let types: Vec<_> = REGISTRY.types().iter().map(|it| it.value).chain([""]).collect();
    let mut layouts: Vec<Mask> = Vec::new();
    let mut shapes = String::new();
    for of_event in REGISTRY.shapes().chunk_by(|one, other| one.event == other.event) {
        let contents: Vec<_> = of_event.iter().map(|shape| shape.content.unwrap_or_default()).collect();
        assert!(contents == types || contents == [""], "{contents:?} would be taken for other types");
        let mut of_types = Vec::new();
        for shape in of_event {
            let usual = shape.usual_members();
            let layout = layouts.iter().position(|&mask| mask == usual).unwrap_or_else(|| {
                layouts.push(usual);
                layouts.len() - 1
            });
            of_types.push(format!("layout{layout}"));
        }
        writeln!(shapes, "  [{}, [{}]],", literal(of_event[0].event), of_types.join(", "))?;
    }
    out.push_str(
        "import { type Shape, shapesOf } from \"../shape.js\";\nimport type { Tape } from \"../tape.js\";\n\n\
         type Layout = Shape[\"build\"];\n\n\
         // A literal for each set of members that go together as a rule, so that events of one kind have one hidden class.\n\n",
    );
    for (index, &mask) in layouts.iter().enumerate() {
        layout(out, index, mask)?;
    }
    writeln!(out, "/** By the number that the core gives. */")?;
    let types = types.into_iter().map(literal).collect::<Vec<_>>().join(", ");
    writeln!(
        out,
        "export const shapes: readonly Shape[] = /* @__PURE__ */ shapesOf([{types}], [\n{shapes}]);\n"
    )?;
    rare(out)?;
    writeln!(out, "/** Where the event name and the message type are. */")?;
    writeln!(out, "export const EVENT_WORD = {};", REGISTRY.event_tag * WORDS_PER_SLOT)?;
    writeln!(out, "export const CONTENT_WORD = {};\n", REGISTRY.content_tag * WORDS_PER_SLOT)?;
    let names: Vec<_> = REGISTRY.messages().map(literal).collect();
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
    let public: BTreeSet<_> = DECLARATION.public_names().into_iter().collect();
    let names = REGISTRY.entries().iter().map(|entry| entry.name);
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
    // Little code for each member: there are many of these functions, and a processor keeps only so much code at hand.
    writeln!(out, "const layout{index}: Layout = ({{ source: s, words: w, doubles: d }}, shape) => ({{")?;
    for (entry, member) in REGISTRY.entries().iter().enumerate().filter(|(entry, _)| mask >> entry & 1 == 1) {
        let word = entry * WORDS_PER_SLOT;
        let value = match member.kind {
            _ if entry == REGISTRY.event_tag => "shape.event".to_owned(),
            _ if entry == REGISTRY.content_tag => "shape.content".to_owned(),
            Kind::String | Kind::DateTime => {
                format!("s.slice(w[{}]! + 1, w[{}]! - 1)", word + START, word + END)
            }
            Kind::Boolean => format!("w[{word}] === {}", ValueKind::True as u32),
            Kind::Integer | Kind::Latitude | Kind::Longitude => format!("d[{entry}]"),
        };
        writeln!(out, "  {}: {value},", member.name)?;
    }
    writeln!(out, "}});\n")
}

/// Any members that are there: each by its name in the code, which engines remember the place of.
fn rare(out: &mut String) -> std::fmt::Result {
    writeln!(
        out,
        "/** Adds the documented members of a set of bits, low word first, whatever their values are. */"
    )?;
    writeln!(
        out,
        "export function addRare(event: Record<string, unknown>, t: Tape, low: number, high: number): void {{"
    )?;
    for (entry, member) in REGISTRY.entries().iter().enumerate() {
        let (set, bit) = if entry < 32 { ("low", 1u32 << entry) } else { ("high", 1 << (entry - 32)) };
        writeln!(out, "  if ({set} & {bit}) event.{} = t.value({entry});", member.name)?;
    }
    writeln!(out, "}}\n")
}
