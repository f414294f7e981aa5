//! One pass over a body: the members of its top-level object as spans, everything below only checked.

use super::simd::skip_plain;
use crate::error::{Code, Fault, Term};

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
pub enum ValueKind {
    /// `null`
    Null,
    /// `false`
    False,
    /// `true`
    True,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// A value: its kind and the text from its first to behind its last character, quotes included.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    /// Kind of the value.
    pub kind: ValueKind,
    /// Whether it is a string with escapes.
    pub escaped: bool,
    /// Its first character.
    pub start: Place,
    /// Behind its last character.
    pub end: Place,
}

impl Value {
    /// Its text: `"hello"`, `12`, `{"a":1}`.
    pub fn text<'b>(&self, body: &'b [u8]) -> &'b [u8] {
        body.get(self.start.byte as usize..self.end.byte as usize).unwrap_or_default()
    }

    /// Of a string, what is between the quotes, escapes as they stand.
    pub fn inside<'b>(&self, body: &'b [u8]) -> &'b [u8] {
        body.get(self.start.byte as usize + 1..self.end.byte as usize - 1).unwrap_or_default()
    }
}

/// A member of the top-level object.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its name, a string.
    pub name: Value,
    /// Its value.
    pub value: Value,
}

/// What the body holds.
#[derive(Clone, Copy, Debug)]
pub enum Root {
    /// An object, whose members were handed over.
    Object(Value),
    /// Some other value.
    Other(Value),
}

/// Scans `body`, which is shorter than 4 GiB, and adds the members of its object to `members`.
///
/// The grammar is that of RFC 8259, as `JSON.parse` takes it, but for lone surrogates, a byte order mark and nesting
/// deeper than [`MAX_DEPTH`], which are faults. The first fault ends the scan.
pub fn scan(body: &[u8], encoding: Encoding, members: &mut Vec<Member>) -> Result<Root, Fault> {
    let mut scanner = Scanner { body, encoding, at: 0, wide: 0, fault: None };
    match scanner.root(members) {
        Ok(root) => Ok(root),
        // There always is one; the other branch only spares the panic.
        Err(Stopped) => Err(scanner.fault.unwrap_or(Fault::new(Code::Empty, 0, Term::Object, Term::Nothing))),
    }
}

struct Scanner<'b> {
    body: &'b [u8],
    encoding: Encoding,
    at: usize,
    /// By how much the bytes so far are more than the UTF-16 code units.
    wide: usize,
    /// Why the scan stopped, if it did. Kept here so that results are small: they are returned often, and it is made once.
    fault: Option<Fault>,
}

/// The scan has met a fault.
struct Stopped;

type Scanned<T> = Result<T, Stopped>;

