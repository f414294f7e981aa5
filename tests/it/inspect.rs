//! Reports: tiers, drift, and the places of members.

use azeer_webhooks::{DriftKind, Report, Tier, inspect};

const TEXT: &str = include_str!("../fixtures/01-incoming-text.json");

fn drift(report: &Report) -> Vec<String> {
    report.drift.iter().map(|it| format!("{:?} {}", it.kind, it.path)).collect()
}

#[test]
fn every_body_has_its_tier() {
    for (body, tier) in [
        (TEXT, Tier::Documented),
        (r#"{"webhook_event_type":"chat_closed","text":null}"#, Tier::Named),
        (r#"{"webhook_event_type":"new_name"}"#, Tier::Unknown),
        (r#"{"webhook_event_type":1}"#, Tier::Invalid),
        ("{", Tier::Invalid),
    ] {
        let report = inspect(body.as_bytes());
        assert_eq!(report.tier, tier, "{body}");
        assert_eq!(report.issues.is_empty(), tier != Tier::Invalid, "{body}");
        assert!(report.drift.is_empty(), "{body}");
    }
}

#[test]
fn drift_is_in_the_order_of_the_body_with_absent_members_last() {
    let body = TEXT
        .replace(r#""business_id": "c327668d-47dc-4b3c","#, r#""a/b": 1, "é": 2, "platform_id": 3,"#)
        .replace(r#""contact_name": "James""#, r#""contact_name": null"#)
        .replace(r#""platform": "whatsapp","#, "");
    assert_eq!(
        drift(&inspect(body.as_bytes())),
        [
            "Undocumented /a~1b",
            "Undocumented /é",
            "Undocumented /platform_id",
            "Null /contact_name",
            "Absent /business_id",
            "Absent /platform"
        ]
    );
    assert_eq!(inspect(body.as_bytes()).drift[3].kind, DriftKind::Null);
    assert!(drift(&inspect(TEXT.as_bytes())).is_empty());
    // A member that not every example has may be absent.
    assert!(drift(&inspect(include_bytes!("../fixtures/09-contact-update.json"))).is_empty());
}

#[test]
fn a_member_has_the_place_of_its_value() {
    let body = "{\"a/b\": \"é\",\n  \"م\" : [1],\n\"x\":tru}";
    let report = inspect(body.as_bytes());
    let found: Vec<_> =
        report.members.iter().map(|it| (&*it.path, &body[it.start..it.end], it.line, it.column)).collect();
    assert_eq!(found, [("/a~1b", "\"é\"", 1, 9), ("/م", "[1]", 2, 9)]);
}

#[test]
fn a_body_that_is_too_large_is_not_read() {
    for (size, members) in [(1 << 20, 1), ((1 << 20) + 1, 0)] {
        let event = r#"{"webhook_event_type":"chat_closed"}"#;
        let body = [event, &" ".repeat(size - event.len())].concat();
        let report = inspect(body.as_bytes());
        assert_eq!(report.members.len(), members);
        assert_eq!(report.tier == Tier::Named, members == 1);
    }
}
