//! The rule of each kind of field.

use super::slots::text;
use crate::declare::Kind;
use crate::error::{Code, Fault, Term};
use crate::json::{self, Decimal, Integer, Number, Value, ValueKind};
use crate::time;

const MAX_LATITUDE: u32 = 90;
const MAX_LONGITUDE: u32 = 180;

/// Whether a field of this kind accepts this number for sure. If `false`, only [`fault`] can tell.
#[inline]
pub(super) fn accepts(kind: Kind, decimal: Decimal) -> bool {
    match kind {
        Kind::Integer => decimal.places == 0,
        Kind::Latitude => decimal.is_within(MAX_LATITUDE),
        Kind::Longitude => decimal.is_within(MAX_LONGITUDE),
        _ => false,
    }
}

/// The fault of a value for a field of this kind, if it has one.
pub(super) fn fault(kind: Kind, value: Value, body: &[u8]) -> Option<Fault> {
    let at = value.start.byte as usize;
    let wrong = |code| Some(Fault::new(code, at, expected(kind), received(value.kind)));
    match (kind, value.kind) {
        (Kind::String, ValueKind::String | ValueKind::Escaped)
        | (Kind::Boolean, ValueKind::True | ValueKind::False) => None,
        (Kind::DateTime, ValueKind::String | ValueKind::Escaped) if time::is_valid(&text(value, body)) => {
            None
        }
        (Kind::DateTime, ValueKind::String | ValueKind::Escaped) => wrong(Code::InvalidDateTime),
        (Kind::Integer, ValueKind::Number) => match json::integer(value.text(body)) {
            Integer::Safe(_) => None,
            Integer::Unsafe => wrong(Code::UnsafeInteger),
            Integer::Fraction => wrong(Code::NotAnInteger),
        },
        (Kind::Latitude | Kind::Longitude, ValueKind::Number) => {
            let limit = if kind == Kind::Latitude { MAX_LATITUDE } else { MAX_LONGITUDE };
            if Number::new(value.text(body)).is_within(limit) { None } else { wrong(Code::OutOfRange) }
        }
        _ => wrong(Code::WrongType),
    }
}

/// The expected value of a field of this kind, in words.
pub(super) fn expected(kind: Kind) -> Term {
    match kind {
        Kind::String => Term::String,
        Kind::Integer => Term::Integer,
        Kind::Boolean => Term::Boolean,
        Kind::DateTime => Term::DateTime,
        Kind::Latitude => Term::Latitude,
        Kind::Longitude => Term::Longitude,
    }
}

/// The received value, in words.
pub(super) fn received(kind: ValueKind) -> Term {
    match kind {
        ValueKind::Null => Term::Null,
        ValueKind::False | ValueKind::True => Term::Boolean,
        ValueKind::Number => Term::Number,
        ValueKind::String | ValueKind::Escaped => Term::String,
        ValueKind::Array => Term::Array,
        ValueKind::Object => Term::Object,
    }
}
