//! One pass over a body: the members of its top-level object are handed over one by one, everything below is only checked.

#![allow(clippy::inline_always)]

use super::error::{Error, ErrorKind, Expected};
use super::key::Key;
use super::number::Decimal;
use super::simd::{short_string, skip_plain, skip_text};

/// How deep arrays and objects may be nested, the payload's own object counted.
pub const MAX_DEPTH: u32 = 64;

/// How the bytes stand for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, as bytes from the network are.
    Utf8,
    /// UTF-8 in which a lone surrogate of a JavaScript string is three bytes, so that it can be refused
    /// where it stands rather than be replaced in silence.
    Wtf8,
}

/// A place in the body, in bytes and in UTF-16 code units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Offset in bytes.
    pub byte: u32,
    /// Offset in UTF-16 code units.
    pub unit: u32,
}

/// What kind of JSON value it is.
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

/// A value: its kind and the text from its first to behind its last character, quotes included.
// Its layout is fixed because JavaScript reads it where it lies.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Value {
    /// Kind of the value.
    pub kind: ValueKind,
    /// Its first character.
    pub start: Place,
    /// Behind its last character.
    pub end: Place,
}

impl Value {
    /// Its text: `"hello"`, `12`, `{"a":1}`.
    #[inline]
    pub fn text<'b>(&self, body: &'b [u8]) -> &'b [u8] {
        body.get(self.start.byte as usize..self.end.byte as usize).unwrap_or_default()
    }

    /// Of a string, what is between the quotes, escapes as they stand.
    #[inline]
    pub fn inside<'b>(&self, body: &'b [u8]) -> &'b [u8] {
        body.get(self.start.byte as usize + 1..self.end.byte as usize - 1).unwrap_or_default()
    }
}

/// What the body holds.
#[derive(Clone, Copy, Debug)]
pub enum Root {
    /// An object, whose members were handed over.
    Object(Value),
    /// Some other value.
    Other(Value),
}

/// The scan has met a fault, which the scanner keeps.
#[derive(Debug)]
pub struct Stopped;

/// What a step of the scan gives, unless it meets a fault.
pub type Scanned<T> = Result<T, Stopped>;

/// Scans `body`, which is shorter than 4 GiB. Where it is an object, `members` is called with the offset of the first
/// member's quote. It has to take all members: of each the name, by [`key`] or [`name`](Scanner::name), then the value, by
/// [`plain_string`], [`decimal`] or [`value`](Scanner::value), then the [`next`] or [`next`](Scanner::next), until there is
/// none.
///
/// The grammar is that of RFC 8259, as `JSON.parse` takes it, but for lone surrogates, a byte order mark and nesting
/// deeper than [`MAX_DEPTH`], which are faults. The first fault ends the scan.
#[inline(always)]
pub fn scan<'b>(
    body: &'b [u8],
    encoding: Encoding,
    members: impl FnOnce(&mut Scanner<'b>, usize) -> Scanned<()>,
) -> Result<Root, Error> {
    let mut scanner = Scanner { body, encoding, at: 0, surplus: 0, error: None };
    match scanner.root(members) {
        Ok(root) => Ok(root),
        // There always is one; the other branch only spares the panic.
        Err(Stopped) => Err(scanner.error.unwrap_or(Error::new(ErrorKind::Empty, 0, Expected::Object))),
    }
}

/// Behind a member's name and its colon, where they are exactly those of the key.
#[inline(always)]
pub fn key(body: &[u8], at: usize, key: &Key) -> Option<usize> {
    key.is_prefix(body.get(at..)?).then(|| at + key.len())
}

/// The inside of a short name that has no escapes, from its quote.
#[inline(always)]
pub fn short_name(body: &[u8], at: usize) -> Option<&[u8]> {
    let start = at + 1;
    let length = short_string(body.get(start..)?)?;
    body.get(start..start + length)
}

/// Behind a string that has nothing to look at closer.
#[inline(always)]
pub fn plain_string(body: &[u8], at: usize) -> Option<usize> {
    if body.get(at) != Some(&b'"') {
        return None;
    }
    let end = skip_plain(body, at + 1);
    (body.get(end) == Some(&b'"')).then_some(end + 1)
}

/// A plain number and the offset behind it, where a double holds whatever its digits are.
#[inline(always)]
pub fn decimal(body: &[u8], at: usize) -> Option<(Decimal, usize)> {
    let (decimal, length) = Decimal::read(body.get(at..)?)?;
    Some((decimal, at + length))
}

/// The next member's quote, where it is right behind a comma.
#[inline(always)]
pub fn next(body: &[u8], at: usize) -> Option<usize> {
    body.get(at..at + 2).is_some_and(|next| next == b",\"").then_some(at + 1)
}

