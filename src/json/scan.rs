//! The scanner: one pass over a body. It hands over the members of the top-level object one by one, and only checks
//! what is nested in them.

#![allow(clippy::inline_always)]

use super::error::{Error, ErrorKind, Expected};
use super::key::Key;
use super::number::Decimal;
use super::simd::{short_string, skip_plain, skip_text};

/// How deep arrays and objects may be nested. The payload itself is the first level.
pub const MAX_DEPTH: u32 = 64;

/// How the bytes encode text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 (RFC 3629), as bytes from the network.
    Utf8,
    /// WTF-8: UTF-8 in which a lone surrogate of a JavaScript string is three bytes. The scanner refuses it at its
    /// offset; `TextEncoder` would replace it silently.
    Wtf8,
}

/// An offset in the body, in bytes and in UTF-16 code units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Offset in bytes.
    pub byte: u32,
    /// Offset in UTF-16 code units.
    pub unit: u32,
}

/// The kind of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum ValueKind {
    /// `null`
    Null,
    /// `false`
    False,
    /// `true`
    True,
    /// A number.
    Number,
    /// A string without escapes.
    String,
    /// A string with escapes.
    Escaped,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// A value: its kind, and where its text starts and ends. A string's text includes its quotes.
// The layout is fixed, because JavaScript reads values in place.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Value {
    /// Kind of the value.
    pub kind: ValueKind,
    /// Offset of the first character.
    pub start: Place,
    /// Offset after the last character.
    pub end: Place,
}

impl Value {
    /// The text of the value in `body`: `"hello"`, `12`, `{"a":1}`.
    #[inline]
    pub fn text<'b>(&self, body: &'b [u8]) -> &'b [u8] {
        body.get(self.start.byte as usize..self.end.byte as usize).unwrap_or_default()
    }

    /// The text of a string without its quotes. Escapes are not replaced.
    #[inline]
    pub fn inside<'b>(&self, body: &'b [u8]) -> &'b [u8] {
        body.get(self.start.byte as usize + 1..self.end.byte as usize - 1).unwrap_or_default()
    }
}

/// The value that is the body.
#[derive(Clone, Copy, Debug)]
pub enum Root {
    /// An object, whose members were handed over.
    Object(Value),
    /// Any other value.
    Other(Value),
}

/// The scan stopped at a fault. The scanner keeps the error.
#[derive(Debug)]
pub struct Stopped;

/// The result of one step of the scan.
pub type Scanned<T> = Result<T, Stopped>;

/// Scans `body`, which must be shorter than 4 GiB. If it is an object with members, `members` is called with the
/// offset of the first member's quote. It must read every member in order:
///
/// 1. the name, with [`key`] or [`Scanner::name`];
/// 2. the value, with [`plain_string`], [`decimal`] or [`Scanner::value`];
/// 3. the offset of the next member, with [`next`] or [`Scanner::next`], until there is none.
///
/// The grammar is RFC 8259, as `JSON.parse` implements it, with three restrictions: lone surrogates, a byte order mark
/// and nesting deeper than [`MAX_DEPTH`] are faults. The first fault ends the scan.
#[inline(always)]
pub fn scan<'b>(
    body: &'b [u8],
    encoding: Encoding,
    members: impl FnOnce(&mut Scanner<'b>, usize) -> Scanned<()>,
) -> Result<Root, Error> {
    let mut scanner = Scanner { body, encoding, at: 0, surplus: 0, error: None };
    match scanner.root(members) {
        Ok(root) => Ok(root),
        // There is always an error here; the default only avoids the code of a panic.
        Err(Stopped) => Err(scanner.error.unwrap_or(Error::new(ErrorKind::Empty, 0, Expected::Object))),
    }
}

/// The offset after a member's name and its colon, if they are spelled exactly like the key.
#[inline(always)]
pub fn key(body: &[u8], at: usize, key: &Key) -> Option<usize> {
    key.is_prefix(body.get(at..)?).then(|| at + key.len())
}

/// The text from the quote at `at` to the next quote, if that is less than 32 bytes away and the body is long enough to
/// read them at once. The text may have escapes or faults: it is only a guess at a member's name.
#[inline(always)]
pub fn short_name(body: &[u8], at: usize) -> Option<&[u8]> {
    let start = at + 1;
    let length = short_string(body.get(start..)?)?;
    body.get(start..start + length)
}

