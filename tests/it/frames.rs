//! Frames of errors equal those in `tests/frames.json`. The package is tested with the same file.

use azeer_webhooks::{Options, parse};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    name: String,
    body: String,
    frame: Vec<String>,
}

#[test]
fn every_row_has_its_frame() {
    let rows: Vec<Row> = serde_json::from_str(include_str!("../frames.json")).unwrap();
    assert!(rows.len() > 10);
    for Row { name, body, frame } in rows {
        let error = parse(body.as_bytes()).unwrap_err();
        assert_eq!(error.frame(body.as_bytes()).split('\n').collect::<Vec<_>>(), frame, "{name}");
    }
}

#[test]
fn a_frame_shows_bytes_that_are_not_utf8_and_needs_no_particular_body() {
    let body = b"{\"a\":\"\xFF\"}";
    let error = parse(body).unwrap_err();
    assert_eq!(
        error.frame(body),
        "1 | {\"a\":\"\u{FFFD}\"}\n  |       ^ the body is not UTF-8 from this byte on"
    );
    // Not the body that was parsed.
    assert_eq!(error.frame(b""), "1 | \n  | ^ the body is not UTF-8 from this byte on");
}

#[test]
fn a_body_that_was_not_read_has_no_frame() {
    let body = b"{}";
    assert_eq!(Options::new().max_bytes(1).parse(body).unwrap_err().frame(body), "");
}