/// The member's name at a place where a scan has found one.
pub fn name(body: &[u8], start: Place) -> Value {
    let at = start.byte as usize;
    let mut scanner =
        Scanner { body, encoding: Encoding::Wtf8, at, surplus: at - start.unit as usize, error: None };
    scanner.string().unwrap_or(Value { kind: ValueKind::String, start, end: start })
}

/// A body being scanned.
///
/// What is asked most often are functions of the body and an offset, so that both stay in registers; this is for whatever
/// takes more than a glance.
#[derive(Debug)]
pub struct Scanner<'b> {
    body: &'b [u8],
    encoding: Encoding,
    at: usize,
    /// By how much the bytes so far are more than the UTF-16 code units.
    surplus: usize,
    /// Why the scan stopped, if it did. Kept here so that results are small: they are returned often, and it is made once.
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

    /// The body.
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

    /// An offset in both units: no character beyond ASCII may be between it and the last value, name or `next`.
    #[inline(always)]
    pub fn place(&self, at: usize) -> Place {
        Place { byte: at as u32, unit: (at - self.surplus) as u32 }
    }

    #[cold]
    fn stop(&mut self, kind: ErrorKind, at: usize, expected: Expected) -> Stopped {
        self.error = Some(Error::new(kind, at, expected));
        Stopped
    }

    /// Stops at the next character, unless there is none or the bytes are not UTF-8: those errors come first.
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

    /// Stops at bytes that are no character.
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

    /// The top-level object, from its brace.
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

    /// A member's name, and the offset behind its colon.
    #[inline(never)]
    pub fn name(&mut self, at: usize) -> Scanned<(Value, usize)> {
        self.at = at;
        let name = self.member_name()?;
        Ok((name, self.at))
    }

    /// Any value of a member, from behind the colon.
    #[inline(never)]
    pub fn value(&mut self, at: usize) -> Scanned<Value> {
        self.at = at;
        self.any(1)
    }

    /// The offset of the next member's quote; `None` where the object has ended. For what [`next`] does not find.
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

    /// A member's name, its colon, and the white space between.
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

    /// Any value that `depth` arrays and objects are around, and white space before it.
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

    /// An array or object and all it holds. A bit for each level says which it is: no recursion, so that no
    /// input can exhaust the stack.
    fn nested(&mut self, outer: u32) -> Scanned<()> {
        let mut depth = outer;
        let mut objects = 0u64;
        // Each round is at the start of a value.
        loop {
            match self.peek() {
                Some(open @ (b'{' | b'[')) => {
                    if depth == MAX_DEPTH {
                        return Err(self.stop(ErrorKind::TooDeep, self.at, Expected::Nothing));
                    }
                    depth += 1;
                    objects = objects << 1 | u64::from(open == b'{');
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
            // Behind a value, or at the end of an empty array or object: close what ends here.
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

    /// One digit or more.
    fn digits(&mut self) -> Scanned<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start { Err(self.stop_at(ErrorKind::InvalidNumber, Expected::Digit)) } else { Ok(()) }
    }

    /// A string, from its quote to behind its last one.
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

    /// Text that begins with a character beyond ASCII.
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
        // Two bytes are one unit, three are one, four are two.
        self.surplus += length - 1 - usize::from(length == 4);
        Ok(())
    }

    /// An escape, from its backslash; both halves of a surrogate pair.
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

    /// `uXXXX`, from its `u`.
    fn hex(&mut self) -> Scanned<u32> {
        self.at += 1;
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.stop_at(ErrorKind::InvalidEscape, Expected::HexDigit));
            };
            unit = unit << 4 | digit;
            self.at += 1;
        }
        Ok(unit)
    }
}

/// Length of the UTF-8 sequence that `rest` begins with, if it is one (Unicode, table 3-7).
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

    // What these do not find is found by the scanner, only later.
    #[test]
    fn what_is_found_at_a_glance() {
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

    /// Values of a body's members.
    fn values(body: &str) -> Vec<Value> {
        let mut values = Vec::new();
        let root = scan(body.as_bytes(), Encoding::Utf8, |scanner, first| {
            let mut at = Some(first);
            while let Some(name_at) = at {
                let (_, behind) = scanner.name(name_at)?;
                values.push(scanner.value(behind)?);
                at = scanner.next(values.last().map_or(0, |it| it.end.byte as usize))?;
            }
            Ok(())
        });
        assert!(matches!(root, Ok(Root::Object(_))), "{body}");
        values
    }

    #[test]
    fn places_in_bytes_and_in_units() {
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
                for behind in [0, 1, 20] {
                    let text = [&"x".repeat(before), character, &"y".repeat(behind)].concat();
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
