//! `types.ts`

use std::collections::BTreeSet;
use std::fmt::Write;

use azeer_webhooks::internals::{Choice, DECLARATION, Interface, Payload, Variant};

use crate::{doc_comment, literal};

/// `TAG` and `CONTENT` are the names of the discriminants.
const ENDS: &str = r#"
/** What JSON can express. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [member: string]: JsonValue };

/**
 * A payload that fits nothing known: another event name, another message type, or a message of a documented type
 * whose content is not there. Nothing of it is lost: `payload` is the object that came.
 */
export interface UnknownEvent {
  /** Not on the wire, where the event has another name: {@link UnknownEvent.event_type}. */
  TAG: "unknown";
  /** What does not fit. */
  reason: UnknownReason;
  /** The event's name on the wire. */
  event_type: string;
  /** The message's type on the wire, where the event is a message. */
  CONTENT?: string;
  /** The object that came. */
  payload: { [member: string]: JsonValue };
}
"#;

pub(crate) fn write() -> String {
    let mut types = Types::default();
    let _ = types.write_all();
    types.out
}

#[derive(Default)]
struct Types {
    out: String,
    /// Declarations of member types that are already written.
    declared: BTreeSet<&'static str>,
    events: Vec<String>,
    messages: Vec<String>,
}

impl Types {
    fn write_all(&mut self) -> std::fmt::Result {
        let choice = DECLARATION;
        let content = choice.variants.iter().find_map(|variant| variant.payload?.choice);
        let message_type_tag = content.map_or(choice.tag, |content| content.tag);
        let ends = ENDS.replace("TAG", choice.tag).replace("CONTENT", message_type_tag);
        writeln!(self.out, "import type {{ UnknownReason }} from \"./texts.js\";\n{ends}")?;
        for variant in choice.variants {
            match variant.payload {
                Some(payload) => {
                    self.members(payload);
                    match payload.choice {
                        Some(content) => self.messages(choice, variant, payload, content)?,
                        None => self.event(choice, variant, payload)?,
                    }
                }
                None => self.undocumented_event(choice, variant)?,
            }
        }
        self.events.push("UnknownEvent".to_owned());
        self.union("AzeerMessage", "A message, incoming or outgoing.", &self.messages.clone())?;
        let events = [&["AzeerMessage".to_owned()], self.events.as_slice()].concat();
        self.union(
            "AzeerEvent",
            &format!("An event: narrow it by `{}`, then a message by `{message_type_tag}`.", choice.tag),
            &events,
        )
    }

    /// The interfaces of a payload's members, and the types these have.
    fn members(&mut self, payload: &Payload) {
        if !self.declared.insert(payload.name) {
            return;
        }
        for member in payload.members {
            if !member.typescript.is_empty() && self.declared.insert(member.typescript) {
                self.declaration(member.typescript);
            }
        }
        for interface in payload.interfaces {
            self.declaration(interface.declaration);
        }
    }

    fn declaration(&mut self, declaration: &str) {
        self.out.push_str(declaration);
        self.out.push_str("\n\n");
    }

    fn messages(
        &mut self,
        choice: &Choice,
        event: &Variant,
        envelope: &Payload,
        content: &Choice,
    ) -> std::fmt::Result {
        for variant in content.variants {
            let name = message_type(event, envelope, variant);
            let mut bases = bases(envelope, event);
            let mut index = "";
            match variant.payload {
                Some(payload) => {
                    self.members(payload);
                    bases.extend(self::bases(payload, event));
                }
                None => index = "  [member: string]: JsonValue | undefined;\n",
            }
            let doc = format!("{} {}", event.doc, variant.doc);
            write!(self.out, "{}", doc_comment(&doc, ""))?;
            writeln!(self.out, "export interface {name} extends {} {{", bases.join(", "))?;
            self.tag(choice, event)?;
            self.tag(content, variant)?;
            writeln!(self.out, "{index}}}\n")?;
            self.messages.push(name);
        }
        Ok(())
    }

