//! Properties that hold for any body: examples in any spelling and order, and arbitrary bytes.

use std::fmt::Write;

use crate::common::{self, assert_same, generated};
use azeer_webhooks::{Code, Event, parse};
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof};
use proptest::sample::{Index, select};
use proptest::test_runner::TestCaseResult;
use proptest::{prop_assert, prop_assert_eq, proptest};
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

fn fixtures() -> Vec<Map<String, Value>> {
    common::fixtures().iter().map(|(_, body)| serde_json::from_slice(body).unwrap()).collect()
}

/// A JSON string. The numbers in `how` choose the spelling of each character.
fn spelled(text: &str, how: &mut impl Iterator<Item = u8>) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match (how.next().unwrap_or_default() % 8, c) {
            (0, _) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}").unwrap();
                }
            }
            (1, '/') => out.push_str("\\/"),
            _ => {
                let quoted = serde_json::to_string(&c).unwrap();
                out.push_str(&quoted[1..quoted.len() - 1]);
            }
        }
    }
    out + "\""
}

/// A payload with its members in any order, spelling and spacing, and the same payload as a map.
fn rewritten() -> impl Strategy<Value = (Vec<u8>, Map<String, Value>)> {
    let parts = (select(fixtures()), any::<u64>(), vec(any::<u8>(), 64), select(vec!["", " ", "\n\t"]));
    parts.prop_map(|(payload, order, how, space)| {
        let mut members: Vec<_> = payload.iter().collect();
        let mut order = order;
        for i in (1..members.len()).rev() {
            members.swap(i, usize::try_from(order % (i as u64 + 1)).unwrap());
            order = order.rotate_left(7).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
        let mut how = how.into_iter().cycle();
        let texts = members.iter().map(|(name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), |text| spelled(text, &mut how));
            format!("{space}{}{space}:{space}{value}{space}", spelled(name, &mut how))
        });
        let texts: Vec<_> = texts.collect();
        (format!("{space}{{{}}}{space}", texts.join(",")).into_bytes(), payload.clone())
    })
}

/// Damaged payloads, and arbitrary bytes.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = select(vec![
        &b"\""[..],
        b"\\",
        b"\\ud83d",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"1e9",
        b"-",
        b"\xFF",
        b"\xED\xA0\x80",
    ]);
    let damage = (rewritten(), vec((any::<Index>(), 0..4usize, prop_oneof![Just(&b""[..]), piece]), 1..4));
    let damaged = damage.prop_map(|((mut body, _), damage)| {
        for (at, cut, piece) in damage {
            let at = at.index(body.len() + 1);
            body.splice(at..(at + cut).min(body.len()), piece.iter().copied());
        }
        body
    });
    prop_oneof![4 => damaged, 1 => vec(any::<u8>(), 0..64)]
}

fn agrees_with_serde_json(body: &[u8]) -> TestCaseResult {
    let text = str::from_utf8(body);
    let is_json = text.is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
    match parse(body) {
        Ok(event) => {
            prop_assert!(is_json);
            let written = serde_json::to_vec(&event).unwrap();
            let again = parse(&written).unwrap();
            prop_assert_eq!(serde_json::to_vec(&again).unwrap(), written, "written twice");
            prop_assert_eq!(event.clone().into_owned(), event);
        }
        Err(error) => {
            let issue = &error.issues()[0];
            match issue.code {
                // serde_json does not stop at these faults, and may find the next one.
                Code::LoneSurrogate | Code::TooDeep => {}
                Code::RepeatedMember => prop_assert!(is_json),
                _ => prop_assert_eq!(is_json, error.status() == 422, "{}", error),
            }
            prop_assert!(error.issues().is_sorted_by_key(|issue| issue.offset));
            prop_assert!(error.issues().iter().all(|issue| issue.offset <= body.len()));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: generated(20_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_spelling_and_spacing_do_not_matter((body, payload) in rewritten()) {
        let plain = serde_json::to_vec(&payload).unwrap();
        match (parse(&body), parse(&plain)) {
            (Ok(event), Ok(expected)) => {
                assert_same(&serde_json::to_vec(&event).unwrap(), &plain, "rewritten");
                prop_assert_eq!(event.name(), expected.name());
                if !matches!(event, Event::Unknown(_) | Event::Undocumented(_)) {
                    prop_assert_eq!(event, expected);
                }
            }
            (Err(error), Err(expected)) => {
                let places = |error: &azeer_webhooks::Error| {
                    let mut places: Vec<_> = error.issues().iter().map(|it| (it.path.clone(), it.code.name())).collect();
                    places.sort();
                    places
                };
                prop_assert_eq!(places(&error), places(&expected));
            }
            (result, _) => prop_assert!(false, "{:?}", result),
        }
    }

    #[test]
    fn serde_json_agrees_on_any_bytes(body in bytes()) {
        agrees_with_serde_json(&body)?;
    }
}
