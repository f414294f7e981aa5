//! Keys and redacted events are those of `logging.json`, which the package is tested with too.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use azeer_webhooks::parse;
use serde_json::{Value, json};

#[test]
fn keys_and_redacted_events_of_the_fixtures() {
    let expected: BTreeMap<String, Value> = serde_json::from_str(include_str!("logging.json")).unwrap();
    assert_eq!(expected.len(), 14);
    for (name, expected) in expected {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(format!("{name}.json"));
        let body = fs::read(path).unwrap();
        let event = parse(&body).unwrap();
        assert_eq!(
            json!({ "key": event.delivery_key(&body), "redacted": event.redacted() }),
            expected,
            "{name}"
        );
    }
}

#[test]
fn what_a_key_is_made_of() {
    let key = |body: &str| parse(body.as_bytes()).unwrap().delivery_key(body.as_bytes());
    let message = |members: &str| {
        format!(
            r#"{{"contact_id":1,"direction":"in","from":"1","to":"2","timestamp":"2024-03-08T06:44:54Z","message_type":"reaction",{members},"webhook_event_type":"incoming_msg"}}"#
        )
    };
    assert_eq!(
        key(&message(r#""id":"a/b~c","message_id":12,"business_id":"~""#)),
        "~0/incoming_msg/id/a~1b~0c"
    );
    assert_eq!(key(&message(r#""id":"","message_id":12.0"#)), "/incoming_msg/message_id/12");
    assert!(key(&message(r#""id":"","message_id":0"#)).starts_with("/incoming_msg/body/"));
    // The message is what they are about, and not which of them it is.
    let event = |members: &str| format!(r#"{{"id":"a","message_id":12,{members}}}"#);
    for name in ["chat_closed", "call_missed"] {
        let [one, other] = ["sent", "read"]
            .map(|it| key(&event(&format!(r#""status":"{it}","webhook_event_type":"{name}""#))));
        assert!(one.starts_with(&format!("/{name}/body/")), "{one}");
        assert_ne!(one, other);
    }
}

#[test]
fn what_is_not_documented_is_redacted() {
    let body = r#"{"text":"hello","n":1e400,"__proto__":"x","status":{"of":"James"},"platform":null,"webhook_event_type":"chat_closed"}"#;
    let redacted = json!(parse(body.as_bytes()).unwrap().redacted());
    assert_eq!(
        redacted,
        json!({"text": "[redacted]", "n": "[redacted]", "__proto__": "[redacted]", "status": "[redacted]", "platform": null, "webhook_event_type": "chat_closed"})
    );
}
