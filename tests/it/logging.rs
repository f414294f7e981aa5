//! Redacted events equal those in `tests/logging.json`. The package is tested with the same file.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::fixtures;
use azeer_webhooks::internals::REGISTRY;
use azeer_webhooks::parse;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// A row of `logging.json`: a body or the name of a fixture, and its redacted form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(alias = "fixture")]
    name: String,
    body: Option<String>,
    redacted: Box<RawValue>,
}

/// Members by name, numbers as doubles. They are parsed here, because `serde_json` rounds some to the next double.
fn members(json: &str) -> BTreeMap<String, String> {
    let members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(json).unwrap();
    let value = |raw: &RawValue| match raw.get().parse::<f64>() {
        Ok(number) => format!("{number:?}"),
        Err(_) => serde_json::from_str::<Value>(raw.get()).unwrap().to_string(),
    };
    members.into_iter().map(|(name, raw)| (name, value(&raw))).collect()
}

#[test]
fn every_row_has_its_redacted_event() {
    let rows: Vec<Row> = serde_json::from_str(include_str!("../logging.json")).unwrap();
    let fixtures: BTreeMap<_, _> = fixtures().into_iter().collect();
    let accepted = fixtures.iter().filter(|(_, body)| parse(body).is_ok()).map(|(name, _)| name);
    let missing: Vec<_> =
        accepted.filter(|name| !rows.iter().any(|row| row.body.is_none() && row.name == **name)).collect();
    assert!(missing.is_empty(), "add a row to tests/logging.json for each of these fixtures: {missing:?}");
    let shown: BTreeSet<_> = rows.iter().flat_map(|row| members(row.redacted.get()).into_keys()).collect();
    let missing: Vec<_> =
        REGISTRY.fields().iter().map(|field| field.name).filter(|name| !shown.contains(*name)).collect();
    assert!(missing.is_empty(), "add a body to tests/logging.json that has these members: {missing:?}");

    let mut wrong = Vec::new();
    for Row { name, body, redacted } in rows {
        let body = body.map_or_else(|| fixtures[&name].clone(), String::into_bytes);
        let event = parse(&body).unwrap();
        let actual = serde_json::to_string(&event.redacted()).unwrap();
        let (actual, expected) = (members(&actual), members(redacted.get()));
        if actual != expected {
            wrong.push(format!("{name}\n   gives {actual:?}\n  wanted {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
