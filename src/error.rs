//! Errors: the issues of a body, with their codes, messages and positions.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::frame::frame;
use crate::json::{self, ErrorKind, Expected};

/// The largest number of issues in an [`Error`]; [`Error::more`] counts the rest.
pub const MAX_ISSUES: usize = 32;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $status:literal, $text:literal;)+) => {
        /// The kind of an [`Issue`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            const TABLE: &'static [Text] =
                &[$(Text { name: $name, status: $status, template: $text, doc: concat!($($doc,)+) },)+];
        }
    };
}

struct Text {
    name: &'static str,
    status: u16,
    template: &'static str,
    doc: &'static str,
}

codes! {
    /// The body is larger than the limit.
    TooLarge = "too_large", 413, "the body is larger than the limit of {expected}";
    /// The argument is not a body: a mistake of the caller, not of the sender. Only in JavaScript.
    UnsupportedBody = "unsupported_body", 500, "the body is {received}, not {expected}; a value that is parsed already is for validate";
    /// The value to validate cannot be written as JSON, so it did not come from a body. Only in JavaScript.
    NotSerializable = "not_serializable", 500, "the value cannot be written as JSON: {received}";
    /// The body is empty or only white space.
    Empty = "empty", 400, "the body is empty; expected {expected}";
    /// The body ends in the middle of a value.
    UnexpectedEnd = "unexpected_end", 400, "the body ends too early; expected {expected}";
    /// RFC 8259 does not allow this character here.
    UnexpectedCharacter = "unexpected_character", 400, "unexpected {received}; expected {expected}";
    /// A character other than white space follows the JSON value.
    TrailingCharacter = "trailing_character", 400, "unexpected {received} after the end of the payload";
    /// RFC 8259, section 6: a number lacks a digit, or has a leading zero.
    InvalidNumber = "invalid_number", 400, "unexpected {received} in a number; expected {expected}";
    /// RFC 8259, section 7: JSON has no such escape.
    InvalidEscape = "invalid_escape", 400, "unexpected {received} in an escape; expected {expected}";
    /// RFC 8259, section 7: characters below U+0020 must be escaped.
    ControlCharacter = "control_character", 400, "{received} has to be escaped in a string";
    /// RFC 3629: the bytes are not UTF-8.
    InvalidUtf8 = "invalid_utf8", 400, "the body is not UTF-8 from this byte on";
    /// RFC 8259, section 8.2: one half of a surrogate pair, escaped or raw, is not a character.
    LoneSurrogate = "lone_surrogate", 400, "half of a surrogate pair is no character";
    /// RFC 8259, section 8.1: a byte order mark is not part of JSON.
    ByteOrderMark = "byte_order_mark", 400, "the body begins with a byte order mark, which JSON does not have";
    /// RFC 8259, section 4: names should be unique. If two members have one name, nobody can tell which is meant.
    RepeatedMember = "repeated_member", 400, "this member is there more than once";
    /// Arrays and objects are nested deeper than 64 levels.
    TooDeep = "too_deep", 400, "arrays and objects are nested more than 64 deep";
    /// The body is JSON, but not an object.
    NotAnObject = "not_an_object", 422, "the payload is {received}; Azeer sends {expected}";
    /// A required member is absent. If it is null, the code is `wrong_type`.
    MissingMember = "missing_member", 422, "{member} is missing; Azeer sends {expected}";
    /// There is no event name, but there is the member `entry` of webhooks from Meta's Cloud API.
    MetaPayload = "meta_payload", 422, "{member} is missing; this looks like a payload of Meta's Cloud API (`entry`), not of Azeer's";
    /// A member has a value of another type than documented. Null has another type if the member is required.
    WrongType = "wrong_type", 422, "{member} is {received}; Azeer sends {expected}";
    /// An id is a number with a fraction.
    NotAnInteger = "not_an_integer", 422, "{member} has a fraction; Azeer sends {expected}";
    /// An id is greater than 2^53 - 1 or less than -(2^53 - 1). Doubles do not hold every such integer.
    UnsafeInteger = "unsafe_integer", 422, "{member} is beyond 2^53 - 1, where a JavaScript number is no longer exact";
    /// A latitude is not from -90 to 90, or a longitude not from -180 to 180.
    OutOfRange = "out_of_range", 422, "{member} is out of range; expected {expected}";
    /// A timestamp is not an RFC 3339 date-time, or its date does not exist.
    InvalidDateTime = "invalid_date_time", 422, "{member} is not {expected}";
    /// Only with `strict`: Azeer does not document this member for this event.
    UndocumentedMember = "undocumented_member", 422, "this member is not documented for such an event";
    /// Only with `strict`: an optional member is absent that every documented example of this event has.
    AbsentMember = "absent_member", 422, "{member} is absent; every documented example has it";
}

