//! Events as a Rust program uses them.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use crate::common::{assert_same, examples};
use azeer_webhooks::internals::{REGISTRY, Shape};
use azeer_webhooks::{Code, Content, Direction, Event, Json, Opt, Options, Reason, parse};

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    fs::read(path).unwrap()
}

#[test]
fn every_example_is_documented_and_serialises_to_itself() {
    for (name, body) in examples() {
        let event = parse(&body).unwrap();
        assert!(!matches!(event, Event::Unknown(_) | Event::Undocumented(_)), "{name}");
        assert!(event.extra().is_empty(), "{name}");
        assert_same(&serde_json::to_vec(&event).unwrap(), &body, &name);
        assert_same(&serde_json::to_vec(&event.into_owned()).unwrap(), &body, &name);
    }
}

/// The declarations match the examples: strict parsing accepts each example, and refuses it without any of its optional
/// members, except those declared to be rare.
#[test]
fn strict_parsing_accepts_the_examples_with_all_their_members_only() {
    let strict = Options::new().strict(true);
    for (name, body) in examples() {
        assert!(strict.parse(&body).is_ok(), "{name}");
        let payload: serde_json::Map<_, _> = serde_json::from_slice(&body).unwrap();
        let is_shape = |it: &&Shape| {
            payload["webhook_event_type"] == it.event
                && payload.get("message_type").and_then(|it| it.as_str()) == it.message_type
        };
        let literal_members = REGISTRY.shapes().iter().find(is_shape).unwrap().literal_members();
        for member in payload.keys() {
            let mut lacking = payload.clone();
            lacking.remove(member);
            let lacking = serde_json::to_vec(&lacking).unwrap();
            if !matches!(parse(&lacking), Ok(event) if !matches!(event, Event::Unknown(_))) {
                continue;
            }
            let is_rare = literal_members >> REGISTRY.field(member.as_bytes()).unwrap() & 1 == 0;
            let codes =
                strict.parse(&lacking).err().map(|error| (error.issues()[0].code, error.issues().len()));
            assert_eq!(codes, (!is_rare).then_some((Code::AbsentMember, 1)), "{name} without {member}");
        }
    }
}

#[test]
fn a_message_has_its_members() {
    let body = fixture("06-outgoing-text.json");
    let Event::OutgoingMessage(message) = parse(&body).unwrap() else { panic!("an outgoing message") };
    assert_eq!(message.business_id, Opt::Value("c327668d-47dc-4b3c".into()));
    assert_eq!(message.contact_id, 101);
    assert_eq!(message.direction, "out");
    assert!(Direction::VALUES.contains(&message.direction.as_str()));
    assert_eq!(message.from, "966594220647");
    assert_eq!(message.is_existing_contact, Opt::Value(true));
    assert_eq!(message.parent_message_id, Opt::Value(0));
    assert_eq!(message.timestamp.as_str(), "2024-03-08T09:44:38.116981911Z");
    assert!(!message.timestamp.is_unset());
    assert_eq!(message.text(), Some("hello"));
    assert_eq!(message.message_type(), "text");
    assert!(message.media().is_none());
}

#[test]
fn other_payloads_have_their_members() {
    let body = fixture("07-outgoing-audio.json");
    let event = parse(&body).unwrap();
    let media = event.message().unwrap().media().unwrap();
    assert_eq!(media.filename, Opt::Value("blob".into()));
    assert_eq!(media.mime_type.value().unwrap(), "audio/mp4;");

    let body = fixture("05-incoming-location.json");
    let event = parse(&body).unwrap();
    let Content::Location(location) = &event.message().unwrap().content else { panic!("a location") };
    assert_eq!(location.latitude.degrees().to_string(), "12.9958923");
    assert_eq!(location.longitude.degrees().to_string(), "77.6102133");
    assert!(location.local_timestamp.value().unwrap().is_unset());

    let body = fixture("09-contact-update.json");
    let Event::Contact(contact) = parse(&body).unwrap() else { panic!("a contact") };
    assert!(contact.business_id.is_absent());
    assert_eq!(contact.action, "update");
    assert_eq!(contact.tags.into_value().unwrap(), "new tag");

    let body = fixture("10-broadcast-complete.json");
    let Event::BroadcastComplete(broadcast) = parse(&body).unwrap() else { panic!("a broadcast") };
    assert_eq!(broadcast.broadcast_id, 485);
    assert_eq!(broadcast.broadcast_status.to_string(), "completed");
}

