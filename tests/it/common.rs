//! What the tests have in common.

use std::env;

use serde_json::Value;

/// How many cases a property is tried with; `PROPTEST_CASES` sets another number.
pub(crate) fn generated(cases: u32) -> u32 {
    env::var("PROPTEST_CASES").map_or(cases, |cases| cases.parse().unwrap())
}

/// Whether two JSON texts are equal, numbers by their value: 1.0 and 1 are.
pub(crate) fn assert_same(left: &[u8], right: &[u8], name: &str) {
    let read = |text: &[u8]| by_value(serde_json::from_slice(text).unwrap());
    assert_eq!(read(left), read(right), "{name}");
}

fn by_value(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::from(number.as_f64().unwrap()),
        Value::Array(values) => values.into_iter().map(by_value).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, by_value(value))).collect(),
        other => other,
    }
}
