//! The table of cases and the fixtures have something of everything that is declared: a new payload or member needs a case.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use azeer_webhooks::internals::{Encoding, REGISTRY, Rules, Scratch, Verdict, check};
use azeer_webhooks::{Options, Reason};
use serde_json::Value;

/// Bodies of the table's cases that are text, and of the fixtures.
fn bodies() -> Vec<Vec<u8>> {
    let table: Vec<Value> = serde_json::from_str(include_str!("../cases.json")).unwrap();
    let cases = table.iter().filter_map(|case| case["body"].as_str()).map(|body| body.as_bytes().to_vec());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let fixtures = fs::read_dir(folder).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
    cases.chain(fixtures).collect()
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
    assert!(missing.is_empty(), "no case has these members: {missing:#?}");
}

#[test]
fn every_member_is_refused_in_a_case() {
    let strict = Options::new().strict(true);
    let errors = bodies().iter().filter_map(|body| strict.parse(body).err()).collect::<Vec<_>>();
    let paths: BTreeSet<_> =
        errors.iter().flat_map(azeer_webhooks::Error::issues).map(|issue| &*issue.path).collect();
    let names = REGISTRY.fields().iter().map(|entry| format!("/{}", entry.name));
    let missing: Vec<_> = names.filter(|path| !paths.contains(&**path)).collect();
    assert!(missing.is_empty(), "no case refuses a value of these: {missing:?}");
}

#[test]
fn every_reason_is_in_a_case() {
    let (_, reasons) = accepted();
    assert!(Reason::ALL.iter().all(|reason| reasons.contains(reason.name())), "{reasons:?}");
}