/// The offset after a string of printable ASCII characters without escapes. `None` for any other value.
#[inline(always)]
pub fn plain_string(body: &[u8], at: usize) -> Option<usize> {
    if body.get(at) != Some(&b'"') {
        return None;
    }
    let end = skip_plain(body, at + 1);
    (body.get(end) == Some(&b'"')).then_some(end + 1)
}

/// A number without an exponent and with at most 15 digits, and the offset after it. `None` for any other value.
#[inline(always)]
pub fn decimal(body: &[u8], at: usize) -> Option<(Decimal, usize)> {
    let (decimal, length) = Decimal::read(body.get(at..)?)?;
    Some((decimal, at + length))
}

/// The offset of the next member's quote, if a comma is at `at` and no white space follows it.
#[inline(always)]
pub fn next(body: &[u8], at: usize) -> Option<usize> {
    body.get(at..at + 2).is_some_and(|next| next == b",\"").then_some(at + 1)
}

/// The member's name at a place at which a scan has found one.
pub fn name(body: &[u8], start: Place) -> Value {
    let at = start.byte as usize;
    let mut scanner =
        Scanner { body, encoding: Encoding::Wtf8, at, surplus: at - start.unit as usize, error: None };
    scanner.string().unwrap_or(Value { kind: ValueKind::String, start, end: start })
}

/// The state of a scan.
///
/// The fast paths ([`key`], [`plain_string`], [`decimal`], [`next`]) are functions of the body and an offset, so that
/// both stay in registers. The scanner does the rest: escapes, white space, characters outside ASCII, nested values
/// and faults.
#[derive(Debug)]
pub struct Scanner<'b> {
    body: &'b [u8],
    encoding: Encoding,
    at: usize,
    /// Bytes so far, minus UTF-16 code units so far.
    surplus: usize,
    /// Why the scan stopped. It is kept here and not in [`Stopped`], because results are returned often and must be
    /// small.
    error: Option<Error>,
}

impl<'b> Scanner<'b> {
    #[inline(always)]
    fn root(&mut self, members: impl FnOnce(&mut Self, usize) -> Scanned<()>) -> Scanned<Root> {
        if self.body.starts_with(b"\xEF\xBB\xBF") {
            return Err(self.stop(ErrorKind::ByteOrderMark, 0, Expected::Object));
        }
        self.space();
        let root = match self.peek() {
            None => return Err(self.stop(ErrorKind::Empty, 0, Expected::Object)),
            Some(b'{') => Root::Object(self.object(members)?),
            Some(b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => Root::Other(self.any(0)?),
            Some(_) => return Err(self.unexpected(Expected::Object)),
        };
        self.space();
        if self.at < self.body.len() {
            return Err(self.stop_at(ErrorKind::TrailingCharacter, Expected::End));
        }
        Ok(root)
    }

    /// The body being scanned.
    pub fn body(&self) -> &'b [u8] {
        self.body
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.body.get(self.at).copied()
    }

    fn here(&self) -> Place {
        self.place(self.at)
    }

    /// The place of a byte offset. Only ASCII characters may lie between it and the end of what the scanner last read.
    #[inline(always)]
    pub fn place(&self, at: usize) -> Place {
        Place { byte: at as u32, unit: (at - self.surplus) as u32 }
    }

    #[cold]
    fn stop(&mut self, kind: ErrorKind, at: usize, expected: Expected) -> Stopped {
        self.error = Some(Error::new(kind, at, expected));
        Stopped
    }

    /// Stops at the current character. If there is none, or if its bytes are not UTF-8, that is the error.
    #[cold]
    fn stop_at(&mut self, kind: ErrorKind, expected: Expected) -> Stopped {
        let rest = self.body.get(self.at..).unwrap_or_default();
        match rest.first() {
            None => self.stop(ErrorKind::UnexpectedEnd, self.at, expected),
            Some(0x80..) if sequence(rest).is_none() => self.not_text(),
            Some(_) => {
                self.error = Some(Error { is_character: true, ..Error::new(kind, self.at, expected) });
                Stopped
            }
        }
    }

    #[cold]
    fn unexpected(&mut self, expected: Expected) -> Stopped {
        self.stop_at(ErrorKind::UnexpectedCharacter, expected)
    }

