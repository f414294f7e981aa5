//! Faults in JSON text: their kind, their offset, and what the grammar expects there.

/// A kind of fault in JSON text (RFC 8259).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The text is empty or only white space.
    Empty,
    /// The text ends in the middle of a value.
    UnexpectedEnd,
    /// The grammar does not allow this character here.
    UnexpectedCharacter,
    /// A character other than white space follows the value.
    TrailingCharacter,
    /// A number lacks a digit, or has a leading zero.
    InvalidNumber,
    /// JSON has no such escape.
    InvalidEscape,
    /// A string contains a character below U+0020.
    ControlCharacter,
    /// The bytes are not UTF-8.
    InvalidUtf8,
    /// One half of a surrogate pair stands without the other.
    LoneSurrogate,
    /// The text begins with a byte order mark.
    ByteOrderMark,
    /// Arrays and objects are nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep,
}

/// What the grammar allows at the offset of an error.
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
    /// The end of a number, as no digit follows a leading zero.
    NoLeadingZero,
    /// A character that may follow the backslash of an escape.
    EscapeLetter,
    /// A hexadecimal digit.
    HexDigit,
    /// `true`, `false` or `null`.
    Literal,
    /// The end of the text.
    End,
}

/// The first fault in a JSON text.
#[derive(Clone, Copy, Debug)]
pub struct Error {
    /// Kind of the fault.
    pub kind: ErrorKind,
    /// Offset of the fault, in bytes.
    pub at: usize,
    /// What the grammar allows at the offset.
    pub expected: Expected,
    /// Whether the character at the offset is the fault, so that the message shows it.
    pub is_character: bool,
}

impl Error {
    #[cold]
    pub(super) fn new(kind: ErrorKind, at: usize, expected: Expected) -> Self {
        Self { kind, at, expected, is_character: false }
    }
}
