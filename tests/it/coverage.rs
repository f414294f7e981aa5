//! The table of cases and the fixtures cover every declared payload and member: a new one needs a case.

use std::collections::BTreeSet;

use azeer_webhooks::internals::{
    Choice, DECLARATION, Encoding, Kind, Need, Payload, REGISTRY, Rules, Scratch, Shape, Verdict, check,
};
use azeer_webhooks::{Code, Error, Event, Issue, Options, Reason, parse};
use serde_json::{Map, Value};

use crate::common::{assert_same, examples, fixtures};

/// The bodies of the fixtures and of the table's cases, except those that are written in hexadecimal.
fn bodies() -> Vec<Vec<u8>> {
    let table: Vec<Value> = serde_json::from_str(include_str!("../cases.json")).unwrap();
    let cases = table.iter().filter_map(|case| case["body"].as_str()).map(|body| body.as_bytes().to_vec());
    cases.chain(fixtures().into_iter().map(|(_, body)| body)).collect()
}

/// Which fields have a value other than null in an accepted body, as pairs of shape and field; and the reasons of
/// unknown events.
fn accepted() -> (BTreeSet<(usize, usize)>, BTreeSet<&'static str>) {
    let rules = Rules { max_bytes: 1 << 20, is_strict: false };
    let mut scratch = Scratch::new(&REGISTRY);
    let (mut members, mut reasons) = (BTreeSet::new(), BTreeSet::new());
    for body in bodies() {
        match check(&body, Encoding::Utf8, rules, &REGISTRY, &mut scratch) {
            Ok(Verdict::Event(checked)) => {
                let has_value =
                    |field: &usize| checked.value(*field).is_some_and(|it| it.text(&body) != b"null");
                let fields = (0..REGISTRY.fields().len()).filter(has_value);
                members.extend(fields.map(|field| (checked.index, field)));
            }
            Ok(Verdict::Unknown(unmatched)) => {
                reasons.insert(unmatched.reason.name());
            }
            Err(_) => {}
        }
    }
    (members, reasons)
}

/// All shapes but the envelopes: what all messages share is a shape too, which no body has.
fn shapes() -> impl Iterator<Item = (usize, &'static Shape)> {
    let envelopes: Vec<_> = REGISTRY.events().iter().filter_map(|event| event.envelope).collect();
    REGISTRY.shapes().iter().enumerate().filter(move |(index, _)| !envelopes.contains(index))
}

#[test]
fn every_shape_and_every_member_is_in_a_case() {
    let (members, _) = accepted();
    let known: BTreeSet<_> = members.iter().map(|(index, _)| index).collect();
    let missing: Vec<_> = shapes().filter(|(index, _)| !known.contains(index)).collect();
    let missing: Vec<_> =
        missing.iter().map(|(_, it)| (it.event, it.message_type.unwrap_or_default())).collect();
    assert!(missing.is_empty(), "add accepted bodies of these to tests/cases.json: {missing:?}");

    let found = |field: usize| {
        let has = |(index, there): &(usize, usize)| {
            *there == field && REGISTRY.shapes()[*index].known >> field & 1 == 1
        };
        members.iter().any(has)
    };
    let fields = REGISTRY.fields().iter().enumerate();
    let missing: Vec<_> = fields.filter(|(field, _)| !found(*field)).map(|(_, it)| it.name).collect();
    assert!(missing.is_empty(), "add accepted bodies that have these to tests/cases.json: {missing:?}");
}