#[test]
fn replies_phone_numbers_and_times_of_an_event() {
    let body = fixture("01-incoming-text.json");
    let event = parse(&body).unwrap();
    assert!(event.message().unwrap().is_reply());
    assert_eq!(event.customer_phone().as_deref(), Some("91987654321"));
    assert_eq!(event.message().unwrap().timestamp.unix_nanoseconds(), Some(1_709_880_294_000_000_000));

    let body = fixture("06-outgoing-text.json");
    let event = parse(&body).unwrap();
    assert!(!event.message().unwrap().is_reply());
    assert_eq!(event.customer_phone().as_deref(), Some("91987654321"));

    let body = fixture("10-broadcast-complete.json");
    let Event::BroadcastComplete(broadcast) = parse(&body).unwrap() else { panic!("a broadcast") };
    assert_eq!(broadcast.timestamp.unix_nanoseconds(), None);
}

#[test]
fn strings_without_escapes_are_borrowed() {
    let body = fixture("11-incoming-text-arabic.json");
    let event = parse(&body).unwrap();
    let message = event.message().unwrap();
    assert!(matches!(message.from, Cow::Borrowed(_)));
    assert!(
        matches!(&message.content, Content::Text(text) if matches!(text.text, Cow::Borrowed("مرحبا، متى يصل طلبي؟ 🚚")))
    );

    let body = String::from_utf8(body).unwrap().replace("مرحبا", r"a\n\u0645\ud83d\ude00").into_bytes();
    let event = parse(&body).unwrap();
    assert_eq!(event.message().unwrap().text(), Some("a\nم😀، متى يصل طلبي؟ 🚚"));
    assert_same(&serde_json::to_vec(&event).unwrap(), &body, "escapes");
}

