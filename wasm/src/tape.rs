//! What comes out: records of 16 bytes, read by JavaScript as 32-bit words or as a double.

use std::ops::Range;

use azeer_webhooks::check::{Checked, Faults, Reason, Unmatched, Verdict};
use azeer_webhooks::declare::Kind;
use azeer_webhooks::json::{Integer, Number, Value, ValueKind, integer};
use azeer_webhooks::time::Instant;
use azeer_webhooks::{Locator, REGISTRY};

/// The tape holds the values of an event that no shape fits.
pub(crate) const UNKNOWN: i32 = -1;
/// The tape holds issues.
pub(crate) const INVALID: i32 = -2;

/// What a record of a value holds. Numbers up to 3 are the value itself.
mod tag {
    pub(super) const ABSENT: u32 = 0;
    pub(super) const NULL: u32 = 1;
    pub(super) const FALSE: u32 = 2;
    pub(super) const TRUE: u32 = 3;
    /// The double in the second half.
    pub(super) const NUMBER: u32 = 4;
    /// The UTF-16 offsets in the second half are around the characters of a string.
    pub(super) const STRING: u32 = 5;
    /// The UTF-16 offsets in the second half are around JSON.
    pub(super) const JSON: u32 = 6;
}

#[derive(Clone, Copy)]
#[repr(C, align(8))]
struct Record {
    head: [u32; 2],
    tail: [u32; 2],
}

impl Record {
    fn bare(tag: u32) -> Self {
        Self { head: [tag, 0], tail: [0, 0] }
    }

    fn double(double: f64) -> Self {
        let bits = double.to_bits();
        Self { head: [tag::NUMBER, 0], tail: [bits as u32, (bits >> 32) as u32] }
    }

    fn json(value: Value) -> Self {
        Self { head: [tag::JSON, 0], tail: [value.start.unit, value.end.unit] }
    }

    /// A value that need not be a documented one.
    fn any(value: Value) -> Self {
        match value.kind {
            ValueKind::Null => Self::bare(tag::NULL),
            ValueKind::False => Self::bare(tag::FALSE),
            ValueKind::True => Self::bare(tag::TRUE),
            ValueKind::String if !value.escaped => {
                Self { head: [tag::STRING, 0], tail: [value.start.unit + 1, value.end.unit - 1] }
            }
            _ => Self::json(value),
        }
    }

    /// The value of a documented member.
    fn member(value: Value, kind: Kind, body: &[u8]) -> Self {
        if value.kind != ValueKind::Number {
            return Self::any(value);
        }
        let text = value.text(body);
        let double = match kind {
            Kind::Integer => match integer(text) {
                // 0 may be -0, which no integer is; the others are below 2^53.
                #[allow(clippy::cast_precision_loss)]
                Integer::Safe(integer) if integer != 0 => Some(integer as f64),
                _ => Number::new(text).double(),
            },
            _ => Number::new(text).double(),
        };
        double.map_or_else(|| Self::json(value), Self::double)
    }
}

/// The tape. It begins with a record that tells how much follows.
#[derive(Default)]
pub(crate) struct Tape {
    records: Vec<Record>,
    /// UTF-8.
    paths: Vec<u8>,
}

impl Tape {
    pub(crate) fn records(&self) -> usize {
        self.records.as_ptr() as usize
    }

    pub(crate) fn paths(&self) -> usize {
        self.paths.as_ptr() as usize
    }

    /// Writes a verdict on `body`.
    pub(crate) fn write(&mut self, verdict: Result<Verdict<'_>, Faults>, body: &[u8]) -> i32 {
        self.records.clear();
        self.paths.clear();
        match verdict {
            Ok(Verdict::Event(checked)) => self.write_event(&checked, body),
            Ok(Verdict::Unknown(unmatched)) => self.write_unmatched(&unmatched),
            Err(faults) => self.write_faults(&faults, body),
        }
    }

