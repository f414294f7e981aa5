//! What can be wrong with JSON text.

/// A kind of fault in JSON text (RFC 8259).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// There is nothing but white space.
    Empty,
    /// The text ends in the middle of a value.
    UnexpectedEnd,
    /// A character that the grammar does not allow here.
    UnexpectedCharacter,
    /// Something follows the value.
    TrailingCharacter,
    /// A number that is not finished, or has a leading zero.
    InvalidNumber,
    /// An escape that JSON does not have.
    InvalidEscape,
    /// A character below U+0020 in a string.
    ControlCharacter,
    /// Bytes that are not UTF-8.
    InvalidUtf8,
    /// Half of a surrogate pair.
    LoneSurrogate,
    /// The text begins with a byte order mark.
    ByteOrderMark,
    /// Arrays and objects are nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep,
}

/// What the grammar allows at the place of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing in particular.
    Nothing,
    /// An object.
    Object,
    /// Any value.
    Value,
    /// A member name.
    MemberName,
    /// A member name or `}`.
    MemberNameOrEnd,
    /// `:`
    Colon,
    /// `,` or `}`
    CommaOrBrace,
    /// `,` or `]`
    CommaOrBracket,
    /// A value or `]`.
    ValueOrBracket,
    /// `"`
    Quote,
    /// A digit.
    Digit,
    /// Anything but a digit, behind a leading zero.
    NoLeadingZero,
    /// A letter that an escape can have.
    EscapeLetter,
    /// A hexadecimal digit.
    HexDigit,
    /// `true`, `false` or `null`.
    Literal,
    /// The end of the text.
    End,
}

/// The first fault in JSON text.
#[derive(Clone, Copy, Debug)]
pub struct Error {
    /// Its kind.
    pub kind: ErrorKind,
    /// Its byte offset.
    pub at: usize,
    /// What the grammar allows here.
    pub expected: Expected,
    /// Whether the character at the offset is the unexpected one.
    pub is_character: bool,
}

impl Error {
    #[cold]
    pub(super) fn new(kind: ErrorKind, at: usize, expected: Expected) -> Self {
        Self { kind, at, expected, is_character: false }
    }
}
