//! What a factory makes, read from the declaration.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde_json::Value;

use super::draft::Draft;
use super::random::Random;
use crate::declare::{Kind, Member, Payload};
use crate::model::DECLARATION;

/// An event of one name, for a message of one type.
#[derive(Clone, Debug)]
pub(super) struct Recipe {
    pub(super) event: &'static str,
    pub(super) message_type: Option<&'static str>,
    /// The discriminants and their values.
    tags: Vec<(&'static str, &'static str)>,
    payloads: Vec<Option<&'static Payload>>,
}

impl Recipe {
    /// One for each event name, and for each message type of a message.
    pub(super) fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for variant in DECLARATION.variants {
            for event in variant.values {
                let tag = (DECLARATION.tag, *event);
                let Some(content) = variant.payload.and_then(|payload| payload.choice) else {
                    all.push(Self {
                        event,
                        message_type: None,
                        tags: vec![tag],
                        payloads: vec![variant.payload],
                    });
                    continue;
                };
                for of_type in content.variants {
                    all.extend(of_type.values.iter().map(|message_type| Self {
                        event,
                        message_type: Some(message_type),
                        tags: vec![tag, (content.tag, message_type)],
                        payloads: vec![variant.payload, of_type.payload],
                    }));
                }
            }
        }
        all
    }

    /// Whether Azeer documents the members of this event or message type.
    pub(super) fn is_documented(&self) -> bool {
        self.payloads.iter().all(Option::is_some)
    }

    /// The names of all members that the event can have, as Azeer sorts them. Discriminants have no declaration.
    pub(super) fn members(&self) -> Vec<(&'static str, Option<&'static Member>)> {
        let members = self.payloads.iter().flatten().flat_map(|payload| payload.members);
        let members =
            members.filter(|member| member.is_of(self.event)).map(|member| (member.name, Some(member)));
        let mut members: Vec<_> = members.chain(self.tags.iter().map(|tag| (tag.0, None))).collect();
        members.sort_unstable_by_key(|member| member.0);
        members
    }

    pub(super) fn draft(&self, random: &mut Random) -> Draft {
        let place = random.number();
        let mut draft = Draft::default();
        // The npm package has them in this order too, so that a seed makes the same events.
        for (name, member) in self.members() {
            let value = match member {
                Some(member) => self.value(member, place, random),
                None => self.tag(name, random),
            };
            if let Some(value) = value {
                draft = draft.with(name, value);
            }
        }
        draft
    }

    fn tag(&self, name: &str, random: &mut Random) -> Option<Value> {
        // As for any other member.
        random.number();
        self.tags.iter().find(|tag| tag.0 == name).map(|tag| tag.1.into())
    }

    /// A value of the member; `None` if it is absent.
    fn value(&self, member: &Member, place: u32, random: &mut Random) -> Option<Value> {
        let (values, is_of_type) = member.samples_of(self.event, self.message_type);
        let place = if is_of_type { place } else { random.number() };
        let text = filled(values[place as usize % values.len()], random);
        let is_absent = !member.in_examples && random.below(2) == 0;
        (!is_absent).then(|| match member.kind {
            Kind::String | Kind::DateTime => text.into(),
            Kind::Boolean => (text == "true").into(),
            Kind::Integer | Kind::Latitude | Kind::Longitude => text.parse().expect("a number"),
        })
    }
}

/// A text that a template becomes.
fn filled(template: &str, random: &mut Random) -> String {
    let character = |mark| match mark {
        '#' => random.pick(b"0123456789").into(),
        '~' => random.pick(b"0123456789abcdef").into(),
        '@' => random.pick(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789").into(),
        other => other,
    };
    template.chars().map(character).collect()
}
