//! What comes out: a head of words, and behind its addresses records of words.

use alloc::vec::Vec;
use core::ops::Range;

use azeer_webhooks::check::{Checked, Faults, Reason, Scratch, Slots, Unmatched, Verdict, bits};
use azeer_webhooks::declare::{MAX_ENTRIES, Mask};
use azeer_webhooks::json::ValueKind;
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
    /// Some strings are in the pool.
    pub(super) const POOL: i32 = 0x400;
}

/// Another such flag: the body has characters beyond ASCII.
pub(crate) const WIDE: i32 = 0x800;

/// Words of the head.
mod word {
    /// Address and number of the others, and how often their known names were forgotten.
    pub(super) const OTHERS: usize = 0;
    pub(super) const OTHER_COUNT: usize = 1;
    pub(super) const GENERATION: usize = 2;
    /// Where in the room the pool begins and ends.
    pub(super) const POOL: usize = 3;
    pub(super) const POOL_END: usize = 4;
    /// The reason of an unknown event.
    pub(super) const REASON: usize = 5;
    /// Documented members that have to be added to what such an event has as a rule, or to nothing.
    pub(super) const ADDED: usize = 6;
    /// Where a line ends.
    pub(super) const LINE_END: usize = 8;
    /// Address and number of the records of issues, how many more issues there are, and the address of their paths.
    pub(super) const ISSUES: usize = 0;
    pub(super) const ISSUE_COUNT: usize = 1;
    pub(super) const MORE: usize = 3;
    pub(super) const PATHS: usize = 4;
}

/// Bodies above this are not to be kept alive by a short string of theirs.
const POOLED_FROM: usize = 1 << 10;
/// V8 copies shorter strings anyway.
const SHORTEST: usize = 13;
/// Longer ones keep the body alive: to copy them takes as long.
const LONGEST: usize = 1 << 8;
/// What the pool takes at most.
pub(crate) const POOL_ROOM: usize = MAX_ENTRIES * LONGEST;

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
        let wide = if checked.payload.end.byte == checked.payload.end.unit { 0 } else { WIDE };
        (checked.index as u32).cast_signed() | wide
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

    /// Writes which members there are of a body in the room, and adds to the code of an event what has to be known of them.
    pub(crate) fn finish(
        &mut self,
        code: i32,
        scratch: &mut Scratch,
        room: &mut [u8],
        body: Range<usize>,
    ) -> i32 {
        if code == INVALID {
            return code;
        }
        let (slots, others) = (scratch.slots(), scratch.others());
        let (present, odd) = (slots.present(), slots.odd());
        self.head.0[word::OTHERS] = others.as_ptr() as u32;
        self.head.0[word::OTHER_COUNT] = others.len() as u32;
        self.head.0[word::GENERATION] = scratch.names().generation();
        let has_others = !others.is_empty();
        let shape = usize::try_from(code & NUMBER).ok().and_then(|index| REGISTRY.shapes().get(index));
        let Some(shape) = shape else {
            self.write_added(present);
            return code;
        };
        let usual = shape.usual_members();
        let pooled =
            if body.len() > POOLED_FROM { self.pool(present, scratch.slots_mut(), room, body) } else { 0 };
        let pool = if pooled == 0 { 0 } else { flag::POOL };
        if usual & !present != 0 {
            self.write_added(present);
            return code | flag::SPARSE | pool;
        }
        let added = present & !usual | present & odd | pooled;
        self.write_added(added);
        if added != 0 || has_others { code | flag::MORE | pool } else { code }
    }

    fn write_added(&mut self, members: Mask) {
        self.head.0[word::ADDED] = members as u32;
        self.head.0[word::ADDED + 1] = (members >> 32) as u32;
    }

    /// Copies short strings of a large body to the end of the room, one behind the other, and says which. In their slots is
    /// then where they are in there.
    #[cold]
    fn pool(&mut self, present: Mask, slots: &mut Slots, room: &mut [u8], body: Range<usize>) -> Mask {
        let start = room.len().saturating_sub(POOL_ROOM);
        let (mut end, mut units, mut pooled) = (start, 0, 0);
        for entry in bits(present) {
            let Some(value) = slots.value_mut(entry).filter(|value| value.kind == ValueKind::String) else {
                continue;
            };
            let inside = body.start + value.start.byte as usize + 1..body.start + value.end.byte as usize - 1;
            let length = inside.len();
            if (SHORTEST..=LONGEST).contains(&length) && inside.end <= start {
                room.copy_within(inside, end);
                pooled |= 1 << entry;
                end += length;
                let length = value.end.unit - value.start.unit;
                value.start.unit = units | 1 << 31;
                // Without the quotes.
                units += length - 2;
                value.end.unit = units;
            }
        }
        self.head.0[word::POOL] = start as u32;
        self.head.0[word::POOL_END] = end as u32;
        pooled
    }

    pub(crate) fn write_line_end(&mut self, end: usize) {
        self.head.0[word::LINE_END] = end as u32;
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
