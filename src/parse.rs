//! Parses bytes into an event.

use crate::check::{Faults, Rules, Scratch, Verdict, check};
use crate::error::{Code, Error, Fault, Term};
use crate::json::Encoding;
use crate::model::{Event, REGISTRY, UnknownEvent};
use crate::payload::{PayloadType, Reader};

/// The default of [`Options::max_bytes`]: 1 MiB (1,048,576 bytes).
pub const DEFAULT_MAX_BYTES: usize = 1 << 20;

/// Parses a webhook body: the UTF-8 bytes of a JSON object, at most [`DEFAULT_MAX_BYTES`]. The event borrows strings
/// without escapes from the body.
///
/// # Errors
/// If the body is too large, not JSON, not an object, or breaks a rule of its payload. The error has every issue of
/// the payload, but only the first fault of the JSON. An event name or message type that is not known is
/// [`Event::Unknown`] and not an error.
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

/// Options of the parser.
///
/// ```
/// let error = azeer_webhooks::Options::new().max_bytes(16).parse(&[b' '; 17]).unwrap_err();
/// assert_eq!(error.to_string(), "the body is larger than the limit of 16 bytes (line 1, column 1)");
/// assert_eq!(error.status(), 413);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Options(Rules);

impl Options {
    /// The rules of [`parse`](crate::parse): bodies up to [`DEFAULT_MAX_BYTES`], not strict.
    pub fn new() -> Self {
        Self(Rules { max_bytes: DEFAULT_MAX_BYTES, is_strict: false })
    }

    /// Sets the largest size of a body in bytes. A larger body is refused without being read, with the code
    /// [`TooLarge`](Code::TooLarge). The limit is never more than 2^31 - 1 bytes, whatever is set.
    #[must_use]
    pub fn max_bytes(mut self, max_bytes: usize) -> Self {
        self.0.max_bytes = max_bytes;
        self
    }

    /// Sets whether undocumented members, and absent members that every documented example has, are issues of a
    /// documented event. This is for contract tests: in production it would refuse events as soon as Azeer adds a
    /// member.
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

    /// Parses a webhook body with these options.
    ///
    /// # Errors
    /// As [`parse`](crate::parse).
    pub fn parse(self, body: &[u8]) -> Result<Event<'_>, Error> {
        self.read(body).map_err(|faults| faults.into_error(&REGISTRY, body, self.0.max_bytes))
    }

    fn read(self, body: &[u8]) -> Result<Event<'_>, Faults> {
        with_scratch(|scratch| self.read_with(body, scratch))
    }

    fn read_with<'b>(self, body: &'b [u8], scratch: &mut Scratch) -> Result<Event<'b>, Faults> {
        let verdict = check(body, Encoding::Utf8, self.0, &REGISTRY, scratch)?;
        // The scan has already checked that this is UTF-8. The second check avoids `unsafe`, and never fails.
        let text = str::from_utf8(body).map_err(|error| {
            Fault::new(Code::InvalidUtf8, error.valid_up_to(), Term::Nothing, Term::Nothing)
        })?;
        Ok(match verdict {
            Verdict::Event(checked) => Event::read(&Reader::new(text, checked)),
            Verdict::Unknown(unmatched) => Event::Unknown(UnknownEvent::new(text, &unmatched)),
        })
    }
}

/// Calls `run` with the scratch memory of this thread, which has the names learned from earlier bodies.
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