    /// Whether all documented members have values, how many others there are; a record for each documented member of
    /// the shape, two for each other: its name and its value.
    fn write_event(&mut self, checked: &Checked<'_>, body: &[u8]) -> i32 {
        self.records.reserve(1 + REGISTRY.entries().len());
        self.records.push(Record::bare(0));
        let mut is_complete = true;
        for (index, entry) in REGISTRY.entries().iter().enumerate() {
            if checked.shape.known >> index & 1 == 0 {
                continue;
            }
            let value = checked.value(index);
            let record =
                value.map_or(Record::bare(tag::ABSENT), |value| Record::member(value, entry.kind, body));
            let is_usual = match record.head[0] {
                tag::ABSENT | tag::NULL => false,
                tag::JSON => entry.kind == Kind::String || entry.kind == Kind::DateTime,
                _ => true,
            };
            is_complete &= is_usual;
            self.records.push(record);
        }
        let mut others = 0;
        for other in checked.others() {
            others += 1;
            self.records.push(Record::any(other.name));
            self.records.push(Record::any(other.value));
        }
        self.head([u32::from(is_complete), others, 0, 0]);
        i32::try_from(checked.index).unwrap_or(INVALID)
    }

    /// The reason; the event name and the message type.
    fn write_unmatched(&mut self, unmatched: &Unmatched) -> i32 {
        let reason = Reason::ALL.iter().position(|&reason| reason == unmatched.reason).unwrap_or_default();
        self.records.push(Record::bare(reason as u32));
        self.records.push(Record::any(unmatched.event));
        self.records.push(unmatched.content.map_or(Record::bare(tag::ABSENT), Record::any));
        UNKNOWN
    }

    /// How many issues there are, and how many more; three records for each.
    fn write_faults(&mut self, faults: &Faults, body: &[u8]) -> i32 {
        self.records.push(Record::bare(0));
        let mut locator = Locator::new(body);
        for fault in faults.kept() {
            let path = self.paths.len() as u32;
            self.paths.extend_from_slice(&Faults::path(fault, &REGISTRY, body));
            let path_end = self.paths.len() as u32;
            let position = locator.locate(fault.at);
            let words = [
                [fault.code as u32, fault.at as u32, position.unit as u32, position.line as u32],
                [position.column as u32, fault.expected as u32, fault.received as u32, 0],
                [path, path_end, 0, 0],
            ];
            self.records.extend(words.map(|[a, b, c, d]| Record { head: [a, b], tail: [c, d] }));
        }
        self.head([faults.kept().len() as u32, faults.more() as u32, 0, 0]);
        INVALID
    }

    /// One record: seconds as a double, and nanoseconds.
    pub(crate) fn write_instant(&mut self, instant: &Instant) {
        // Within a few thousand years of now, so exact.
        #[allow(clippy::cast_precision_loss)]
        let mut record = Record::double(instant.seconds as f64);
        record.head[1] = instant.nanoseconds;
        self.records.clear();
        self.records.extend([Record::bare(0), record]);
    }

    /// One record: a range of text that is ASCII, so that its offsets are the same in both units.
    pub(crate) fn write_range(&mut self, range: &Range<usize>) {
        self.records.clear();
        let tail = [range.start as u32, range.end as u32];
        self.records.extend([Record::bare(0), Record { head: [tag::STRING, 0], tail }]);
    }

    /// One record: all of it the hash.
    pub(crate) fn write_hash(&mut self, hash: u128) {
        let word = |shift: u32| (hash >> shift) as u32;
        self.records.clear();
        self.records
            .extend([Record::bare(0), Record { head: [word(96), word(64)], tail: [word(32), word(0)] }]);
    }

    fn head(&mut self, [a, b, c, d]: [u32; 4]) {
        if let Some(first) = self.records.first_mut() {
            *first = Record { head: [a, b], tail: [c, d] };
        }
    }
}
