//! Keys and redacted events are those of `logging.json`, which the package is tested with too.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use azeer_webhooks::parse;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// A row of `logging.json`: a body or the name of a fixture, and what comes of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(alias = "fixture")]
    name: String,
    body: Option<String>,
    key: String,
    redacted: Box<RawValue>,
}

/// Members by name, numbers as doubles: `serde_json` rounds some of them to the neighbour.
fn members(json: &str) -> BTreeMap<String, String> {
    let members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(json).unwrap();
    let value = |raw: &RawValue| match raw.get().parse::<f64>() {
        Ok(number) => format!("{number:?}"),
        Err(_) => serde_json::from_str::<Value>(raw.get()).unwrap().to_string(),
    };
    members.into_iter().map(|(name, raw)| (name, value(&raw))).collect()
}

#[test]
fn keys_and_redacted_events() {
    let rows: Vec<Row> = serde_json::from_str(include_str!("../logging.json")).unwrap();
    assert_eq!(rows.iter().filter(|row| row.body.is_none()).count(), 14);
    let mut wrong = Vec::new();
    for Row { name, body, key, redacted } in rows {
        let body = body.unwrap_or_else(|| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
            fs::read_to_string(path.join(format!("{name}.json"))).unwrap()
        });
        let event = parse(body.as_bytes()).unwrap();
        let actual = serde_json::to_string(&event.redacted()).unwrap();
        let actual = (event.delivery_key(body.as_bytes()), members(&actual));
        let expected = (key, members(redacted.get()));
        if actual != expected {
            wrong.push(format!("{name}\n   gives {actual:?}\n  wanted {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
