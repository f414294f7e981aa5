//! From bytes to an event.

use crate::check::{Faults, Scratch, Verdict, check};
use crate::error::{Code, Error, Fault, Term};
use crate::json::Encoding;
use crate::model::{Event, REGISTRY, UnknownEvent};
use crate::payload::{PayloadType, Reader};

/// How large a body may be unless [`Options::max_bytes`] says otherwise: 1 MiB.
pub const DEFAULT_MAX_BYTES: usize = 1 << 20;

/// Parses a webhook body, the UTF-8 bytes of a JSON object. The event borrows from it what has no escapes.
///
/// # Errors
/// Where the body is not JSON, not an object, or breaks a rule of the payload its discriminants name: all issues, not only
/// the first. An event name or message type that is not known is [`Event::Unknown`] and no error.
///
/// ```
/// let body = include_bytes!("../tests/fixtures/09-contact-update.json");
/// let event = azeer_webhooks::parse(body)?;
/// assert_eq!(event.name(), "new_contact");
/// # Ok::<(), azeer_webhooks::Error>(())
/// ```
pub fn parse(body: &[u8]) -> Result<Event<'_>, Error> {
    Options::new().parse(body)
}

/// Parsing with other limits than the usual ones.
///
/// ```
/// let error = azeer_webhooks::Options::new().max_bytes(16).parse(&[b' '; 17]).unwrap_err();
/// assert_eq!(error.to_string(), "the body is larger than the limit of 16 bytes (line 1, column 1)");
/// assert_eq!(error.status(), 413);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Options {
    max_bytes: usize,
}

impl Options {
    /// The usual ones.
    pub fn new() -> Self {
        Self { max_bytes: DEFAULT_MAX_BYTES }
    }

    /// How many bytes a body may have; anything larger is refused unread. 2 GiB at most, whatever is set.
    #[must_use]
    pub fn max_bytes(mut self, max_bytes: usize) -> Self {
        self.max_bytes = max_bytes;
        self
    }

    /// Parses as [`parse`] does.
    pub fn parse(self, body: &[u8]) -> Result<Event<'_>, Error> {
        self.read(body).map_err(|faults| faults.into_error(&REGISTRY, body, self.max_bytes))
    }

    fn read(self, body: &[u8]) -> Result<Event<'_>, Faults> {
        let mut scratch = Scratch::default();
        let verdict = check(body, Encoding::Utf8, self.max_bytes, &REGISTRY, &mut scratch)?;
        // The scan has found it to be UTF-8 already; asking again lets this crate do without `unsafe`.
        let text = str::from_utf8(body).map_err(|error| {
            Fault::new(Code::InvalidUtf8, error.valid_up_to(), Term::Nothing, Term::Nothing)
        })?;
        Ok(match verdict {
            Verdict::Event(checked) => Event::read(&Reader::new(text, checked)),
            Verdict::Unknown(unmatched) => Event::Unknown(UnknownEvent::new(text, &unmatched)),
        })
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}