#[test]
fn absent_null_and_value_are_three_states() {
    let body = String::from_utf8(fixture("01-incoming-text.json")).unwrap();
    let null = body.replace(r#""contact_name": "James""#, r#""contact_name": null"#);
    let absent = body.replace(r#""contact_name": "James","#, "");
    for (body, expected) in [(&body, Opt::Value("James".into())), (&null, Opt::Null), (&absent, Opt::Absent)]
    {
        let event = parse(body.as_bytes()).unwrap();
        assert_eq!(event.message().unwrap().contact_name, expected);
        assert_same(&serde_json::to_vec(&event).unwrap(), body.as_bytes(), "three states");
    }
}

#[test]
fn undocumented_members_and_unknown_payloads_are_kept_as_they_came() {
    let big = r#"{"webhook_event_type": "for_rules", "n": 123456789012345678901234567890, "a\u0062": [1.50, {"x": null}]}"#;
    let event = parse(big.as_bytes()).unwrap();
    assert!(matches!(event, Event::Undocumented(_)));
    assert_eq!(event.extra().len(), 2);
    assert_eq!(event.extra().get("n").unwrap().get(), "123456789012345678901234567890");
    assert_eq!(event.extra().get("ab").unwrap().get(), r#"[1.50, {"x": null}]"#);
    let [number, object]: [serde_json::Value; 2] = event.extra().get("ab").unwrap().decode().unwrap();
    assert_eq!((number.to_string(), object.to_string()), ("1.5".into(), r#"{"x":null}"#.into()));
    assert!(serde_json::to_string(&event).unwrap().contains("123456789012345678901234567890"));

    let body = fixture("14-message-body.json");
    let Event::Unknown(unknown) = parse(&body).unwrap().into_owned() else { panic!("an unknown event") };
    assert_eq!(unknown.reason, Reason::Content);
    assert_eq!(unknown.event_type, "incoming_msg");
    assert_eq!(unknown.message_type.as_deref(), Some("text"));
    assert_eq!(unknown.payload.get(), String::from_utf8(body).unwrap().trim());
}

#[test]
fn a_member_documented_for_another_event_is_an_extra() {
    let body = String::from_utf8(fixture("01-incoming-text.json")).unwrap();
    let body = body.replace('{', r#"{"is_existing_contact": true, "tags": 7, "#);
    let event = parse(body.as_bytes()).unwrap();
    assert!(event.message().unwrap().is_existing_contact.is_absent());
    let names: Vec<_> = event.extra().iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["is_existing_contact", "tags"]);
    assert_same(&serde_json::to_vec(&event).unwrap(), body.as_bytes(), "extras");
}

#[test]
fn a_message_of_an_undocumented_type_has_its_type_and_its_members() {
    let body = String::from_utf8(fixture("01-incoming-text.json")).unwrap();
    let body = body.replace(r#""message_type": "text""#, r#""emoji": 1, "message_type": "reaction""#);
    let Event::IncomingMessage(message) = parse(body.as_bytes()).unwrap() else { panic!("a message") };
    let Content::Undocumented(message_type) = message.content else { panic!("an undocumented type") };
    assert_eq!(message_type.as_str(), "reaction");
    assert_eq!(parse(body.as_bytes()).unwrap().extra().get("emoji").map(Json::get), Some("1"));
}

#[test]
fn every_issue_of_a_payload_is_reported() {
    let body = fixture("15-broken.json");
    let error = parse(&body).unwrap_err();
    assert_eq!(error.status(), 422);
    assert_eq!(error.more(), 0);
    let codes: Vec<_> =
        error.issues().iter().map(|issue| (issue.code, &*issue.path, issue.line, issue.column)).collect();
    assert_eq!(
        codes,
        [
            (Code::WrongType, "/contact_id", 3, 15),
            (Code::InvalidDateTime, "/timestamp", 12, 14),
            (Code::MissingMember, "/from", 16, 1),
        ]
    );
    assert_eq!(error.issues()[0].expected.as_deref(), Some("an integer"));
    assert_eq!(error.issues()[0].received.as_deref(), Some("a string"));
    assert_eq!(
        error.to_string(),
        "contact_id is a string; Azeer sends an integer (line 3, column 15); \
         timestamp is not an RFC 3339 date-time (line 12, column 14); \
         from is missing; Azeer sends a string (line 16, column 1)"
    );
}

#[test]
fn at_most_32_issues_are_kept() {
    let body = format!("{{{}\"a\":1}}", "\"a\":1,".repeat(99));
    let error = parse(body.as_bytes()).unwrap_err();
    assert_eq!((error.issues().len(), error.more()), (32, 67));
    assert!(error.to_string().ends_with("; and 67 more"));
}

#[test]
fn max_bytes_allows_larger_bodies() {
    let text = "x".repeat(2 << 20);
    let body = String::from_utf8(fixture("01-incoming-text.json")).unwrap().replace("hello", &text);
    assert_eq!(parse(body.as_bytes()).unwrap_err().issues()[0].code, Code::TooLarge);
    let event = Options::new().max_bytes(body.len()).parse(body.as_bytes()).unwrap();
    assert_eq!(event.message().unwrap().text(), Some(&*text));
}

#[test]
fn a_file_has_its_media_type() {
    let audio = include_str!("../fixtures/02-incoming-audio.json");
    for (mime_type, expected) in [
        (r#""audio/aac""#, Some("audio/aac")),
        (r#"" Audio/OGG ; codecs=opus""#, Some("audio/ogg")),
        (r#""audio""#, None),
        ("null", None),
    ] {
        let body = audio.replace(r#""audio/aac""#, mime_type);
        let event = parse(body.as_bytes()).unwrap();
        let media = event.message().unwrap().media().unwrap();
        assert_eq!(media.media_type().as_deref(), expected, "{mime_type}");
    }
}

#[test]
fn a_timestamp_is_displayed_as_in_the_body() {
    let body = include_bytes!("../fixtures/01-incoming-text.json");
    let timestamp = parse(body).unwrap().into_owned().timestamp().unwrap().to_string();
    assert!(String::from_utf8_lossy(body).contains(&format!("\"timestamp\": \"{timestamp}\"")));
}
