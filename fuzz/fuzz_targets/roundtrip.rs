//! An event serialises to a body that parses as the same event.
#![no_main]

use azeer_webhooks::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let Ok(event) = parse(body) else { return };
    let written = serde_json::to_vec(&event).expect("every event serialises");
    let again = parse(&written).expect("what was written is an event");
    assert_eq!(again.name(), event.name());
    assert_eq!(serde_json::to_vec(&again).unwrap(), written);
    assert_eq!(event.clone().into_owned(), event);
    assert_eq!(event.delivery_key(), again.delivery_key());
    assert_eq!(event.message_text(), again.message_text());
    assert_eq!(event.redacted().len(), again.redacted().len());
});
