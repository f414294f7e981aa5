//! What handlers ask of an event is in `handlers.json`, which the package is tested with too.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::common::fixtures;
use azeer_webhooks::parse;
use serde::Deserialize;

/// A row of `handlers.json`: spellings of one event or the name of a fixture, and the answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    #[serde(alias = "fixture")]
    name: String,
    #[serde(default)]
    bodies: Vec<String>,
    #[serde(flatten)]
    answers: Answers,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
struct Answers {
    delivery_key: String,
    message_key: Option<String>,
    message_text: Option<String>,
    customer_phone: Option<String>,
    sent_at: Option<String>,
}

fn answers(body: &[u8]) -> Answers {
    let event = parse(body).unwrap();
    Answers {
        delivery_key: event.delivery_key(),
        message_key: event.message_key(),
        message_text: event.message_text().map(Cow::into_owned),
        customer_phone: event.customer_phone().map(Cow::into_owned),
        sent_at: event.timestamp().and_then(|it| it.unix_nanoseconds()).map(|it| it.to_string()),
    }
}

#[test]
fn what_handlers_ask_of_an_event() {
    let rows: Vec<Row> = serde_json::from_str(include_str!("../handlers.json")).unwrap();
    let fixtures: BTreeMap<_, _> = fixtures().into_iter().collect();
    let accepted = fixtures.iter().filter(|(_, body)| parse(body).is_ok()).map(|(name, _)| name);
    let missing: Vec<_> =
        accepted.filter(|name| !rows.iter().any(|row| row.bodies.is_empty() && row.name == **name)).collect();
    assert!(missing.is_empty(), "add a row to tests/handlers.json for each of these fixtures: {missing:?}");

    let mut wrong = Vec::new();
    let mut keys = BTreeSet::new();
    for Row { name, bodies, answers: expected } in rows {
        let bodies = if bodies.is_empty() {
            vec![String::from_utf8(fixtures[&name].clone()).unwrap()]
        } else {
            bodies
        };
        for body in bodies {
            let actual = answers(body.as_bytes());
            if actual != expected {
                wrong.push(format!("{name}: {body}\n   gives {actual:?}\n  wanted {expected:?}"));
            }
        }
        assert!(keys.insert(expected.delivery_key), "{name}: another event has this key");
    }
    assert!(wrong.is_empty(), "{} bodies are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
