//! What comes out: a head of words, and behind its addresses records of words.

use alloc::vec::Vec;
use core::ops::Range;

use azeer_webhooks::check::{Checked, Faults, Reason, Scratch, Unmatched, Verdict};
use azeer_webhooks::declare::Mask;
use azeer_webhooks::time::Instant;
use azeer_webhooks::{Locator, REGISTRY};

/// An event that no shape fits; the head says why.
const UNKNOWN: i32 = -1;
/// There are issues.
pub(crate) const INVALID: i32 = -2;
/// A line that goes on.
pub(crate) const UNFINISHED: i32 = -3;
/// A line of nothing but white space.
pub(crate) const BLANK: i32 = -4;

/// Of the code of an event, the number of its shape.
const NUMBER: i32 = 0xFF;

/// Beside that number: what has to be known before the event can be built.
mod flag {
    /// Not all members are there that such an event has as a rule.
    pub(super) const SPARSE: i32 = 0x100;
    /// There are members beyond those, or with other values than as a rule.
    pub(super) const MORE: i32 = 0x200;
    /// The body has characters beyond ASCII.
    pub(super) const NON_ASCII: i32 = 0x400;
}

/// Words of the head.
mod word {
    /// Address and number of the others, and how often their known names were forgotten.
    pub(super) const OTHERS: usize = 0;
    pub(super) const OTHER_COUNT: usize = 1;
    pub(super) const GENERATION: usize = 2;
    /// 1 where strings of the body are copied, so that none of them keeps the whole body alive; otherwise 0.
    pub(super) const COPIES: usize = 3;
    /// The reason of an unknown event.
    pub(super) const REASON: usize = 5;
    /// Documented members that have to be added to what such an event has as a rule, or to nothing.
    pub(super) const ADDED: usize = 6;
    /// Where the text of a line ends, and where its line feed is.
    pub(super) const TEXT_END: usize = 8;
    pub(super) const LINE_END: usize = 9;
    /// Address and number of the records of issues, how many more issues there are, and the address of their paths.
    pub(super) const ISSUES: usize = 0;
    pub(super) const ISSUE_COUNT: usize = 1;
    pub(super) const MORE: usize = 3;
    pub(super) const PATHS: usize = 4;
}

/// Strings of a body above this, in bytes, are copied. Below it, a copy holds about as much as the body.
const COPIED_FROM: usize = 1 << 10;

/// The tape.
pub(crate) struct Tape {
    head: Head,
    issues: Vec<[u32; 9]>,
    /// UTF-8.
    paths: Vec<u8>,
}

/// Read as words and as doubles.
#[repr(C, align(8))]
struct Head([u32; 10]);

impl Tape {
    pub(crate) const EMPTY: Self = Self { head: Head([0; 10]), issues: Vec::new(), paths: Vec::new() };

    pub(crate) fn head(&self) -> *const u32 {
        self.head.0.as_ptr()
    }

    /// Gives the memory back.
    pub(crate) fn clear(&mut self) {
        self.issues = Vec::new();
        self.paths = Vec::new();
    }

    /// Says what a body is: [`UNKNOWN`], [`INVALID`], or the number of a shape and flags.
    pub(crate) fn write(&mut self, verdict: Result<Verdict<'_>, Faults>, body: &[u8]) -> i32 {
        match verdict {
            Ok(Verdict::Event(checked)) => Self::write_event(&checked),
            Ok(Verdict::Unknown(unmatched)) => self.write_unmatched(&unmatched),
            Err(faults) => self.write_faults(&faults, body),
        }
    }

    fn write_event(checked: &Checked<'_>) -> i32 {
        let non_ascii =
            if checked.payload.end.byte == checked.payload.end.unit { 0 } else { flag::NON_ASCII };
        (checked.index as u32).cast_signed() | non_ascii
    }

    fn write_unmatched(&mut self, unmatched: &Unmatched) -> i32 {
        let reason = Reason::ALL.iter().position(|&reason| reason == unmatched.reason).unwrap_or_default();
        self.head.0[word::REASON] = reason as u32;
        UNKNOWN
    }

