//! `factories.ts`: what the factories for tests make.

use std::collections::BTreeSet;
use std::fmt::Write;

use azeer_webhooks::internals::{Choice, DECLARATION, Kind, MAX_DEPTH, Member, Need, Payload, Variant};

use crate::literal;
use crate::types::{event_type, message_type};

const INTERFACES: &str = r#"/** What a factory makes: an event of one name, for a message of one type. */
export interface Recipe {
  readonly factory: keyof Made;
  readonly event: string;
  readonly messageType: string | undefined;
  /** Whether Azeer documents the members of this event or message type. */
  readonly isDocumented: boolean;
  /** All members that the event can have, in the order in which Azeer sends them. */
  readonly members: readonly RecipeMember[];
}

export interface RecipeMember {
  readonly name: string;
  /** `tag` is a discriminant. */
  readonly kind: "tag" | "string" | "integer" | "boolean" | "date-time" | "latitude" | "longitude";
  /** A message without its content is unknown. */
  readonly need: "required" | "content" | "optional";
  /** Whether some documented examples lack it. */
  readonly isRare: boolean;
  /** Templates of values. */
  readonly values: readonly string[];
  /** Whether the values are those of the message type, which belong together by their places in their lists. */
  readonly isOfType: boolean;
}

"#;

pub(crate) fn write() -> String {
    let mut factories = Factories::default();
    for event in DECLARATION.variants {
        for name in event.values {
            match event.payload.and_then(|payload| Some((payload, payload.choice?))) {
                Some((envelope, content)) => factories.messages((event, name), envelope, content),
                None => factories.event(event, name),
            }
        }
    }
    factories.finish()
}

/// A value of a discriminant, and the variant that it chooses.
type Chosen = (&'static Variant, &'static str);

#[derive(Default)]
struct Factories {
    /// The text of each list of values, and of each member. Many recipes have the same ones.
    values: Vec<String>,
    members: Vec<String>,
    recipes: String,
    made: String,
    types: BTreeSet<String>,
}

impl Factories {
    fn messages(&mut self, event: Chosen, envelope: &Payload, content: &Choice) {
        let direction = event.0.name.strip_suffix(envelope.name).unwrap_or(event.0.name);
        for variant in content.variants {
            for name in variant.values {
                let factory = camel(&format!("{direction}_{name}"));
                let payloads = [Some(envelope), variant.payload];
                self.recipe(&factory, event.1, Some((content, name)), &payloads);
                self.factory(&factory, message_type(event.0, envelope, variant), content, (variant, name));
            }
        }
    }

    fn event(&mut self, event: &'static Variant, name: &'static str) {
        let factory = camel(name);
        self.recipe(&factory, name, None, &[event.payload]);
        self.factory(&factory, event_type(event), DECLARATION, (event, name));
    }

