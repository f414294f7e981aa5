//! Factories make valid events, and `wire` writes them as Azeer does.

use std::collections::{BTreeMap, BTreeSet};
use std::env;

use azeer_webhooks::internals::{REGISTRY, bits};
use azeer_webhooks::testing::{Fake, mutate, wire};
use azeer_webhooks::{Code, Event, Json, Options, parse};
use serde_json::{Value, json};

fn object(body: &str) -> BTreeMap<String, Value> {
    serde_json::from_str(body).unwrap()
}

/// `SOAK=100000` tries so many seeds.
#[test]
fn events_of_every_seed_are_valid() {
    let seeds = env::var("SOAK").map_or(1_000, |seeds| seeds.parse().unwrap());
    for seed in 0..seeds {
        let draft = Fake::new(seed).any();
        let body = draft.body();
        let event = Options::new().strict(true).parse(body.as_bytes()).unwrap();
        assert!(!matches!(event, Event::Unknown(_)), "{body}");
        assert_eq!(event, draft.event(), "{body}");
        assert_eq!(wire(&event), body);
    }
}

#[test]
fn every_shape_occurs_with_exactly_its_members() {
    let mut made: BTreeMap<(String, Option<String>), BTreeSet<String>> = BTreeMap::new();
    let mut fake = Fake::new(1);
    for _ in 0..4_000 {
        let members = object(&fake.any().body());
        let text = |name: &str| members.get(name).map(|value| value.as_str().unwrap().to_owned());
        let shape = (text("webhook_event_type").unwrap(), text("message_type"));
        made.entry(shape).or_default().extend(members.into_keys());
    }
    // Without those that all message types of an event share.
    let shapes = REGISTRY.shapes().iter();
    let shapes = shapes
        .filter(|shape| shape.message_type.is_some() || !REGISTRY.messages().any(|it| it == shape.event));
    let mut count = 0;
    for shape in shapes {
        let names: BTreeSet<_> =
            bits(shape.known).map(|field| REGISTRY.fields()[field].name.to_owned()).collect();
        let key = (shape.event.to_owned(), shape.message_type.map(str::to_owned));
        assert_eq!(made.get(&key), Some(&names), "{key:?}");
        count += 1;
    }
    assert_eq!(made.len(), count);
}

#[test]
fn a_seed_repeats_its_events() {
    let made = |seed| {
        let mut fake = Fake::new(seed);
        (0..20).map(|_| fake.any().body()).collect::<Vec<_>>()
    };
    assert_eq!(made(7), made(7));
    assert_ne!(made(7), made(8));
}

