//! From bytes to an event.

use crate::check::{Faults, Rules, Scratch, Verdict, check};
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

/// Parsing with other rules than the usual ones.
///
/// ```
/// let error = azeer_webhooks::Options::new().max_bytes(16).parse(&[b' '; 17]).unwrap_err();
/// assert_eq!(error.to_string(), "the body is larger than the limit of 16 bytes (line 1, column 1)");
/// assert_eq!(error.status(), 413);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Options(Rules);

impl Options {
    /// The usual ones.
    pub fn new() -> Self {
        Self(Rules { max_bytes: DEFAULT_MAX_BYTES, is_strict: false })
    }

    /// How many bytes a body may have; anything larger is refused unread. 2 GiB at most, whatever is set.
    #[must_use]
    pub fn max_bytes(mut self, max_bytes: usize) -> Self {
        self.0.max_bytes = max_bytes;
        self
    }

    /// Whether a documented event may have nothing but what Azeer documents for it, and has to have what every
    /// documented example has. For contract tests: in production it breaks with the next member that Azeer adds.
    ///
    /// ```
    /// let body = br#"{"broadcast_id": 1, "broadcast_status": "completed", "extra": 1,
    ///     "timestamp": "0001-01-01T00:00:00Z", "webhook_event_type": "broadcast_complete"}"#;
    /// let error = azeer_webhooks::Options::new().strict(true).parse(body).unwrap_err();
    /// let codes: Vec<_> = error.issues().iter().map(|issue| format!("{} {}", issue.path, issue.code)).collect();
    /// assert_eq!(codes, ["/extra undocumented_member", "/broadcast_updated_at absent_member", "/business_id absent_member"]);
    /// ```
    #[must_use]
    pub fn strict(mut self, is_strict: bool) -> Self {
        self.0.is_strict = is_strict;
        self
    }

    /// Parses as [`parse`] does.
    pub fn parse(self, body: &[u8]) -> Result<Event<'_>, Error> {
        self.read(body).map_err(|faults| faults.into_error(&REGISTRY, body, self.0.max_bytes))
    }

    fn read(self, body: &[u8]) -> Result<Event<'_>, Faults> {
        with_scratch(|scratch| self.read_with(body, scratch))
    }

    fn read_with<'b>(self, body: &'b [u8], scratch: &mut Scratch) -> Result<Event<'b>, Faults> {
        let verdict = check(body, Encoding::Utf8, self.0, &REGISTRY, scratch)?;
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

/// Runs with this thread's memory for checks, in which names are known that came before.
#[cfg(feature = "std")]
fn with_scratch<T>(run: impl FnOnce(&mut Scratch) -> T) -> T {
    use std::cell::RefCell;
    use std::thread_local;

    thread_local! {
        static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::new(&REGISTRY));
    }
    SCRATCH.with_borrow_mut(run)
}

#[cfg(not(feature = "std"))]
fn with_scratch<T>(run: impl FnOnce(&mut Scratch) -> T) -> T {
    run(&mut Scratch::new(&REGISTRY))
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}
