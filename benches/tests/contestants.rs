//! The contestants read what they are timed for.

use std::borrow::Cow;

use azeer_webhooks_benches::cases::{Case, PAYLOADS};
use azeer_webhooks_benches::contestants::{
    Contestant, Memory, Ours, SerdeJson, SerdeJsonBytes, SerdeJsonChecked, SerdeJsonValue, SimdJson, SonicRs,
    Tagged,
};
use azeer_webhooks_benches::payloads::{Event, Message, Parsed};
use serde_json::Value;

/// Asserts that the contestant reads every member of every payload with its value.
fn reads_everything<C: Contestant>() {
    let mut memory = Memory::default();
    for case in Case::all() {
        for body in &case.bodies {
            let expected: Value = serde_json::from_slice(body).unwrap();
            let parsed = C::parse(body, &mut memory);
            let json = parsed.and_then(|it| C::json(&it));
            assert_eq!(json.ok(), Some(expected), "{}, {}", C::NAME, case.name);
        }
    }
}

#[test]
fn ours_reads_everything() {
    reads_everything::<Ours>();
}

#[test]
fn serde_json_reads_everything() {
    reads_everything::<SerdeJson>();
    reads_everything::<SerdeJsonBytes>();
    reads_everything::<SerdeJsonChecked>();
    reads_everything::<Tagged>();
    reads_everything::<SerdeJsonValue>();
}

#[test]
fn simd_json_reads_everything() {
    reads_everything::<SimdJson>();
}

#[test]
fn sonic_rs_reads_everything() {
    reads_everything::<SonicRs>();
}

/// The event that a library read, whatever its own type for JSON is.
trait Read {
    fn event(&self) -> Option<&Event<'_>>;
}

impl<J> Read for Parsed<'_, J> {
    fn event(&self) -> Option<&Event<'_>> {
        if let Self::Known(event) = self { Some(event) } else { None }
    }
}

/// How many contact names and how many texts of the case borrow from the body.
macro_rules! borrowed {
    ($contestant:ident, $case:literal) => {{
        let mut memory = Memory::default();
        let (mut names, mut texts) = (0, 0);
        for body in Case::new($case).unwrap().bodies {
            let parsed = $contestant::parse(&body, &mut memory).unwrap();
            let Some(Event::IncomingMessage(Message::Text(message))) = parsed.event() else {
                panic!("{} are text messages", $case)
            };
            names += usize::from(matches!(message.contact_name.as_ref().unwrap().0, Cow::Borrowed(_)));
            texts += usize::from(matches!(message.text.as_ref().unwrap().0, Cow::Borrowed(_)));
        }
        (names, texts)
    }};
}

#[test]
fn only_strings_with_escapes_are_copied() {
    assert_eq!(borrowed!(SerdeJson, "text"), (PAYLOADS, PAYLOADS));
    assert_eq!(borrowed!(SerdeJson, "escaped"), (PAYLOADS, 0));
    assert_eq!(borrowed!(Tagged, "text"), (PAYLOADS, PAYLOADS));
    assert_eq!(borrowed!(SonicRs, "text"), (PAYLOADS, PAYLOADS));
    assert_eq!(borrowed!(SonicRs, "escaped"), (PAYLOADS, 0));
    // simd-json replaces escapes in place, so it borrows all strings.
    assert_eq!(borrowed!(SimdJson, "text"), (PAYLOADS, PAYLOADS));
    assert_eq!(borrowed!(SimdJson, "escaped"), (PAYLOADS, PAYLOADS));
}

#[test]
fn ours_and_the_checked_baseline_refuse_wrong_values() {
    for (case, from, to) in [
        ("text", "\"timestamp\": \"20", "\"timestamp\": \"Z0"),
        ("text", "\"message_id\": ", "\"message_id\": 9007199254740992, \"was\": "),
        ("location", "\"latitude\": ", "\"latitude\": 91, \"was\": "),
        ("broadcast", "\"broadcast_updated_at\": \"20", "\"broadcast_updated_at\": \"Z0"),
        ("contact", "\"timestamp\": \"20", "\"timestamp\": \"Z0"),
    ] {
        let body = Case::new(case).unwrap().bodies.swap_remove(0);
        let changed = String::from_utf8(body).unwrap().replacen(from, to, 1);
        let memory = &mut Memory::default();
        assert!(Ours::parse(changed.as_bytes(), memory).is_err(), "{changed}");
        assert!(SerdeJsonChecked::parse(changed.as_bytes(), memory).is_err(), "{changed}");
        assert!(SerdeJson::parse(changed.as_bytes(), memory).is_ok(), "{changed}");
    }
}