impl Code {
    /// The code's name: `wrong_type`.
    ///
    /// ```
    /// assert_eq!(azeer_webhooks::Code::WrongType.name(), "wrong_type");
    /// ```
    pub fn name(self) -> &'static str {
        self.text().name
    }

    /// The HTTP status to answer with.
    ///
    /// | status | for |
    /// | --- | --- |
    /// | 400 | a body that is not JSON, or JSON that is refused |
    /// | 413 | a body that is too large |
    /// | 422 | JSON that is not an event of Azeer |
    /// | 500 | a mistake of the caller |
    pub fn status(self) -> u16 {
        self.text().status
    }

    /// The message, with `{member}`, `{expected}` and `{received}` to be replaced.
    pub(crate) fn template(self) -> &'static str {
        self.text().template
    }

    pub(crate) fn doc(self) -> &'static str {
        self.text().doc
    }

    fn text(self) -> &'static Text {
        &Self::TABLE[self as usize]
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! terms {
    ($($variant:ident = $text:literal,)+) => {
        /// What was expected or received, as words that fit after "is" or "expected".
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Term { $(#[doc = concat!("`", $text, "`")] $variant,)+ /** The character at the issue, quoted. */ Character }

        impl Term {
            /// The words of each variant, by its number. `Character` has none.
            pub const TEXTS: &'static [&'static str] = &[$($text,)+];
        }
    };
}

terms! {
    Nothing = "nothing",
    Null = "null",
    Boolean = "a boolean",
    Number = "a number",
    String = "a string",
    Array = "an array",
    Object = "an object",
    Integer = "an integer",
    DateTime = "an RFC 3339 date-time",
    Latitude = "a number from -90 to 90",
    Longitude = "a number from -180 to 180",
    Body = "a string, a Uint8Array or an ArrayBuffer",
    Value = "a value",
    MemberName = "a member name in quotes",
    MemberNameOrEnd = "a member name in quotes or '}'",
    Colon = "':'",
    CommaOrBrace = "',' or '}'",
    CommaOrBracket = "',' or ']'",
    ValueOrBracket = "a value or ']'",
    Quote = "'\"'",
    Digit = "a digit",
    NoLeadingZero = "'.', 'e' or the end of the number",
    EscapeLetter = "one of \" \\ / b f n r t u",
    HexDigit = "a hexadecimal digit",
    Literal = "true, false or null",
    EndOfBody = "the end of the body",
    Bytes = "bytes",
}

/// A fault without texts, so that it is cheap to make. [`Issue`] has the texts.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// Kind of the fault.
    pub code: Code,
    /// Offset of the fault, in bytes.
    pub at: usize,
    /// Offset of the value that the issue's path points at, in bytes.
    pub path_at: usize,
    /// The field concerned, by its index in the registry; `None` if there is none or it is undocumented.
    pub field: Option<usize>,
    /// What was expected.
    pub expected: Term,
    /// What was received.
    pub received: Term,
}

impl Fault {
    #[cold]
    pub(crate) fn new(code: Code, at: usize, expected: Term, received: Term) -> Self {
        Self { code, at, path_at: at, field: None, expected, received }
    }
}

