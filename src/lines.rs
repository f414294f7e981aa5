//! Parses NDJSON: a body on each line.

use crate::error::Error;
use crate::json;
use crate::model::Event;
use crate::parse::Options;

/// Parses NDJSON, such as a log with a body on each line. Blank lines are skipped, but counted. Lines end with U+000A
/// or U+000D U+000A. The options apply to each line, and issues have positions in their line.
///
/// ```
/// use azeer_webhooks::{Options, parse_many};
///
/// let log = b"{\"webhook_event_type\": \"chat_closed\"}\n\n{\"webhook_event_type\": 1}\n";
/// for line in parse_many(log, Options::new()) {
///     match line.result {
///         Ok(event) => assert_eq!(event.name(), "chat_closed"),
///         Err(error) => assert_eq!((line.number, line.offset + error.issues()[0].offset), (3, 62)),
///     }
/// }
/// ```
pub fn parse_many(body: &[u8], options: Options) -> Lines<'_> {
    Lines { body, options, at: 0, number: 0 }
}

/// A line of NDJSON that is not blank.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Line<'b> {
    /// Its number, from 1.
    pub number: usize,
    /// Offset of its first byte in the body.
    pub offset: usize,
    /// Its bytes, without its end.
    pub bytes: &'b [u8],
    /// Its event, or what is wrong with it.
    pub result: Result<Event<'b>, Error>,
}

/// The iterator of [`parse_many`]. A line is parsed when it is taken.
#[derive(Clone, Debug)]
pub struct Lines<'b> {
    body: &'b [u8],
    options: Options,
    at: usize,
    number: usize,
}

impl<'b> Iterator for Lines<'b> {
    type Item = Line<'b>;

    fn next(&mut self) -> Option<Line<'b>> {
        while self.at < self.body.len() {
            let offset = self.at;
            let feed = json::find(self.body, b'\n', offset);
            let line = &self.body[offset..feed.unwrap_or(self.body.len())];
            let bytes = if feed.is_some() { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
            self.at = offset + line.len() + 1;
            self.number += 1;
            if !bytes.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r')) {
                let result = self.options.parse(bytes);
                return Some(Line { number: self.number, offset, bytes, result });
            }
        }
        None
    }
}

impl core::iter::FusedIterator for Lines<'_> {}