    /// Stops at bytes that are not a character.
    #[cold]
    fn not_text(&mut self) -> Stopped {
        let rest = self.body.get(self.at..).unwrap_or_default();
        let is_surrogate =
            self.encoding == Encoding::Wtf8 && matches!(rest, [0xED, 0xA0..=0xBF, 0x80..=0xBF, ..]);
        let kind = if is_surrogate { ErrorKind::LoneSurrogate } else { ErrorKind::InvalidUtf8 };
        self.stop(kind, self.at, Expected::Nothing)
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Scans the top-level object, whose brace is at `self.at`.
    #[inline(always)]
    fn object(&mut self, members: impl FnOnce(&mut Self, usize) -> Scanned<()>) -> Scanned<Value> {
        let start = self.here();
        self.at += 1;
        self.space();
        match self.peek() {
            Some(b'}') => self.at += 1,
            Some(b'"') => members(self, self.at)?,
            _ => return Err(self.unexpected(Expected::MemberNameOrEnd)),
        }
        Ok(Value { kind: ValueKind::Object, start, end: self.here() })
    }

    /// Scans a member's name and colon. Returns the name and the offset after the colon.
    #[inline(never)]
    pub fn name(&mut self, at: usize) -> Scanned<(Value, usize)> {
        self.at = at;
        let name = self.member_name()?;
        Ok((name, self.at))
    }

    /// Scans the value of a member. `at` is the offset after the colon.
    #[inline(never)]
    pub fn value(&mut self, at: usize) -> Scanned<Value> {
        self.at = at;
        self.any(1)
    }

    /// Returns the offset of the next member's quote, or `None` at the end of the object. `at` is the offset after a
    /// value.
    #[inline(never)]
    pub fn next(&mut self, at: usize) -> Scanned<Option<usize>> {
        self.at = at;
        self.space();
        match self.peek() {
            Some(b'}') => {
                self.at += 1;
                Ok(None)
            }
            Some(b',') => {
                self.at += 1;
                self.space();
                if self.peek() == Some(b'"') {
                    Ok(Some(self.at))
                } else {
                    Err(self.unexpected(Expected::MemberName))
                }
            }
            _ => Err(self.unexpected(Expected::CommaOrBrace)),
        }
    }

    /// Scans a member's name and its colon, with white space between them. Returns the name.
    fn member_name(&mut self) -> Scanned<Value> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected(Expected::MemberName));
        }
        let name = self.string()?;
        self.space();
        if self.peek() != Some(b':') {
            return Err(self.unexpected(Expected::Colon));
        }
        self.at += 1;
        Ok(name)
    }

    /// Scans white space and any value. `depth` is how many arrays and objects contain the value.
    fn any(&mut self, depth: u32) -> Scanned<Value> {
        self.space();
        let start = self.here();
        let kind = match self.peek() {
            Some(b'"') => return self.string(),
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
                ValueKind::Number
            }
            Some(b'{') => {
                self.nested(depth)?;
                ValueKind::Object
            }
            Some(b'[') => {
                self.nested(depth)?;
                ValueKind::Array
            }
            Some(b't') => self.literal(b"true", ValueKind::True)?,
            Some(b'f') => self.literal(b"false", ValueKind::False)?,
            Some(b'n') => self.literal(b"null", ValueKind::Null)?,
            _ => return Err(self.unexpected(Expected::Value)),
        };
        Ok(Value { kind, start, end: self.here() })
    }

    fn literal(&mut self, text: &[u8], kind: ValueKind) -> Scanned<ValueKind> {
        for &byte in text {
            if self.peek() != Some(byte) {
                return Err(self.unexpected(Expected::Literal));
            }
            self.at += 1;
        }
        Ok(kind)
    }

    /// Scans an array or object with all it contains. There is no recursion, so that no input can exhaust the stack:
    /// `objects` has a bit for each open level, 1 for an object and 0 for an array.
    fn nested(&mut self, outer: u32) -> Scanned<()> {
        let mut depth = outer;
        let mut objects = 0u64;
        // Each iteration begins at the start of a value.
        loop {
            match self.peek() {
                Some(open @ (b'{' | b'[')) => {
                    if depth == MAX_DEPTH {
                        return Err(self.stop(ErrorKind::TooDeep, self.at, Expected::Nothing));
                    }
                    depth += 1;
                    objects = objects * 2 + u64::from(open == b'{');
                    self.at += 1;
                    self.space();
                    match (open, self.peek()) {
                        (b'{', Some(b'}')) | (b'[', Some(b']')) => {}
                        (b'{', Some(b'"')) => {
                            self.member_name()?;
                            self.space();
                            continue;
                        }
                        (b'{', _) => return Err(self.unexpected(Expected::MemberNameOrEnd)),
                        (_, None | Some(b',' | b':' | b'}')) => {
                            return Err(self.unexpected(Expected::ValueOrBracket));
                        }
                        _ => continue,
                    }
                }
                _ => {
                    self.any(depth)?;
                    self.space();
                }
            }
            // After a value, or at the end of an empty array or object: close every level that ends here.
            loop {
                let is_object = objects & 1 == 1;
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.space();
                        if is_object {
                            self.member_name()?;
                            self.space();
                        }
                        break;
                    }
                    Some(b'}') if is_object => {}
                    Some(b']') if !is_object => {}
                    _ if is_object => return Err(self.unexpected(Expected::CommaOrBrace)),
                    _ => return Err(self.unexpected(Expected::CommaOrBracket)),
                }
                self.at += 1;
                depth -= 1;
                objects >>= 1;
                if depth == outer {
                    return Ok(());
                }
                self.space();
            }
        }
    }

    fn number(&mut self) -> Scanned<()> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
            if let Some(b'0'..=b'9') = self.peek() {
                return Err(self.stop_at(ErrorKind::InvalidNumber, Expected::NoLeadingZero));
            }
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    /// Scans one or more digits.
    fn digits(&mut self) -> Scanned<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start { Err(self.stop_at(ErrorKind::InvalidNumber, Expected::Digit)) } else { Ok(()) }
    }

    /// Scans a string, whose first quote is at `self.at`.
    fn string(&mut self) -> Scanned<Value> {
        let start = self.here();
        let mut kind = ValueKind::String;
        self.at += 1;
        loop {
            self.at = skip_plain(self.body, self.at);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Value { kind, start, end: self.here() });
                }
                Some(b'\\') => {
                    kind = ValueKind::Escaped;
                    self.escape()?;
                }
                Some(0x80..) => self.text()?,
                Some(_) => return Err(self.stop_at(ErrorKind::ControlCharacter, Expected::Nothing)),
                None => return Err(self.unexpected(Expected::Quote)),
            }
        }
    }

    /// Scans text that begins with a character outside ASCII.
    fn text(&mut self) -> Scanned<()> {
        let (end, surplus) = skip_text(self.body, self.at);
        if end > self.at {
            self.at = end;
            self.surplus += surplus;
            return Ok(());
        }
        let rest = self.body.get(self.at..).unwrap_or_default();
        let Some(length) = sequence(rest) else { return Err(self.not_text()) };
        self.at += length;
        // Two or three bytes are one UTF-16 code unit, four are two.
        self.surplus += length - 1 - usize::from(length == 4);
        Ok(())
    }

    /// Scans an escape, whose backslash is at `self.at`. A surrogate pair is one escape.
    fn escape(&mut self) -> Scanned<()> {
        let start = self.at;
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => match self.hex()? {
                0xDC00..=0xDFFF => return Err(self.stop(ErrorKind::LoneSurrogate, start, Expected::Nothing)),
                0xD800..=0xDBFF => {
                    if !self.body.get(self.at..).unwrap_or_default().starts_with(b"\\u") {
                        return Err(self.stop(ErrorKind::LoneSurrogate, start, Expected::Nothing));
                    }
                    self.at += 1;
                    if !(0xDC00..=0xDFFF).contains(&self.hex()?) {
                        return Err(self.stop(ErrorKind::LoneSurrogate, start, Expected::Nothing));
                    }
                }
                _ => {}
            },
            _ => return Err(self.stop_at(ErrorKind::InvalidEscape, Expected::EscapeLetter)),
        }
        Ok(())
    }

    /// Scans `uXXXX`, whose `u` is at `self.at`. Returns the UTF-16 code unit.
    fn hex(&mut self) -> Scanned<u32> {
        self.at += 1;
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.stop_at(ErrorKind::InvalidEscape, Expected::HexDigit));
            };
            unit = unit * 16 + digit;
            self.at += 1;
        }
        Ok(unit)
    }
}