impl From<json::Error> for Fault {
    #[cold]
    fn from(error: json::Error) -> Self {
        let code = match error.kind {
            ErrorKind::Empty => Code::Empty,
            ErrorKind::UnexpectedEnd => Code::UnexpectedEnd,
            ErrorKind::UnexpectedCharacter => Code::UnexpectedCharacter,
            ErrorKind::TrailingCharacter => Code::TrailingCharacter,
            ErrorKind::InvalidNumber => Code::InvalidNumber,
            ErrorKind::InvalidEscape => Code::InvalidEscape,
            ErrorKind::ControlCharacter => Code::ControlCharacter,
            ErrorKind::InvalidUtf8 => Code::InvalidUtf8,
            ErrorKind::LoneSurrogate => Code::LoneSurrogate,
            ErrorKind::ByteOrderMark => Code::ByteOrderMark,
            ErrorKind::TooDeep => Code::TooDeep,
        };
        let expected = match error.expected {
            Expected::Nothing => Term::Nothing,
            Expected::Object => Term::Object,
            Expected::Value => Term::Value,
            Expected::MemberName => Term::MemberName,
            Expected::MemberNameOrEnd => Term::MemberNameOrEnd,
            Expected::Colon => Term::Colon,
            Expected::CommaOrBrace => Term::CommaOrBrace,
            Expected::CommaOrBracket => Term::CommaOrBracket,
            Expected::ValueOrBracket => Term::ValueOrBracket,
            Expected::Quote => Term::Quote,
            Expected::Digit => Term::Digit,
            Expected::NoLeadingZero => Term::NoLeadingZero,
            Expected::EscapeLetter => Term::EscapeLetter,
            Expected::HexDigit => Term::HexDigit,
            Expected::Literal => Term::Literal,
            Expected::End => Term::EndOfBody,
        };
        let received = if error.is_character { Term::Character } else { Term::Nothing };
        Self::new(code, error.at, expected, received)
    }
}

/// The position of a byte offset, as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Offset in UTF-16 code units.
    pub unit: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in UTF-16 code units, from 1.
    pub column: usize,
}

impl Position {
    const START: Self = Self { unit: 0, line: 1, column: 1 };

    fn advance(self, bytes: &[u8]) -> Self {
        // The compiler turns this into vector instructions.
        #[allow(clippy::naive_bytecount)]
        let line_feeds = bytes.iter().filter(|&&byte| byte == b'\n').count();
        let column = if line_feeds == 0 {
            self.column + units(bytes)
        } else {
            1 + units(bytes.rsplit(|&byte| byte == b'\n').next().unwrap_or_default())
        };
        Self { unit: self.unit + units(bytes), line: self.line + line_feeds, column }
    }
}

/// The number of UTF-16 code units in UTF-8: two for a character of four bytes, one for any other.
fn units(bytes: &[u8]) -> usize {
    let characters = bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
    characters + bytes.iter().filter(|&&byte| byte >= 0xF0).count()
}

/// Computes the positions of ascending offsets in one pass over the body.
#[derive(Debug)]
pub struct Locator<'b> {
    body: &'b [u8],
    at: usize,
    position: Position,
}

impl<'b> Locator<'b> {
    /// Starts at the beginning of a body.
    pub fn new(body: &'b [u8]) -> Self {
        Self { body, at: 0, position: Position::START }
    }

    /// The position of byte `offset`. Offsets must be given in ascending order.
    pub fn locate(&mut self, offset: usize) -> Position {
        let passed = self.body.get(self.at..offset).unwrap_or_default();
        self.position = self.position.advance(passed);
        self.at = self.at.max(offset);
        self.position
    }
}

/// One fault in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Issue {
    /// Kind of the fault.
    pub code: Code,
    /// The value concerned, as a JSON Pointer (RFC 6901); empty for the whole payload. It contains member names as
    /// they came. An undocumented name can be text of a person: take care before you log it.
    pub path: String,
    /// The fault in one sentence. It contains no text of a person, except one character that JSON does not allow.
    pub message: String,
    /// What was expected, if the code has that.
    pub expected: Option<String>,
    /// What was received, if the code has that.
    pub received: Option<String>,
    /// Offset of the fault, in bytes from the start of the body.
    pub offset: usize,
    /// Line, from 1. Lines end with U+000A.
    pub line: usize,
    /// Column in UTF-16 code units, from 1, as editors and JavaScript count.
    pub column: usize,
}

impl Issue {
    pub(crate) fn new(fault: &Fault, path: String, position: Position, body: &[u8], limit: usize) -> Self {
        let word = |term| match term {
            Term::Nothing => None,
            Term::Character => Some(quoted(body.get(fault.at..).unwrap_or_default())),
            Term::Bytes => Some(format!("{limit} bytes")),
            _ => Some(Term::TEXTS[term as usize].to_owned()),
        };
        let (expected, received) = (word(fault.expected), word(fault.received));
        // Only templates for documented members have `{member}`, and a pointer escapes nothing in their names.
        let member = path.strip_prefix('/').unwrap_or(&path);
        let message = (fault.code.template())
            .replace("{member}", member)
            .replace("{expected}", expected.as_deref().unwrap_or_default())
            .replace("{received}", received.as_deref().unwrap_or_default());
        let Position { line, column, .. } = position;
        Self { code: fault.code, path, message, expected, received, offset: fault.at, line, column }
    }
}