    fn write_faults(&mut self, faults: &Faults, body: &[u8]) -> i32 {
        let mut locator = Locator::new(body);
        for fault in faults.kept() {
            let path = self.paths.len() as u32;
            self.paths.extend_from_slice(&Faults::path(fault, &REGISTRY, body));
            let position = locator.locate(fault.at);
            self.issues.push([
                fault.code as u32,
                fault.at as u32,
                position.unit as u32,
                position.line as u32,
                position.column as u32,
                fault.expected as u32,
                fault.received as u32,
                path,
                self.paths.len() as u32,
            ]);
        }
        self.head.0[word::ISSUES] = self.issues.as_ptr() as u32;
        self.head.0[word::ISSUE_COUNT] = self.issues.len() as u32;
        self.head.0[word::MORE] = faults.more() as u32;
        self.head.0[word::PATHS] = self.paths.as_ptr() as u32;
        INVALID
    }

    /// Writes which members a body of `length` bytes has, and adds to the code of an event what has to be known of them.
    pub(crate) fn finish(&mut self, code: i32, scratch: &Scratch, length: usize) -> i32 {
        if code == INVALID {
            return code;
        }
        let (slots, others) = (scratch.slots(), scratch.others());
        let (present, odd) = (slots.present(), slots.odd());
        let is_copied = length > COPIED_FROM;
        self.head.0[word::OTHERS] = others.as_ptr() as u32;
        self.head.0[word::OTHER_COUNT] = others.len() as u32;
        self.head.0[word::GENERATION] = scratch.names().generation();
        self.head.0[word::COPIES] = u32::from(is_copied);
        let has_others = !others.is_empty();
        let shape = usize::try_from(code & NUMBER).ok().and_then(|index| REGISTRY.shapes().get(index));
        let Some(shape) = shape else {
            self.write_added(present);
            return code;
        };
        let usual = shape.usual_members();
        // A literal takes slices; members that are added one by one can be copied.
        if usual & !present != 0 || is_copied {
            self.write_added(present);
            return code | flag::SPARSE;
        }
        let added = present & !usual | present & odd;
        self.write_added(added);
        if added != 0 || has_others { code | flag::MORE } else { code }
    }

    fn write_added(&mut self, members: Mask) {
        self.head.0[word::ADDED] = members as u32;
        self.head.0[word::ADDED + 1] = (members >> 32) as u32;
    }

    pub(crate) fn write_line(&mut self, text_end: usize, line_end: usize) {
        self.head.0[word::TEXT_END] = text_end as u32;
        self.head.0[word::LINE_END] = line_end as u32;
    }

    /// Seconds as a double, and nanoseconds.
    pub(crate) fn write_instant(&mut self, instant: &Instant) {
        // Within a few thousand years of now, so exact.
        #[allow(clippy::cast_precision_loss)]
        let bits = (instant.seconds as f64).to_bits();
        self.set([bits as u32, (bits >> 32) as u32, instant.nanoseconds, 0]);
    }

    /// A range of text that is ASCII, so that its offsets are the same in bytes and in units.
    pub(crate) fn write_range(&mut self, range: &Range<usize>) {
        self.set([range.start as u32, range.end as u32, 0, 0]);
    }

    /// The words of a hash.
    pub(crate) fn write_hash(&mut self, hash: u128) {
        self.set([96, 64, 32, 0].map(|shift| (hash >> shift) as u32));
    }

    fn set(&mut self, words: [u32; 4]) {
        if let Some(head) = self.head.0.first_chunk_mut() {
            *head = words;
        }
    }
}

#[cfg(test)]
impl Tape {
    pub(crate) fn words(&self) -> [u32; 10] {
        self.head.0
    }

    pub(crate) fn issues(&self) -> (&[[u32; 9]], &[u8]) {
        (&self.issues, &self.paths)
    }
}
