//! What the core's WebAssembly and its JavaScript have to agree on: exports, result codes, and where in memory the
//! results are. The generator writes the TypeScript of it, so that no number is kept twice.
//!
//! A call returns a result code. JavaScript then reads three places in memory, all in words of 32 bits:
//!
//! - the **header**, at the address that `header` returns,
//! - the **slots** of documented fields, at the address that `slots` returns, with a table of doubles behind them,
//! - **records** of undocumented members or of issues, at the address that the header gives.

#![no_std]

use core::mem::{align_of, offset_of, size_of};

use azeer_webhooks::internals::{MAX_FIELDS, REGISTRY, Slot, Slots, Undocumented, Value, ValueKind};

const WORD: usize = size_of::<u32>();

/// A constant for TypeScript.
#[derive(Clone, Copy, Debug)]
pub struct Constant {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: i64,
    /// Its doc comment.
    pub doc: &'static str,
}

macro_rules! constants {
    ($($(#[doc = $doc:literal])+ $name:ident: $type:ty = $value:expr;)+) => {
        $($(#[doc = $doc])+ pub const $name: $type = $value;)+

        /// Every constant.
        #[allow(clippy::cast_possible_wrap, clippy::cast_lossless)]
        pub const CONSTANTS: &[Constant] =
            &[$(Constant { name: stringify!($name), value: $name as i64, doc: concat!($($doc,)+) },)+];
    };
}

constants! {
    /// Result code: an unknown event. `REASON` has the reason.
    UNKNOWN: i32 = -1;
    /// Result code: there are issues.
    INVALID: i32 = -2;
    /// Result code of a line whose end is not in the buffer.
    UNFINISHED: i32 = -3;
    /// Result code of a line of white space.
    BLANK: i32 = -4;
    /// The bits of any other result code that are the index of a shape. The flags below are added to it.
    SHAPE_MASK: i32 = 0xFF;
    /// Flag: a field of the shape's literal is absent, or strings have to be copied. The event is built from the
    /// fields of `FIELDS_TO_SET` alone.
    SPARSE: i32 = 0x100;
    /// Flag: fields of `FIELDS_TO_SET` or undocumented members follow after the literal.
    MORE_MEMBERS: i32 = 0x200;
    /// Flag: the body has characters outside ASCII.
    NON_ASCII: i32 = 0x400;

    /// The largest limit that a caller can set, in bytes. Every engine has strings of that size, at three bytes a character.
    HIGHEST_LIMIT: usize = 1 << 28;

    /// Words of the header.
    HEADER_WORDS: usize = 10;
    /// Header of an event: address of the records of undocumented members.
    UNDOCUMENTED_AT: usize = 0;
    /// Header of an event: how many such records there are.
    UNDOCUMENTED_COUNT: usize = 1;
    /// Header of an event: changes when the indices of learned names get other meanings.
    GENERATION: usize = 2;
    /// Header of an event: 1 if strings have to be copied, so that none keeps the whole body in memory; otherwise 0.
    IS_COPIED: usize = 3;
    /// Header of an unknown event: index of the reason.
    REASON: usize = 4;
    /// Header of an event: two words, a bit for each documented field to set one by one, low word first.
    FIELDS_TO_SET: usize = 5;
    /// Header of a line: offset in the buffer where its text ends.
    TEXT_END: usize = 7;
    /// Header of a line: offset in the buffer of its line feed.
    LINE_END: usize = 8;
    /// Header after `to_utf16`: how many code units there are.
    UTF16_UNITS: usize = 9;
    /// Header of an invalid body: address of the records of issues.
    ISSUES_AT: usize = 0;
    /// Header of an invalid body: how many such records there are.
    ISSUE_COUNT: usize = 1;
    /// Header of an invalid body: how many more issues there are.
    MORE_ISSUES: usize = 2;
    /// Header of an invalid body: address of the text of all paths, in UTF-8.
    PATHS_AT: usize = 3;
    /// Header after `instant`: seconds since 1970 as a double of two words.
    SECONDS: usize = 0;
    /// Header after `instant`: nanoseconds.
    NANOSECONDS: usize = 2;
    /// Header after `essence`: offset in the buffer where it begins.
    ESSENCE_START: usize = 0;
    /// Header after `essence`: offset in the buffer where it ends.
    ESSENCE_END: usize = 1;

    /// Words of a value.
    WORDS_PER_VALUE: usize = size_of::<Value>() / WORD;
    /// In a value: its kind.
    VALUE_KIND: usize = offset_of!(Value, kind) / WORD;
    /// In a value: its first character, in bytes from the start of the body.
    VALUE_START_BYTE: usize = offset_of!(Value, start.byte) / WORD;
    /// In a value: the offset after its last character, in the same unit.
    VALUE_END_BYTE: usize = offset_of!(Value, end.byte) / WORD;
    /// In a value: its first character, in UTF-16 code units from the start of the body.
    VALUE_START: usize = offset_of!(Value, start.unit) / WORD;
    /// In a value: the offset after its last character, in the same unit.
    VALUE_END: usize = offset_of!(Value, end.unit) / WORD;

    /// How many documented fields there can be.
    SLOTS: usize = MAX_FIELDS;
    /// Words of the slot of a documented field, which begins with the field's value.
    WORDS_PER_SLOT: usize = size_of::<Slot>() / WORD;
    /// Bytes from the start of the slots to the doubles: one for each field, NaN where JavaScript has to parse the
    /// number.
    DOUBLES_AT: usize = Slots::DOUBLES_AT;

    /// Words of the record of an undocumented member, which begins with the value that is its name.
    WORDS_PER_UNDOCUMENTED: usize = size_of::<Undocumented>() / WORD;
    /// In such a record: the value.
    UNDOCUMENTED_VALUE: usize = offset_of!(Undocumented, value) / WORD;
    /// In such a record: index of its name among the learned names, or -1.
    UNDOCUMENTED_NAME: usize = offset_of!(Undocumented, learned) / WORD;

    /// Words of the record of an issue.
    WORDS_PER_ISSUE: usize = 9;
    /// In the record of an issue: index of its code.
    ISSUE_CODE: usize = 0;
    /// In the record of an issue: its offset in the body, in bytes.
    ISSUE_BYTE: usize = 1;
    /// In the record of an issue: the same in UTF-16 code units.
    ISSUE_UNIT: usize = 2;
    /// In the record of an issue: its line.
    ISSUE_LINE: usize = 3;
    /// In the record of an issue: its column.
    ISSUE_COLUMN: usize = 4;
    /// In the record of an issue: index of the term for what is expected.
    ISSUE_EXPECTED: usize = 5;
    /// In the record of an issue: index of the term for what was received.
    ISSUE_RECEIVED: usize = 6;
    /// In the record of an issue: where its path begins in the text of all paths.
    ISSUE_PATH: usize = 7;
    /// In the record of an issue: where its path ends.
    ISSUE_PATH_END: usize = 8;

    /// Kind of a value.
    NULL: u32 = ValueKind::Null as u32;
    /// Kind of a value.
    FALSE: u32 = ValueKind::False as u32;
    /// Kind of a value.
    TRUE: u32 = ValueKind::True as u32;
    /// Kind of a value.
    NUMBER: u32 = ValueKind::Number as u32;
    /// Kind of a value: a string without escapes.
    STRING: u32 = ValueKind::String as u32;
    /// Kind of a value: a string with escapes.
    ESCAPED: u32 = ValueKind::Escaped as u32;
}

const _: () = {
    assert!(REGISTRY.shapes().len() <= SHAPE_MASK as usize + 1, "the index of a shape fits its mask");
    assert!(SHAPE_MASK & (SPARSE | MORE_MEMBERS | NON_ASCII) == 0, "flags are apart from the index");
    assert!(MAX_FIELDS <= 64, "two words hold a bit for each field");
    assert!(FIELDS_TO_SET + 2 == TEXT_END && UTF16_UNITS + 1 == HEADER_WORDS, "the header has no gap");
    assert!(DOUBLES_AT.is_multiple_of(align_of::<f64>()), "JavaScript can view the doubles");
    assert!(offset_of!(Undocumented, name) == 0, "a record begins with its name");
};

/// A type that crosses the boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A whole number.
    Number,
    /// 0 or 1.
    Flag,
}

/// An export, for TypeScript.
#[derive(Clone, Copy, Debug)]
pub struct Export {
    /// Its name.
    pub name: &'static str,
    /// Names and types of its parameters.
    pub parameters: &'static [(&'static str, Type)],
    /// What it returns.
    pub result: Type,
    /// Its doc comment.
    pub doc: &'static str,
}

macro_rules! kind {
    (usize) => {
        Type::Number
    };
    (i32) => {
        Type::Number
    };
    (bool) => {
        Type::Flag
    };
}

macro_rules! exports {
    ($($(#[doc = $doc:literal])+ $name:ident($($parameter:ident: $type:tt),*) -> $result:tt;)+) => {
        /// All exports. The core makes one of these from its functions, so one that is missing or has another signature
        /// does not compile.
        #[derive(Debug)]
        #[allow(clippy::type_complexity)]
        pub struct Exports {
            $($(#[doc = $doc])+ pub $name: fn($($type),*) -> $result,)+
        }

        /// The same for TypeScript.
        pub const EXPORTS: &[Export] = &[$(Export {
            name: stringify!($name),
            parameters: &[$((stringify!($parameter), kind!($type))),*],
            result: kind!($result),
            doc: concat!($($doc,)+),
        },)+];
    };
}

exports! {
    /// Makes an input buffer of `length` bytes and returns its address. Has to be called first. The old buffer is gone.
    reserve(length: usize) -> usize;
    /// Parses the first `length` bytes of the buffer and returns a result code. With `wtf8`, the three bytes of a lone
    /// surrogate are reported as that; otherwise as bytes that are not UTF-8.
    parse(length: usize, max_bytes: usize, is_strict: bool, wtf8: bool) -> i32;
    /// Parses one line of the buffer and returns a result code. The text is the first `length` bytes; the line begins at
    /// `start`. A line feed ends it, or a carriage return and a line feed. If `is_last`, the end of the text ends it too.
    parse_line(start: usize, length: usize, is_last: bool, max_bytes: usize, is_strict: bool) -> i32;
    /// Writes a part of the buffer, which has to be valid UTF-8, as UTF-16 and returns its address. The next call frees it.
    to_utf16(start: usize, end: usize) -> usize;
    /// Whether U+FFFD may be in the first `length` bytes of the buffer. An encoder puts it in place of a lone
    /// surrogate.
    is_doubtful(length: usize) -> bool;
    /// Whether the first `length` bytes of the buffer are an RFC 3339 date-time. The header has its time.
    instant(length: usize) -> bool;
    /// Whether the first `length` bytes of the buffer are a MIME type. The header says where its essence is.
    essence(length: usize) -> bool;
    /// The address of the slots.
    slots() -> usize;
    /// The address of the header.
    header() -> usize;
}
