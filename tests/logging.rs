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
    let event = |members: &str| format!(r#"{{{members},"webhook_event_type":"chat_closed"}}"#);
    assert_eq!(key(&event(r#""id":"a/b~c","business_id":"~""#)), "~0/chat_closed/id/a~1b~0c");
    assert_eq!(key(&event(r#""id":"","message_id":12.0"#)), "/chat_closed/message_id/12");
    for members in [
        r#""id":"","message_id":0"#,
        r#""id":7,"message_id":1.5"#,
        r#""message_id":9007199254740992"#,
        r#""n":1e400"#,
    ] {
        assert!(key(&event(members)).starts_with("/chat_closed/body/"), "{members}");
    }
    assert_ne!(key(&event(r#""a":1"#)), key(&event(r#""a":2"#)));
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