/// A body of a shape with every member that it documents; `change` gives another value, or none, for a name.
fn body_of(shape: &Shape, change: impl Fn(&'static str) -> Option<Option<Value>>) -> Vec<u8> {
    let mut body = Map::new();
    for (field, member) in REGISTRY.fields().iter().enumerate() {
        if shape.known >> field & 1 == 0 {
            continue;
        }
        let value = match member.kind {
            _ if field == REGISTRY.event_tag => Value::from(shape.event),
            _ if field == REGISTRY.message_type_tag => Value::from(shape.message_type.unwrap_or_default()),
            Kind::String => Value::from("a"),
            Kind::DateTime => Value::from("2024-03-08T06:44:54Z"),
            Kind::Boolean => Value::from(true),
            Kind::Integer | Kind::Latitude | Kind::Longitude => Value::from(1),
        };
        if let Some(value) = change(member.name).unwrap_or(Some(value)) {
            body.insert(member.name.to_owned(), value);
        }
    }
    serde_json::to_vec(&body).unwrap()
}

#[test]
fn every_member_of_every_shape_is_checked_and_kept() {
    let strict = Options::new().strict(true);
    let codes = |error: Error| error.issues().iter().map(|it| (it.code, it.path.clone())).collect::<Vec<_>>();
    for (_, shape) in shapes() {
        let whole = body_of(shape, |_| None);
        let event = parse(&whole).unwrap();
        assert!(event.extra().is_empty());
        assert_same(&serde_json::to_vec(&event).unwrap(), &whole, event.name());
        for (field, member) in REGISTRY.fields().iter().enumerate() {
            let bit = 1 << field;
            if shape.known & bit == 0 || [REGISTRY.event_tag, REGISTRY.message_type_tag].contains(&field) {
                continue;
            }
            let with =
                |value: Option<Value>| body_of(shape, |name| (name == member.name).then(|| value.clone()));
            let what = format!("{} of {} {:?}", member.name, shape.event, shape.message_type);
            let path = format!("/{}", member.name);
            let wrong = with(Some(Value::Array(Vec::new())));
            assert_eq!(
                parse(&wrong).map_err(codes).unwrap_err(),
                [(Code::WrongType, path.clone())],
                "{what}"
            );

            let [absent, null] = [None, Some(Value::Null)].map(with);
            if shape.required & bit != 0 {
                assert_eq!(
                    parse(&absent).map_err(codes).unwrap_err(),
                    [(Code::MissingMember, path)],
                    "{what}"
                );
            } else if shape.content & bit != 0 {
                assert!([absent, null].iter().all(|it| matches!(parse(it), Ok(Event::Unknown(_)))), "{what}");
            } else {
                for body in [&absent, &null] {
                    assert_same(&serde_json::to_vec(&parse(body).unwrap()).unwrap(), body, &what);
                }
                let is_expected = shape.documented && shape.in_examples & bit != 0;
                let strictly = strict.parse(&absent).map_err(codes);
                assert_eq!(
                    strictly.err(),
                    is_expected.then(|| vec![(Code::AbsentMember, path)]),
                    "{what}, strictly"
                );
            }
        }
        let mut more: Map<_, _> = serde_json::from_slice(&whole).unwrap();
        more.insert("not documented".to_owned(), Value::Null);
        let more = serde_json::to_vec(&more).unwrap();
        let strictly = strict.parse(&more).map_err(codes);
        let issue = (Code::UndocumentedMember, "/not documented".to_owned());
        assert_eq!(
            strictly.err(),
            shape.documented.then(|| vec![issue]),
            "{} {:?}",
            shape.event,
            shape.message_type
        );
    }
}

#[test]
fn every_member_is_refused_in_a_case() {
    let strict = Options::new().strict(true);
    let errors = bodies().iter().filter_map(|body| strict.parse(body).err()).collect::<Vec<_>>();
    // What is not there has no value to refuse, and what is not documented is refused whatever it is.
    let is_value = |issue: &&Issue| {
        !matches!(issue.code, Code::MissingMember | Code::AbsentMember | Code::UndocumentedMember)
    };
    let issues = errors.iter().flat_map(Error::issues).filter(is_value);
    let paths: BTreeSet<_> = issues.map(|issue| &*issue.path).collect();
    let names = REGISTRY.fields().iter().map(|field| format!("/{}", field.name));
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

/// The payloads that a body's event name and message type choose.
fn payloads(body: &Map<String, Value>) -> Vec<&'static Payload> {
    let chosen = |choice: &Choice| {
        let tag = body.get(choice.tag)?.as_str()?;
        choice.variants.iter().find(|variant| variant.values.contains(&tag))?.payload
    };
    let event = chosen(DECLARATION);
    let content = event.and_then(|it| it.choice).and_then(chosen);
    event.into_iter().chain(content).collect()
}

/// Every declared payload: those of events, then those of message contents.
fn declared() -> Vec<&'static Payload> {
    let of = |choice: &Choice| choice.variants.iter().filter_map(|it| it.payload).collect::<Vec<_>>();
    let events = of(DECLARATION);
    let contents = events.iter().filter_map(|it| it.choice).flat_map(of).collect::<Vec<_>>();
    [events, contents].concat()
}

#[test]
fn a_member_is_rare_if_not_every_example_has_it() {
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
fn media_returns_the_file_of_every_message_with_one() {
    for body in bodies() {
        let Ok(event) = parse(&body) else { continue };
        let Some(message) = event.message() else { continue };
        let content = DECLARATION.variants.iter().find_map(|it| it.payload?.choice).unwrap();
        let variant = content.variants.iter().find(|it| it.values.contains(&message.message_type())).unwrap();
        let is_media = variant.payload.is_some_and(|it| it.is_media);
        assert_eq!(message.media().is_some(), is_media, "{}: see Message::media", message.message_type());
    }
}
