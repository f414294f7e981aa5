//! `parse_many` gives for each line what `parse` gives for it alone.

use azeer_webhooks::{Code, Options, parse_many};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::common::{fixtures, generated};

/// The lines of a text that are not blank, with number, offset and bytes. Found in another way than the library does.
fn expected(text: &str) -> Vec<(usize, usize, &str)> {
    let mut offset = 0;
    let mut lines = Vec::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let own = line.strip_suffix("\r\n").or_else(|| line.strip_suffix('\n')).unwrap_or(line);
        if !own.trim_matches([' ', '\t', '\r']).is_empty() {
            lines.push((index + 1, offset, own));
        }
        offset += line.len();
    }
    lines
}

fn assert_lines(text: &str, options: Options) {
    let found: Vec<_> = parse_many(text.as_bytes(), options).collect();
    let lines = expected(text);
    assert_eq!(found.len(), lines.len());
    for (line, (number, offset, own)) in found.into_iter().zip(lines) {
        assert_eq!((line.number, line.offset, line.bytes), (number, offset, own.as_bytes()));
        assert_eq!(line.result, options.parse(own.as_bytes()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(generated(500)))]

    #[test]
    fn lines_of_any_text(parts in vec(select(parts()), 0..30)) {
        assert_lines(&parts.concat(), Options::new());
    }
}

fn parts() -> Vec<String> {
    let flat = |(_, body): (String, Vec<u8>)| String::from_utf8(body).unwrap().replace('\n', "");
    let others = ["\n", "\n", "\r\n", "\r", " ", "\t", "{", "[]", "{\"webhook_event_type\": 1}", "م"];
    fixtures().into_iter().map(flat).chain(others.map(str::to_owned)).collect()
}

#[test]
fn options_apply_to_each_line() {
    let text = "{\"webhook_event_type\": \"chat_closed\"}\r\n{\"webhook_event_type\": \"chat_closed\"} \n\n";
    let results: Vec<_> = parse_many(text.as_bytes(), Options::new().max_bytes(37)).collect();
    assert!(results[0].result.is_ok());
    assert_eq!(results[1].result.as_ref().unwrap_err().issues()[0].code, Code::TooLarge);
    assert_eq!(results.len(), 2);
}

#[test]
fn an_iterator_that_has_ended_stays_so() {
    let mut lines = parse_many(b"{}", Options::new());
    assert!(lines.next().is_some());
    assert!(lines.next().is_none());
    assert!(lines.next().is_none());
}
