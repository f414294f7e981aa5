//! Functions that several tests use.

use std::path::Path;
use std::{env, fs};

use serde_json::Value;

/// Numbers of the fixtures that are not examples from Azeer's page (`tests/fixtures/README.md`).
const OURS: std::ops::RangeInclusive<u8> = 11..=15;

/// Names and bodies of the fixtures, sorted.
pub(crate) fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "json"));
    paths.sort();
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

/// Names and bodies of the examples from Azeer's page.
pub(crate) fn examples() -> Vec<(String, Vec<u8>)> {
    let mut examples = fixtures();
    examples.retain(|(name, _)| !OURS.contains(&name[..2].parse().unwrap()));
    examples
}

/// How many cases a property is tested with: `cases`, unless the environment variable `PROPTEST_CASES` has another
/// number.
pub(crate) fn generated(cases: u32) -> u32 {
    env::var("PROPTEST_CASES").map_or(cases, |cases| cases.parse().unwrap())
}

/// Asserts that two JSON texts are equal. Numbers are compared by value, so 1.0 equals 1.
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
