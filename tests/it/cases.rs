//! The table of cases, `tests/cases.json`. The Rust crate must give the expected result for each; `js-tests` runs the
//! same table through the package.

use crate::common::assert_same;
use azeer_webhooks::{Code, Error, Event, Message, Options, parse};
use serde_json::Value;

/// A case of `tests/cases.json`.
struct Case {
    name: String,
    body: Vec<u8>,
    options: Options,
    expected: Vec<String>,
}

fn cases() -> Vec<Case> {
    let table: Vec<Value> = serde_json::from_str(include_str!("../cases.json")).unwrap();
    table.iter().map(case).collect()
}

fn case(case: &Value) -> Case {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let body = match &case["hex"] {
        Value::Null => text(&case["body"]).into_bytes(),
        hex => text(hex).as_bytes().chunks(2).map(byte).collect(),
    };
    let expected = match &case["issues"] {
        Value::Null => vec![text(&case["expect"])],
        issues => issues.as_array().unwrap().iter().map(text).collect(),
    };
    let mut options = Options::new().strict(case["options"]["strict"] == true);
    if let Some(max_bytes) = case["options"]["maxBytes"].as_u64() {
        options = options.max_bytes(usize::try_from(max_bytes).unwrap());
    }
    Case { name: text(&case["name"]), body, options, expected }
}

fn byte(digits: &[u8]) -> u8 {
    u8::from_str_radix(str::from_utf8(digits).unwrap(), 16).unwrap()
}

/// A result in the words of the table.
fn outcome(result: &Result<Event<'_>, Error>) -> Vec<String> {
    match result {
        Ok(Event::Unknown(unknown)) => vec![format!("unknown {}", unknown.reason.name())],
        Ok(event) => {
            let content = event.message().map(Message::message_type);
            vec![[event.name(), content.unwrap_or_default()].join(" ").trim_end().to_owned()]
        }
        Err(error) => error.issues().iter().map(line).collect(),
    }
}

fn line(issue: &azeer_webhooks::Issue) -> String {
    let path = if issue.path.is_empty() { "\"\"" } else { &issue.path };
    format!("{}:{} {path} {}: {}", issue.line, issue.column, issue.code, issue.message)
}

#[test]
fn every_case_has_its_expected_result() {
    let cases = cases();
    assert!(cases.len() > 80);
    for Case { name, body, options, expected } in cases {
        assert_eq!(outcome(&options.parse(&body)), expected, "{name}");
    }
}

#[test]
fn an_event_serialises_to_its_payload() {
    let mut events = 0;
    for Case { name, body, .. } in cases() {
        if let Ok(event) = parse(&body) {
            let serialised = serde_json::to_vec(&event).unwrap();
            assert_same(&serialised, &body, &name);
            assert_eq!(parse(&serialised).unwrap().name(), event.name(), "{name}");
            events += 1;
        }
    }
    assert!(events > 25);
}

#[test]
fn offsets_are_bytes_inside_the_body() {
    for Case { name, body, .. } in cases() {
        if let Err(error) = parse(&body) {
            for issue in error.issues() {
                assert!(issue.offset <= body.len(), "{name}");
                let before = String::from_utf8_lossy(&body[..issue.offset]);
                assert_eq!(issue.line, before.matches('\n').count() + 1, "{name}");
                let last = before.rsplit('\n').next().unwrap();
                assert_eq!(issue.column, last.encode_utf16().count() + 1, "{name}");
            }
        }
    }
}

/// Codes of arguments that are not bodies, which only JavaScript callers can pass.
const JAVASCRIPT_ONLY: &[Code] = &[Code::UnsupportedBody, Code::NotSerializable];

#[test]
fn every_code_is_in_a_case_and_documented() {
    let rules = include_str!("../../docs/rules.md");
    let cases = cases();
    for code in Code::ALL {
        let in_case = |case: &Case| {
            case.options.parse(&case.body).is_err_and(|it| it.issues().iter().any(|it| it.code == *code))
        };
        assert!(JAVASCRIPT_ONLY.contains(code) || cases.iter().any(in_case), "{code}");
        assert!(rules.contains(&format!("`{code}`")), "{code}");
    }
}

#[test]
fn every_body_that_is_cut_off_is_an_event_or_has_complete_messages() {
    for Case { name, body, .. } in cases() {
        for end in 0..body.len() {
            let result = parse(&body[..end]);
            if let Err(error) = result {
                let text = error.to_string();
                let is_filled = !["{member}", "{expected}", "{received}"].iter().any(|it| text.contains(it));
                assert!(!error.issues().is_empty() && is_filled, "{name}, cut at {end}: {text}");
            }
        }
    }
}

#[test]
fn the_page_of_rules_has_every_code_and_messages_have_its_template() {
    let rules = include_str!("../../docs/rules.md");
    for &code in Code::ALL {
        let doc = azeer_webhooks::internals::doc(code);
        assert!(doc.len() > 20 && rules.contains(doc.trim()), "{code}: {doc}");
    }
    assert_eq!(azeer_webhooks::internals::template(Code::Empty), "the body is empty; expected {expected}");
}