impl Scanner<'_> {
    fn root(&mut self, members: &mut Vec<Member>) -> Scanned<Root> {
        if self.body.starts_with(b"\xEF\xBB\xBF") {
            return self.stop(Fault::new(Code::ByteOrderMark, 0, Term::Object, Term::Nothing));
        }
        self.space();
        let root = match self.peek() {
            None => return self.stop(Fault::new(Code::Empty, 0, Term::Object, Term::Nothing)),
            Some(b'{') => Root::Object(self.members(members)?),
            Some(b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => Root::Other(self.value(0)?),
            Some(_) => return self.unexpected(Term::Object),
        };
        self.space();
        if self.at < self.body.len() {
            return self.stop_at(Code::TrailingCharacter, Term::EndOfBody);
        }
        Ok(root)
    }

    fn peek(&self) -> Option<u8> {
        self.body.get(self.at).copied()
    }

    fn place(&self) -> Place {
        Place { byte: self.at as u32, unit: (self.at - self.wide) as u32 }
    }

    #[cold]
    fn stop<T>(&mut self, fault: Fault) -> Scanned<T> {
        self.fault = Some(fault);
        Err(Stopped)
    }

    /// Stops at the next byte; at the end of the body, and where the bytes are no text at all, that is what is said
    /// instead.
    #[cold]
    fn stop_at<T>(&mut self, code: Code, expected: Term) -> Scanned<T> {
        let rest = self.body.get(self.at..).unwrap_or_default();
        let fault = match rest.first() {
            None => Fault::new(Code::UnexpectedEnd, self.at, expected, Term::Nothing),
            Some(0x80..) if sequence(rest).is_none() => self.not_text(rest),
            Some(_) => Fault::new(code, self.at, expected, Term::Character),
        };
        self.stop(fault)
    }

    #[cold]
    fn unexpected<T>(&mut self, expected: Term) -> Scanned<T> {
        self.stop_at(Code::UnexpectedCharacter, expected)
    }

    /// The fault of bytes that are no character.
    #[cold]
    fn not_text(&self, rest: &[u8]) -> Fault {
        let is_surrogate =
            self.encoding == Encoding::Wtf8 && matches!(rest, [0xED, 0xA0..=0xBF, 0x80..=0xBF, ..]);
        let code = if is_surrogate { Code::LoneSurrogate } else { Code::InvalidUtf8 };
        Fault::new(code, self.at, Term::Nothing, Term::Nothing)
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// The top-level object, from its brace.
    fn members(&mut self, members: &mut Vec<Member>) -> Scanned<Value> {
        let start = self.place();
        self.at += 1;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
        } else {
            let mut expected = Term::MemberNameOrEnd;
            loop {
                let name = self.name(expected)?;
                let value = self.value(1)?;
                members.push(Member { name, value });
                self.space();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b'}') => break self.at += 1,
                    _ => return self.unexpected(Term::CommaOrBrace),
                }
                self.space();
                expected = Term::MemberName;
            }
        }
        Ok(Value { kind: ValueKind::Object, escaped: false, start, end: self.place() })
    }

    /// A member name, its colon, and the white space around them.
    fn name(&mut self, expected: Term) -> Scanned<Value> {
        if self.peek() != Some(b'"') {
            return self.unexpected(expected);
        }
        let name = self.string()?;
        self.space();
        if self.peek() != Some(b':') {
            return self.unexpected(Term::Colon);
        }
        self.at += 1;
        self.space();
        Ok(name)
    }

    /// Any value that `depth` arrays and objects are around.
    fn value(&mut self, depth: u32) -> Scanned<Value> {
        let start = self.place();
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
            _ => return self.unexpected(Term::Value),
        };
        Ok(Value { kind, escaped: false, start, end: self.place() })
    }

    fn literal(&mut self, text: &[u8], kind: ValueKind) -> Scanned<ValueKind> {
        for &byte in text {
            if self.peek() != Some(byte) {
                return self.unexpected(Term::Literal);
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
                        return self.stop(Fault::new(Code::TooDeep, self.at, Term::Nothing, Term::Nothing));
                    }
                    depth += 1;
                    objects = objects << 1 | u64::from(open == b'{');
                    self.at += 1;
                    self.space();
                    match (open, self.peek()) {
                        (b'{', Some(b'}')) | (b'[', Some(b']')) => {}
                        (b'{', _) => {
                            self.name(Term::MemberNameOrEnd)?;
                            continue;
                        }
                        (_, None | Some(b',' | b':' | b'}')) => {
                            return self.unexpected(Term::ValueOrBracket);
                        }
                        _ => continue,
                    }
                }
                _ => {
                    self.value(depth)?;
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
                            self.name(Term::MemberName)?;
                        }
                        break;
                    }
                    Some(b'}') if is_object => {}
                    Some(b']') if !is_object => {}
                    _ if is_object => return self.unexpected(Term::CommaOrBrace),
                    _ => return self.unexpected(Term::CommaOrBracket),
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
                return self.stop_at(Code::InvalidNumber, Term::NoLeadingZero);
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
        if self.at == start { self.stop_at(Code::InvalidNumber, Term::Digit) } else { Ok(()) }
    }

    /// A string, from its quote to behind its last one.
    // Most strings are plain: what that takes is in line where strings are, and the rest is not.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn string(&mut self) -> Scanned<Value> {
        let start = self.place();
        self.at = skip_plain(self.body, self.at + 1);
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Value { kind: ValueKind::String, escaped: false, start, end: self.place() });
        }
        self.rest_of_string(start)
    }

    /// A string that begins at `start`, from its first character that is not plain.
    #[inline(never)]
    fn rest_of_string(&mut self, start: Place) -> Scanned<Value> {
        let mut escaped = false;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Value { kind: ValueKind::String, escaped, start, end: self.place() });
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(0x80..) => {
                    let rest = self.body.get(self.at..).unwrap_or_default();
                    let Some(length) = sequence(rest) else { return self.stop(self.not_text(rest)) };
                    self.at += length;
                    // Two bytes are one unit, three are one, four are two.
                    self.wide += length - 1 - usize::from(length == 4);
                }
                Some(0x20..) => self.at = skip_plain(self.body, self.at),
                Some(_) => return self.stop_at(Code::ControlCharacter, Term::Nothing),
                None => return self.unexpected(Term::Quote),
            }
        }
    }

    /// An escape, from its backslash; both halves of a surrogate pair.
    fn escape(&mut self) -> Scanned<()> {
        let start = self.at;
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                let lone = Fault::new(Code::LoneSurrogate, start, Term::Nothing, Term::Nothing);
                match self.hex()? {
                    0xDC00..=0xDFFF => return self.stop(lone),
                    0xD800..=0xDBFF => {
                        if !self.body.get(self.at..).unwrap_or_default().starts_with(b"\\u") {
                            return self.stop(lone);
                        }
                        self.at += 1;
                        if !(0xDC00..=0xDFFF).contains(&self.hex()?) {
                            return self.stop(lone);
                        }
                    }
                    _ => {}
                }
            }
            _ => return self.stop_at(Code::InvalidEscape, Term::EscapeLetter),
        }
        Ok(())
    }

    /// `uXXXX`, from its `u`.
    fn hex(&mut self) -> Scanned<u32> {
        self.at += 1;
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else { return self.stop_at(Code::InvalidEscape, Term::HexDigit) };
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
