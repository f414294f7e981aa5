//! The parser and serde_json agree on what is JSON, except for faults that only the parser refuses. Every member of a
//! report has the place of a JSON value.
#![no_main]

use azeer_webhooks::{Code, inspect, parse};
use libfuzzer_sys::fuzz_target;
use serde::de::IgnoredAny;

fuzz_target!(|body: &[u8]| {
    let is_json = str::from_utf8(body).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
    match parse(body) {
        Ok(_) => assert!(is_json),
        Err(error) => match error.issues()[0].code {
            // serde_json does not stop at these faults, and may find the next one.
            Code::LoneSurrogate | Code::TooDeep => {}
            Code::RepeatedMember => assert!(is_json),
            _ => assert_eq!(is_json, error.status() == 422),
        },
    }
    for member in inspect(body).members {
        let value = str::from_utf8(&body[member.start..member.end]).expect("values are text");
        serde_json::from_str::<IgnoredAny>(value).expect("values are JSON");
    }
});