#[test]
fn members_can_be_changed() {
    let mut fake = Fake::new(1);
    let event = fake
        .message("outgoing_msg", "image")
        .with("from", "1")
        .without("contact_name")
        .with("more", [7])
        .event();
    let message = event.message().unwrap();
    assert_eq!((message.message_type(), &*message.from), ("image", "1"));
    assert!(message.contact_name.is_absent());
    assert_eq!(event.extra().get("more").map(Json::get), Some("[7]"));
    assert_eq!(fake.event("chat_closed").body(), r#"{"webhook_event_type":"chat_closed"}"#);
    for _ in 0..50 {
        let message = fake.event("incoming_msg").event();
        assert_ne!(message.message().unwrap().message_type(), "reaction");
    }
    assert_eq!(
        fake.message("incoming_msg", "reaction").event().message().unwrap().message_type(),
        "reaction"
    );
}

#[test]
#[should_panic(expected = "there is no event call_missed")]
fn there_are_no_unknown_events() {
    Fake::new(1).event("call_missed");
}

#[test]
#[should_panic(expected = "there is no event new_contact text")]
fn only_messages_have_a_type() {
    Fake::new(1).message("new_contact", "text");
}

#[test]
#[should_panic(expected = "timestamp is not an RFC 3339 date-time (line 1")]
fn a_member_that_is_refused_panics() {
    let _ = Fake::new(1).event("new_contact").with("timestamp", "yesterday").event();
}

/// The cases of `js-tests/testing/wire.test.mjs`.
#[test]
fn wire_writes_as_go_does() {
    let spelled = |value: &str| {
        let body = format!(r#"{{"webhook_event_type":"chat_closed","a":{value}}}"#);
        let text = wire(&parse(body.as_bytes()).unwrap());
        text.strip_prefix(r#"{"a":"#)
            .unwrap()
            .strip_suffix(r#","webhook_event_type":"chat_closed"}"#)
            .unwrap()
            .to_owned()
    };
    for (value, wanted) in [
        (r#""<b>&\"\\\/""#, r#""\u003cb\u003e\u0026\"\\/""#),
        ("\"\u{2028}\u{2029}\u{2027}\"", "\"\\u2028\\u2029\u{2027}\""),
        (r#""\b\f\n\r\t\u0000\u001f\u007F""#, "\"\\b\\f\\n\\r\\t\\u0000\\u001f\u{7f}\""),
        ("\"مرحبا 🚚 é\u{fffd}\"", "\"مرحبا 🚚 é\u{fffd}\""),
        (
            "[0, -1, 1.50, 1e21, 1e-7, 1.234e25, 123456789012345680000.0, 0.000001, 1.0, 1e400]",
            "[0,-1,1.5,1e+21,1e-7,1.234e+25,123456789012345680000,0.000001,1,1e400]",
        ),
        ("[-0, -0.0, 0.0, 12345678901234567891]", "[-0,-0,0,12345678901234567891]"),
        ("[true, false, null, [ ], { }]", "[true,false,null,[],{}]"),
        (r#"{"z": 1, "y": {"b": 1, "a": 2, "b": 3}}"#, r#"{"y":{"a":2,"b":3},"z":1}"#),
    ] {
        assert_eq!(spelled(value), wanted);
    }
}

#[test]
fn wire_writes_any_event() {
    let body = r#"{"a":{"b":1},"webhook_event_type":"call_missed"}"#;
    assert_eq!(wire(&parse(body.as_bytes()).unwrap()), body);
    let fixture = include_str!("../fixtures/05-incoming-location.json");
    let text = wire(&parse(fixture.as_bytes()).unwrap());
    assert_eq!(object(&text), object(fixture));
    assert_eq!(object(&text)["latitude"], json!(12.995_892_3));
}

/// Codes that no body has: mistakes of the caller in JavaScript.
const CALLERS: [Code; 2] = [Code::UnsupportedBody, Code::NotSerializable];

/// The codes that `mutate` can give a body, each seen as its only issue.
fn reached(body: &str) -> Vec<Code> {
    let is_reached = |code: &Code| {
        let Some(mutated) = mutate(body, *code) else { return false };
        let is_strict = matches!(code, Code::UndocumentedMember | Code::AbsentMember);
        let error = Options::new().strict(is_strict).parse(&mutated).unwrap_err();
        let codes: Vec<_> = error.issues().iter().map(|issue| issue.code).collect();
        assert_eq!(codes, [*code], "{body}");
        assert_eq!(parse(&mutated).is_ok(), is_strict);
        true
    };
    Code::ALL.iter().copied().filter(is_reached).collect()
}

fn codes_without(missing: &[Code]) -> Vec<Code> {
    let codes = Code::ALL.iter().copied();
    codes.filter(|code| !CALLERS.contains(code) && !missing.contains(code)).collect()
}

#[test]
fn a_location_reaches_every_code_that_a_body_can_have() {
    for seed in 0..20 {
        for name in ["incoming_msg", "outgoing_msg"] {
            let body = Fake::new(seed).message(name, "location").body();
            assert_eq!(reached(&body), codes_without(&[]));
        }
    }
}

#[test]
fn other_events_reach_the_codes_of_their_members() {
    let strict = [Code::UndocumentedMember, Code::AbsentMember];
    let mut fake = Fake::new(1);
    for body in [fake.message("incoming_msg", "text").body(), fake.event("broadcast_complete").body()] {
        assert_eq!(reached(&body), codes_without(&[Code::OutOfRange]));
    }
    let reaction = fake.message("incoming_msg", "reaction").body();
    assert_eq!(reached(&reaction), codes_without(&[&strict[..], &[Code::OutOfRange]].concat()));
    let of_values = [Code::OutOfRange, Code::NotAnInteger, Code::UnsafeInteger, Code::InvalidDateTime];
    for body in
        ["{\"webhook_event_type\":\"chat_closed\"}", r#" {"webhook_event_type":"call_missed","a":[1]} "#]
    {
        assert_eq!(reached(body), codes_without(&[&strict[..], &of_values].concat()));
    }
}

#[test]
fn a_body_that_is_too_large_has_one_byte_too_many() {
    let body = Fake::new(1).message("incoming_msg", "text").with("text", "🚚").body();
    let mutated = mutate(&body, Code::TooLarge).unwrap();
    assert_eq!(mutated.len(), azeer_webhooks::DEFAULT_MAX_BYTES + 1);
}

#[test]
#[should_panic(expected = "mutate takes a valid body; webhook_event_type is missing")]
fn an_invalid_body_is_not_mutated() {
    let _ = mutate("{}", Code::Empty);
}