    fn event(&mut self, choice: &Choice, variant: &Variant, payload: &Payload) -> std::fmt::Result {
        let name = event_type(variant);
        write!(self.out, "{}", doc_comment(variant.doc, ""))?;
        writeln!(self.out, "export interface {name} extends {} {{", bases(payload, variant).join(", "))?;
        self.tag(choice, variant)?;
        writeln!(self.out, "}}\n")?;
        self.events.push(name);
        Ok(())
    }

    fn undocumented_event(&mut self, choice: &Choice, variant: &Variant) -> std::fmt::Result {
        let name = event_type(variant);
        write!(self.out, "{}", doc_comment(variant.doc, ""))?;
        writeln!(self.out, "export interface {name} {{")?;
        self.tag(choice, variant)?;
        writeln!(self.out, "  [member: string]: JsonValue | undefined;\n}}\n")?;
        self.events.push(name);
        Ok(())
    }

    fn tag(&mut self, choice: &Choice, variant: &Variant) -> std::fmt::Result {
        let values: Vec<_> = variant.values.iter().map(|value| literal(value)).collect();
        writeln!(self.out, "{}  {}: {};", doc_comment(choice.doc, "  "), choice.tag, values.join(" | "))
    }

    fn union(&mut self, name: &str, doc: &str, members: &[String]) -> std::fmt::Result {
        writeln!(self.out, "/** {doc} */\nexport type {name} =\n  | {};\n", members.join("\n  | "))
    }
}

/// The type of an event that is no message.
pub(crate) fn event_type(variant: &Variant) -> String {
    format!("{}Event", variant.name)
}

/// The type of a message: `IncomingMessage` of text is `IncomingTextMessage`.
pub(crate) fn message_type(event: &Variant, envelope: &Payload, variant: &Variant) -> String {
    let direction = event.name.strip_suffix(envelope.name).unwrap_or(event.name);
    format!("{direction}{}{}", variant.name, envelope.name)
}

/// The interfaces of a payload for an event.
fn bases(payload: &Payload, event: &Variant) -> Vec<&'static str> {
    let holds = |interface: &&Interface| interface.only.is_none_or(|only| event.values.contains(&only));
    payload.interfaces.iter().filter(holds).map(|interface| interface.name).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn interfaces_are_declared_once_and_before_they_are_extended() {
        let types = super::write();
        let mut declared = BTreeSet::new();
        for line in types.lines() {
            let Some(rest) =
                line.strip_prefix("export interface ").or_else(|| line.strip_prefix("export type "))
            else {
                continue;
            };
            let (name, rest) = rest.split_once(' ').unwrap();
            if let Some(bases) = rest.strip_prefix("extends ").and_then(|it| it.strip_suffix(" {")) {
                assert!(bases.split(", ").all(|base| declared.contains(base)), "{line}");
            }
            assert!(declared.insert(name), "{line}");
        }
        for name in ["MessageMembers", "MessageOutgoingMsgMembers", "OutgoingAudioMessage", "ContactEvent"] {
            assert!(declared.contains(name), "{name}");
        }
    }

    #[test]
    fn interfaces_have_the_members_and_comments_of_their_structs() {
        let types = super::write();
        for interface in [
            r"/**
 * What `outgoing_msg` adds.
 */
export interface MessageOutgoingMsgMembers {
    /**
     * Whether the recipient was already a contact. Only in the examples of outgoing messages.
     */
    is_existing_contact?: boolean | null;
}
",
            r"/**
 * Content of a text message.
 */
export interface TextMembers {
    /**
     * Text of the message. In the examples of text messages.
     */
    text: string;
}
",
        ] {
            assert!(types.contains(interface), "{interface}");
        }
        let event = &super::DECLARATION.variants[0];
        assert_eq!(event.doc, "A message from a customer.");
        let member = &event.payload.unwrap().members[1];
        assert_eq!(
            (member.name, member.doc),
            ("contact_id", "The contact who sent or received the message.")
        );
    }
}
