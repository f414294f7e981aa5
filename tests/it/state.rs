//! What a body leaves in a `Scratch` does not change the result for the next body.

use azeer_webhooks::internals::{Encoding, REGISTRY, Rules, Scratch, Value, Verdict, check};
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::{prop_assert_eq, proptest};

use crate::common::generated;

/// All that a check finds in a body, as text to compare.
fn found(body: &[u8], rules: Rules, scratch: &mut Scratch) -> String {
    let place = |value: Value| format!("{:?} {:?} {:?}", value.kind, value.start, value.end);
    match check(body, Encoding::Utf8, rules, &REGISTRY, scratch) {
        Ok(Verdict::Event(checked)) => {
            let members: Vec<_> =
                (0..REGISTRY.fields().len()).map(|field| checked.value(field).map(place)).collect();
            let undocumented: Vec<_> =
                checked.undocumented(body).iter().map(|it| (place(it.name), place(it.value))).collect();
            format!("event {} {members:?} {undocumented:?}", checked.index)
        }
        Ok(Verdict::Unknown(unmatched)) => format!("{unmatched:?}"),
        Err(faults) => format!("{faults:?}"),
    }
}

/// Names that a comparison of only some of their bytes would take for each other.
fn names() -> impl Strategy<Value = String> {
    let alike = vec![
        "\x7f",
        "\x7f\x7f",
        "é",
        "ü",
        "م",
        "ن",
        "عمر",
        "رقم",
        "漢",
        "字",
        "😀",
        "a",
        "b",
        "ab",
        "ba",
        "",
        "__proto__",
        "0",
        "entry",
        "text",
        "tuxt",
        "contact_id",
        "contact_xd",
        "id",
        "if",
        "name_of_twenty_eight_bytes__",
        "name_of_twenty_nine_bytes___",
        "name_of_thirty_bytes_in_all___",
    ];
    prop_oneof![4 => select(alike).prop_map(str::to_owned), 1 => "[a-h]{1,2}", 1 => "\\PC{0,31}"]
}

fn values() -> impl Strategy<Value = String> {
    let fixed =
        vec!["null", "true", "1", "1.5", "1e400", "\"\"", "\"hello\"", "\"é\"", "[]", "{\"م\":[1,{}]}"];
    prop_oneof![
        3 => select(fixed).prop_map(str::to_owned),
        1 => vec(any::<char>(), 0..40).prop_map(|it| serde_json::to_string(&String::from_iter(it)).unwrap()),
    ]
}

/// A name as a JSON string, with every character escaped if `is_escaped`.
fn spelled(name: &str, is_escaped: bool) -> String {
    if !is_escaped {
        return serde_json::to_string(name).unwrap();
    }
    let units: Vec<_> = name.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    format!("\"{}\"", units.concat())
}

/// Bodies, some of which are cut off.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let events: Vec<_> = REGISTRY.events().iter().map(|event| event.value).chain(["new_name"]).collect();
    let member = (names(), proptest::bool::weighted(0.1), values());
    let end = prop_oneof![9 => Just(None), 1 => any::<u16>().prop_map(Some)];
    (vec(member, 0..24), select(events), end).prop_map(|(members, event, end)| {
        let members =
            members.iter().map(|(name, is_escaped, value)| format!("{}:{value}", spelled(name, *is_escaped)));
        let mut members: Vec<_> = members.collect();
        members.push(format!("\"webhook_event_type\":\"{event}\""));
        let mut body = format!("{{{}}}", members.join(",")).into_bytes();
        if let Some(end) = end {
            body.truncate(usize::from(end) % body.len());
        }
        body
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: generated(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_used_scratch_finds_the_same_as_a_new_one(bodies in vec((bodies(), any::<bool>()), 1..16)) {
        let mut used = Scratch::new(&REGISTRY);
        for (body, is_strict) in bodies {
            let rules = Rules { max_bytes: 1 << 20, is_strict };
            let fresh = found(&body, rules, &mut Scratch::new(&REGISTRY));
            prop_assert_eq!(found(&body, rules, &mut used), fresh, "{}", String::from_utf8_lossy(&body));
        }
    }
}
