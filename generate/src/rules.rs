//! `docs/rules.md`: the codes, each with its rule, its source and an example from the table of cases.

use std::fmt::Write;

use azeer_webhooks::internals::doc;
use azeer_webhooks::{Code, Options};
use serde_json::Value;

const INTRODUCTION: &str = include_str!("rules.md");
const CASES: &str = include_str!("../../tests/cases.json");

/// Longer examples are cut.
const LONGEST: usize = 90;

pub(crate) fn write() -> String {
    let mut out = INTRODUCTION.to_owned();
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap_or_default();
    for code in Code::ALL {
        let _ = write!(out, "\n### `{code}`\n\n{} Status {}.\n", doc(*code).trim(), code.status());
        // The shortest body whose first issue has this code.
        let examples = cases.iter().filter_map(|case| example(case, *code));
        if let Some((body, message)) = examples.min_by_key(|(body, _)| body.len()) {
            let _ = write!(out, "\n```text\n{body}\n{message}\n```\n");
        }
    }
    out
}

fn example(case: &Value, code: Code) -> Option<(String, String)> {
    let body = case["body"].as_str()?;
    let mut options = Options::new().strict(case["options"]["strict"] == true);
    if let Some(max_bytes) = case["options"]["maxBytes"].as_u64() {
        options = options.max_bytes(usize::try_from(max_bytes).ok()?);
    }
    let error = options.parse(body.as_bytes()).err()?;
    let issue = error.issues().first().filter(|issue| issue.code == code)?;
    let is_plain = !body.chars().any(|c| c.is_control() || c == '\u{FEFF}');
    let mut shown = if is_plain { body.to_owned() } else { format!("{body:?}") };
    if shown.chars().count() > LONGEST {
        // The part around the issue.
        let start = issue.column.saturating_sub(LONGEST / 2);
        let part: String = shown.chars().skip(start).take(LONGEST).collect();
        shown = format!("…{part}…");
    }
    Some((shown, issue.to_string()))
}