/// The length in bytes of the character outside ASCII that `rest` begins with, or `None` if the bytes are not UTF-8
/// (The Unicode Standard, table 3-7).
fn sequence(rest: &[u8]) -> Option<usize> {
    match rest {
        [0xC2..=0xDF, 0x80..=0xBF, ..] => Some(2),
        [0xE0, 0xA0..=0xBF, 0x80..=0xBF, ..]
        | [0xE1..=0xEC | 0xEE..=0xEF, 0x80..=0xBF, 0x80..=0xBF, ..]
        | [0xED, 0x80..=0x9F, 0x80..=0xBF, ..] => Some(3),
        [0xF0, 0x90..=0xBF, 0x80..=0xBF, 0x80..=0xBF, ..]
        | [0xF1..=0xF3, 0x80..=0xBF, 0x80..=0xBF, 0x80..=0xBF, ..]
        | [0xF4, 0x80..=0x8F, 0x80..=0xBF, 0x80..=0xBF, ..] => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Place, Root, Value, decimal, key, next, plain_string, scan, short_name};
    use crate::json::Key;

    // Where a fast path returns `None`, the scanner still decides.
    #[test]
    fn fast_paths_take_plain_text_and_leave_the_rest() {
        assert_eq!(next(b"1,\"a\"", 1), Some(2));
        assert_eq!(next(b",\"", 0), Some(1));
        for text in [&b"1, \"a\""[..], b"1}", b"1,", b"1"] {
            assert_eq!(next(text, 1), None);
        }
        assert_eq!(key(b"{\"text\":1", 1, &Key::new(b"text")), Some(8));
        assert_eq!(key(b"{\"text\" :1", 1, &Key::new(b"text")), None);
        let body = [&b"{\"name\":1,"[..], &[b' '; 40]].concat();
        assert_eq!(short_name(&body, 1), Some(&b"name"[..]));
        assert_eq!(short_name(b"{\"name\":1,", 1), None);
        assert_eq!(plain_string(b"1\"text\",", 1), Some(7));
        assert_eq!(plain_string(b"1\"te\\xt\",", 1), None);
        assert_eq!(plain_string(b"text\"", 0), None);
        assert_eq!(
            decimal(b"1:2.5,", 2).map(|(decimal, end)| (decimal.digits, decimal.places, end)),
            Some((25, 1, 5))
        );
        assert_eq!(decimal(b"1:2e5,", 2).map(|(_, end)| end), None);
    }

    /// The values of the body's members.
    fn values(body: &str) -> Vec<Value> {
        let mut values = Vec::new();
        let root = scan(body.as_bytes(), Encoding::Utf8, |scanner, first| {
            let mut at = Some(first);
            while let Some(name_at) = at {
                let (_, value_at) = scanner.name(name_at)?;
                values.push(scanner.value(value_at)?);
                at = scanner.next(values.last().map_or(0, |it| it.end.byte as usize))?;
            }
            Ok(())
        });
        assert!(matches!(root, Ok(Root::Object(_))), "{body}");
        values
    }

    #[test]
    fn values_have_places_in_bytes_and_utf16_units() {
        let characters = [
            "a",
            "\u{80}",
            "é",
            "\u{7FF}",
            "\u{800}",
            "م",
            "語",
            "\u{D7FF}",
            "\u{E000}",
            "\u{FFFF}",
            "😀",
            "\u{10FFFF}",
        ];
        for character in characters {
            for before in 0..20 {
                for after in [0, 1, 20] {
                    let text = [&"x".repeat(before), character, &"y".repeat(after)].concat();
                    let body = format!("{{\"{character}\":\"{text}\",\"n\":1}}");
                    let place = |end: &str| {
                        let before = &body[..body.find(end).unwrap() + end.len()];
                        Place { byte: before.len() as u32, unit: before.encode_utf16().count() as u32 }
                    };
                    let [string, number] = values(&body).try_into().unwrap();
                    assert_eq!(string.start, place(&format!("{character}\":")), "{body}");
                    assert_eq!(string.end, place(&format!(":\"{text}\"")), "{body}");
                    assert_eq!(number.end, place("\"n\":1"), "{body}");
                }
            }
        }
    }
}