impl fmt::Display for Issue {
    /// The message and its position: `contact_id is a string; Azeer sends an integer (line 3, column 17)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (line {}, column {})", self.message, self.line, self.column)
    }
}

/// The first character of `bytes` in quotes, or its code point if it is not visible. There is one: at the end of a body and
/// for bytes that are not UTF-8, the scanner reports no character.
fn quoted(bytes: &[u8]) -> String {
    let first = &bytes[..bytes.len().min(4)];
    match first.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next()) {
        Some(c) if is_seen(c) => format!("'{c}'"),
        Some(c) => format!("U+{:04X}", u32::from(c)),
        None => String::new(),
    }
}

/// Characters that are not visible, or that change the order of other characters: white space, controls and formatting.
/// Ranges include both ends.
pub const HIDDEN: &[(char, char)] = &[
    ('\0', ' '),
    ('\u{7F}', '\u{A0}'),
    ('\u{AD}', '\u{AD}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{2028}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{FEFF}', '\u{FEFF}'),
];

/// Whether a character is visible, and keeps the order of others.
pub(crate) fn is_seen(c: char) -> bool {
    !HIDDEN.iter().any(|&(first, last)| (first..=last).contains(&c))
}

/// Why a body is not an event of Azeer: one or more issues.
///
/// ```
/// let error = azeer_webhooks::parse(br#"{"webhook_event_type": 1}"#).unwrap_err();
/// assert_eq!(error.status(), 422);
/// assert_eq!(error.to_string(), "webhook_event_type is a number; Azeer sends a string (line 1, column 24)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    issues: Vec<Issue>,
    more: usize,
}

impl Error {
    pub(crate) fn new(issues: Vec<Issue>, more: usize) -> Self {
        Self { issues, more }
    }

    /// The issues in the order of the body: from 1 to [`MAX_ISSUES`].
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// How many issues were found after the first [`MAX_ISSUES`].
    pub fn more(&self) -> usize {
        self.more
    }

    /// The HTTP status to answer with: the [`Code::status`] of the first issue.
    pub fn status(&self) -> u16 {
        self.issues.first().map_or(400, |issue| issue.code.status())
    }

    /// For a terminal: the lines of the first three issues, with a mark under each place. `body` has to be the body that
    /// was parsed. Empty if that is too large. Holds text of the body: take care where you log it.
    ///
    /// ```
    /// let body = br#"{"webhook_event_type": 1}"#;
    /// let error = azeer_webhooks::parse(body).unwrap_err();
    /// assert_eq!(
    ///     error.frame(body),
    ///     concat!(
    ///         "1 | {\"webhook_event_type\": 1}\n",
    ///         "  |                        ^ webhook_event_type is a number; Azeer sends a string",
    ///     )
    /// );
    /// ```
    pub fn frame(&self, body: &[u8]) -> String {
        let is_read = self.issues.first().is_some_and(|issue| issue.code != Code::TooLarge);
        if is_read { frame(body, &self.issues) } else { String::new() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, issue) in self.issues.iter().enumerate() {
            write!(f, "{}{issue}", if i == 0 { "" } else { "; " })?;
        }
        if self.more > 0 {
            write!(f, "; and {} more", self.more)?;
        }
        Ok(())
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::{Locator, Position};

    #[test]
    fn a_position_counts_utf16_code_units_from_the_position_before() {
        let body = "aé\n😀\nb😀c\n\nd";
        let mut locator = Locator::new(body.as_bytes());
        let (mut unit, mut line, mut column) = (0, 1, 1);
        for (offset, character) in body.char_indices() {
            assert_eq!(locator.locate(offset), Position { unit, line, column }, "{offset}");
            unit += character.len_utf16();
            (line, column) =
                if character == '\n' { (line + 1, 1) } else { (line, column + character.len_utf16()) };
        }
        for from in [0, 3, 9] {
            let mut locator = Locator::new(body.as_bytes());
            locator.locate(from);
            assert_eq!(locator.locate(body.len()), Position { unit, line, column }, "{from}");
        }
    }
}