    fn recipe(
        &mut self,
        factory: &str,
        event: &'static str,
        message: Option<(&Choice, &'static str)>,
        payloads: &[Option<&Payload>],
    ) {
        let message_type = message.map(|it| it.1);
        let mut members = vec![self.tag(DECLARATION.tag, event)];
        members.extend(message.map(|(content, name)| self.tag(content.tag, name)));
        for member in payloads.iter().flatten().flat_map(|payload| payload.members) {
            if member.is_of(event) {
                members.push(self.member(member, event, message_type));
            }
        }
        // As Azeer sends them.
        members.sort_unstable();
        let members: Vec<_> = members.into_iter().map(|it| it.1).collect();
        let _ = writeln!(
            self.recipes,
            "  {{ factory: {}, event: {}, messageType: {}, isDocumented: {}, members: [{}] }},",
            literal(factory),
            literal(event),
            message_type.map_or("undefined".to_owned(), literal),
            payloads.iter().all(Option::is_some),
            members.join(", ")
        );
    }

    /// A factory's type, with the discriminant narrowed to one value if it has several.
    fn factory(&mut self, factory: &str, ty: String, choice: &Choice, (variant, value): Chosen) {
        let _ = match variant.values {
            [_] => writeln!(self.made, "  {factory}: {ty};"),
            _ => writeln!(self.made, "  {factory}: {ty} & {{ {}: {} }};", choice.tag, literal(value)),
        };
        self.types.insert(ty);
    }

    fn tag(&mut self, name: &'static str, value: &'static str) -> (&'static str, String) {
        let text = format!(
            "{{ name: {}, kind: \"tag\", need: \"required\", isRare: false, values: {}, isOfType: false }}",
            literal(name),
            self.list(&[value])
        );
        (name, numbered("m", &mut self.members, text))
    }

    fn member(
        &mut self,
        member: &'static Member,
        event: &str,
        message_type: Option<&str>,
    ) -> (&'static str, String) {
        let kind = match member.kind {
            Kind::String => "string",
            Kind::Integer => "integer",
            Kind::Boolean => "boolean",
            Kind::DateTime => "date-time",
            Kind::Latitude => "latitude",
            Kind::Longitude => "longitude",
        };
        let need = match member.need {
            Need::Required => "required",
            Need::Content => "content",
            Need::Optional => "optional",
        };
        let (values, is_of_type) = member.samples_of(event, message_type);
        let text = format!(
            "{{ name: {}, kind: {kind:?}, need: {need:?}, isRare: {}, values: {}, isOfType: {is_of_type} }}",
            literal(member.name),
            !member.in_examples,
            self.list(values)
        );
        (member.name, numbered("m", &mut self.members, text))
    }

    fn list(&mut self, values: &[&str]) -> String {
        let values: Vec<_> = values.iter().map(|value| text(value)).collect();
        numbered("v", &mut self.values, format!("[{}]", values.join(", ")))
    }

    fn finish(self) -> String {
        let types: Vec<_> = self.types.into_iter().collect();
        let mut out = format!("import type {{\n  {},\n}} from \"./types.js\";\n\n", types.join(",\n  "));
        out += INTERFACES;
        for (i, values) in self.values.iter().enumerate() {
            let _ = writeln!(out, "const v{i}: readonly string[] = {values};");
        }
        for (i, member) in self.members.iter().enumerate() {
            let _ = writeln!(out, "const m{i}: RecipeMember = {member};");
        }
        let _ = write!(
            out,
            "\n/** What each factory makes. */\nexport const recipes: readonly Recipe[] = [\n{}];\n\n\
             /** What each factory returns. */\nexport interface Made {{\n{}}}\n\n\
             /** How deep arrays and objects may be nested. */\nexport const MAX_DEPTH = {MAX_DEPTH};\n",
            self.recipes, self.made
        );
        out
    }
}

/// The name of the constant with this text.
fn numbered(prefix: &str, texts: &mut Vec<String>, text: String) -> String {
    let index = texts.iter().position(|it| *it == text).unwrap_or_else(|| {
        texts.push(text);
        texts.len() - 1
    });
    format!("{prefix}{index}")
}

/// JavaScript source of a string. It is ASCII, because some of the characters are invisible or change the order of others.
fn text(value: &str) -> String {
    let units = value.encode_utf16().map(|unit| match u8::try_from(unit) {
        Ok(byte @ (b'"' | b'\\')) => format!("\\{}", char::from(byte)),
        Ok(byte @ b' '..=b'~') => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    });
    format!("\"{}\"", units.collect::<String>())
}

/// `chat_assigned` is `chatAssigned`, and `Incoming_text` is `incomingText`.
fn camel(name: &str) -> String {
    let mut out = String::new();
    for (i, word) in name.split('_').enumerate() {
        let (first, rest) = word.split_at(1);
        out += &if i == 0 { first.to_lowercase() } else { first.to_uppercase() };
        out += rest;
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn factories_have_names_of_their_own() {
        let factories = super::write();
        let names: Vec<_> = factories.split("factory: \"").skip(1).map(|it| it.split('"').next()).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        for name in ["incomingText", "outgoingReaction", "newContact", "chatAssigned"] {
            assert!(names.contains(&Some(name)), "{name}");
        }
    }
}
