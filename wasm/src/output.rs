//! What JavaScript reads after a call: a header of words, and records at the addresses that the header gives.

use alloc::vec::Vec;
use core::ops::Range;

use azeer_webhooks::Reason;
use azeer_webhooks::internals::{Faults, Instant, Locator, Mask, REGISTRY, Scratch, Shape, write_utf16};
use azeer_webhooks_abi as abi;

/// Strings of bodies longer than this, in bytes, are copied. Below it, a copy takes about as much memory as the body.
const COPIED_FROM: usize = 1 << 10;

pub(crate) struct Output {
    header: Header,
    issues: Vec<[u32; abi::WORDS_PER_ISSUE]>,
    /// The paths of all issues, in UTF-8.
    paths: Vec<u8>,
    /// A text as UTF-16.
    utf16: Vec<u16>,
}

/// JavaScript reads it as words, and two of them as a double.
#[repr(C, align(8))]
struct Header([u32; abi::HEADER_WORDS]);

impl Output {
    pub(crate) const EMPTY: Self = Self {
        header: Header([0; abi::HEADER_WORDS]),
        issues: Vec::new(),
        paths: Vec::new(),
        utf16: Vec::new(),
    };

    pub(crate) fn header(&self) -> *const u32 {
        self.header.0.as_ptr()
    }

    /// Frees the memory of records.
    pub(crate) fn clear(&mut self) {
        self.issues = Vec::new();
        self.paths = Vec::new();
        self.utf16 = Vec::new();
    }

    /// Writes an event of a shape and returns its result code. `length` is the body's.
    pub(crate) fn write_event(
        &mut self,
        shape: usize,
        is_ascii: bool,
        scratch: &Scratch,
        length: usize,
    ) -> i32 {
        let is_copied = self.write_undocumented(scratch, length);
        let code = (shape as u32).cast_signed() + if is_ascii { 0 } else { abi::NON_ASCII };
        let (present, exceptions) = (scratch.slots().present(), scratch.slots().exceptions());
        let literal = REGISTRY.shapes().get(shape).map_or(0, Shape::literal_members);
        // The literal takes slices of the body: only fields that are set one by one can be copied.
        if literal & !present != 0 || is_copied {
            self.write_fields_to_set(present);
            return code + abi::SPARSE;
        }
        let to_set = present & (!literal | exceptions);
        self.write_fields_to_set(to_set);
        let is_more = to_set != 0 || !scratch.undocumented().is_empty();
        code + if is_more { abi::MORE_MEMBERS } else { 0 }
    }

    /// Writes an event that fits no shape and returns its result code. `length` is the body's.
    pub(crate) fn write_unknown(&mut self, reason: Reason, scratch: &Scratch, length: usize) -> i32 {
        self.write_undocumented(scratch, length);
        self.write_fields_to_set(scratch.slots().present());
        let reason = Reason::ALL.iter().position(|&it| it == reason).unwrap_or_default();
        self.header.0[abi::REASON] = reason as u32;
        abi::UNKNOWN
    }

    /// Writes where the undocumented members are. Returns whether strings have to be copied.
    fn write_undocumented(&mut self, scratch: &Scratch, length: usize) -> bool {
        let undocumented = scratch.undocumented();
        let is_copied = length > COPIED_FROM;
        self.header.0[abi::UNDOCUMENTED_AT] = undocumented.as_ptr() as u32;
        self.header.0[abi::UNDOCUMENTED_COUNT] = undocumented.len() as u32;
        self.header.0[abi::GENERATION] = scratch.names().generation();
        self.header.0[abi::IS_COPIED] = u32::from(is_copied);
        is_copied
    }

    fn write_fields_to_set(&mut self, fields: Mask) {
        self.header.0[abi::FIELDS_TO_SET] = fields as u32;
        self.header.0[abi::FIELDS_TO_SET + 1] = (fields >> 32) as u32;
    }

