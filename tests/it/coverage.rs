//! The table of cases and the fixtures have something of everything that is declared: a new payload or member needs a case.

use std::collections::BTreeSet;

use azeer_webhooks::internals::{
    Choice, DECLARATION, Encoding, Need, Payload, REGISTRY, Rules, Scratch, Verdict, check,
};
use azeer_webhooks::{Options, Reason, parse};
use serde_json::{Map, Value};

use crate::common::{examples, fixtures};

/// Bodies of the table's cases that are text, and of the fixtures.
fn bodies() -> Vec<Vec<u8>> {
    let table: Vec<Value> = serde_json::from_str(include_str!("../cases.json")).unwrap();
    let cases = table.iter().filter_map(|case| case["body"].as_str()).map(|body| body.as_bytes().to_vec());
    cases.chain(fixtures().into_iter().map(|(_, body)| body)).collect()
}

/// Indices of the shapes of accepted bodies, each with the members that are there and not null, and reasons of unknown ones.
fn accepted() -> (BTreeSet<(usize, usize)>, BTreeSet<&'static str>) {
    let rules = Rules { max_bytes: 1 << 20, is_strict: false };
    let mut scratch = Scratch::new(&REGISTRY);
    let (mut members, mut reasons) = (BTreeSet::new(), BTreeSet::new());
    for body in bodies() {
        match check(&body, Encoding::Utf8, rules, &REGISTRY, &mut scratch) {
            Ok(Verdict::Event(checked)) => {
                let is_there =
                    |entry: &usize| checked.value(*entry).is_some_and(|it| it.text(&body) != b"null");
                let there = (0..REGISTRY.fields().len()).filter(is_there);
                members.extend(there.map(|entry| (checked.index, entry)));
            }
            Ok(Verdict::Unknown(unmatched)) => {
                reasons.insert(unmatched.reason.name());
            }
            Err(_) => {}
        }
    }
    (members, reasons)
}

#[test]
fn every_member_of_every_shape_is_in_a_case() {
    let (members, _) = accepted();
    // What all messages share is a shape too, which no body has.
    let envelopes: Vec<_> = REGISTRY.events().iter().filter_map(|event| event.envelope).collect();
    let shapes = REGISTRY.shapes().iter().enumerate();
    let mut missing = Vec::new();
    for (index, shape) in shapes.filter(|(index, _)| !envelopes.contains(index)) {
        for (entry, member) in REGISTRY.fields().iter().enumerate() {
            if shape.known >> entry & 1 == 1 && !members.contains(&(index, entry)) {
                missing.push(format!(
                    "{} {} {}",
                    shape.event,
                    shape.message_type.unwrap_or_default(),
                    member.name
                ));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "add accepted bodies to tests/cases.json that have these members: {missing:#?}"
    );
}

#[test]
fn every_member_is_refused_in_a_case() {
    let strict = Options::new().strict(true);
    let errors = bodies().iter().filter_map(|body| strict.parse(body).err()).collect::<Vec<_>>();
    let paths: BTreeSet<_> =
        errors.iter().flat_map(azeer_webhooks::Error::issues).map(|issue| &*issue.path).collect();
    let names = REGISTRY.fields().iter().map(|entry| format!("/{}", entry.name));
    let missing: Vec<_> = names.filter(|path| !paths.contains(&**path)).collect();
    assert!(
        missing.is_empty(),
        "add cases to tests/cases.json in which values of these are refused: {missing:?}"
    );
}

#[test]
fn every_reason_is_in_a_case() {
    let (_, reasons) = accepted();
    assert!(Reason::ALL.iter().all(|reason| reasons.contains(reason.name())), "{reasons:?}");
}

/// What a body's event name, and then its message type, choose.
fn payloads(body: &Map<String, Value>) -> Vec<&'static Payload> {
    let chosen = |choice: &Choice| {
        let tag = body.get(choice.tag)?.as_str()?;
        choice.variants.iter().find(|variant| variant.values.contains(&tag))?.payload
    };
    let event = chosen(DECLARATION);
    let content = event.and_then(|it| it.content).and_then(chosen);
    event.into_iter().chain(content).collect()
}

/// Every payload that is declared: of events, then of messages.
fn declared() -> Vec<&'static Payload> {
    let of = |choice: &Choice| choice.variants.iter().filter_map(|it| it.payload).collect::<Vec<_>>();
    let events = of(DECLARATION);
    let contents = events.iter().filter_map(|it| it.content).flat_map(of).collect::<Vec<_>>();
    [events, contents].concat()
}

#[test]
fn members_are_rare_where_not_every_example_has_them() {
    let examples = examples();
    let examples: Vec<Map<_, _>> =
        examples.iter().map(|(_, body)| serde_json::from_slice(body).unwrap()).collect();
    let mut wrong = BTreeSet::new();
    for payload in declared() {
        for member in payload.members {
            let is_for = |body: &&Map<String, Value>| {
                payloads(body).iter().any(|it| it.name == payload.name)
                    && (member.only.is_empty()
                        || member.only.iter().any(|event| body[DECLARATION.tag] == *event))
            };
            let mut those = examples.iter().filter(is_for).peekable();
            let name = format!("{} of {}", member.name, payload.name);
            if those.peek().is_none() && member.in_examples && member.need == Need::Optional {
                wrong.insert(format!("{name}: add Azeer's example to tests/fixtures/, or mark it rare"));
            } else if those.peek().is_some()
                && those.all(|it| it.contains_key(member.name)) != member.in_examples
            {
                let what = if member.in_examples { "mark it" } else { "every example has it: it is not" };
                wrong.insert(format!("{name}: {what} #[payload(rare)]"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn messages_with_a_file_give_it() {
    for body in bodies() {
        let Ok(event) = parse(&body) else { continue };
        let Some(message) = event.message() else { continue };
        let content = DECLARATION.variants.iter().find_map(|it| it.payload?.content).unwrap();
        let variant = content.variants.iter().find(|it| it.values.contains(&message.message_type())).unwrap();
        let is_media = variant.payload.is_some_and(|it| it.is_media);
        assert_eq!(message.media().is_some(), is_media, "{}: see Message::media", message.message_type());
    }
}