    /// Writes what is wrong with a body and returns its result code.
    pub(crate) fn write_issues(&mut self, faults: &Faults, body: &[u8]) -> i32 {
        let mut locator = Locator::new(body);
        for fault in faults.kept() {
            let path = self.paths.len() as u32;
            self.paths.extend_from_slice(&Faults::path(fault, &REGISTRY, body));
            let position = locator.locate(fault.at);
            let mut issue = [0; abi::WORDS_PER_ISSUE];
            issue[abi::ISSUE_CODE] = fault.code as u32;
            issue[abi::ISSUE_BYTE] = fault.at as u32;
            issue[abi::ISSUE_UNIT] = position.unit as u32;
            issue[abi::ISSUE_LINE] = position.line as u32;
            issue[abi::ISSUE_COLUMN] = position.column as u32;
            issue[abi::ISSUE_EXPECTED] = fault.expected as u32;
            issue[abi::ISSUE_RECEIVED] = fault.received as u32;
            issue[abi::ISSUE_PATH] = path;
            issue[abi::ISSUE_PATH_END] = self.paths.len() as u32;
            self.issues.push(issue);
        }
        self.header.0[abi::ISSUES_AT] = self.issues.as_ptr() as u32;
        self.header.0[abi::ISSUE_COUNT] = self.issues.len() as u32;
        self.header.0[abi::MORE_ISSUES] = faults.more() as u32;
        self.header.0[abi::PATHS_AT] = self.paths.as_ptr() as u32;
        abi::INVALID
    }

    /// Writes where the text of a line ends, and where its line feed is.
    pub(crate) fn write_line(&mut self, text_end: usize, line_end: usize) {
        self.header.0[abi::TEXT_END] = text_end as u32;
        self.header.0[abi::LINE_END] = line_end as u32;
    }

    /// Writes a text as UTF-16 and returns its address.
    pub(crate) fn write_utf16(&mut self, text: &[u8]) -> usize {
        self.utf16 = alloc::vec![0; text.len() + 1];
        self.header.0[abi::UTF16_UNITS] = write_utf16(text, &mut self.utf16) as u32;
        self.utf16.as_ptr() as usize
    }

    pub(crate) fn write_instant(&mut self, instant: &Instant) {
        // Exact: RFC 3339 has four digits for the year.
        #[allow(clippy::cast_precision_loss)]
        let bits = (instant.seconds as f64).to_bits();
        self.header.0[abi::SECONDS] = bits as u32;
        self.header.0[abi::SECONDS + 1] = (bits >> 32) as u32;
        self.header.0[abi::NANOSECONDS] = instant.nanoseconds;
    }

    /// Writes a range of ASCII, whose offsets are the same in bytes and in UTF-16 code units.
    pub(crate) fn write_essence(&mut self, range: &Range<usize>) {
        self.header.0[abi::ESSENCE_START] = range.start as u32;
        self.header.0[abi::ESSENCE_END] = range.end as u32;
    }
}

#[cfg(test)]
impl Output {
    pub(crate) fn words(&self) -> [u32; abi::HEADER_WORDS] {
        self.header.0
    }

    pub(crate) fn utf16(&self) -> (usize, &[u16]) {
        let units = self.header.0[abi::UTF16_UNITS] as usize;
        (self.utf16.as_ptr() as usize, &self.utf16[..units])
    }

    pub(crate) fn issues(&self) -> (&[[u32; abi::WORDS_PER_ISSUE]], &[u8]) {
        (&self.issues, &self.paths)
    }
}

#[cfg(test)]
mod tests {
    use super::{Output, abi};

    #[test]
    fn a_set_of_members_has_64_bits() {
        let mut output = Output::EMPTY;
        output.write_fields_to_set(1 << 40 | 1 << 3);
        let mut expected = [0; abi::HEADER_WORDS];
        expected[abi::FIELDS_TO_SET] = 1 << 3;
        expected[abi::FIELDS_TO_SET + 1] = 1 << 8;
        assert_eq!(output.words(), expected);
        assert!(!output.header().is_null());
    }
}
