//! The WebAssembly boundary: a body goes in through memory, and JavaScript reads from memory where its members are.
//!
//! This crate knows no rule of a payload. `abi/` says what JavaScript relies on.
//!
//! In WebAssembly it has no `std`, whose panics bring the code that formats their messages, which nobody would see.
#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

#[allow(unsafe_code)]
#[cfg(target_arch = "wasm32")]
mod arena;
mod output;
mod single;
#[cfg(test)]
mod tests;

use alloc::vec::Vec;
use core::ops::Range;

use azeer_webhooks::internals::{self, Encoding, REGISTRY, Rules, Scratch, Verdict, check, find};
use azeer_webhooks_abi::{BLANK, Exports, UNFINISHED};
use output::Output;
use single::Single;
use wasm_bindgen::prelude::wasm_bindgen;

static CORE: Single<Core> = Single::new(Core::EMPTY);

/// What is kept from one call to the next.
struct Core {
    input: Vec<u8>,
    scratch: Scratch,
    output: Output,
}

impl Core {
    const EMPTY: Self = Self { input: Vec::new(), scratch: Scratch::EMPTY, output: Output::EMPTY };

    /// Frees what the call before has allocated.
    fn begin(&mut self) {
        self.scratch.free_undocumented();
        self.output.clear();
        #[cfg(target_arch = "wasm32")]
        // SAFETY: these two are all that calls allocate and keep; both are empty now.
        #[allow(unsafe_code)]
        unsafe {
            arena::rewind();
        }
    }

    /// Parses a part of the buffer and returns a result code.
    fn parse(&mut self, body: Range<usize>, encoding: Encoding, rules: Rules) -> i32 {
        let Self { input, scratch, output } = self;
        let text = input.get(body).unwrap_or_default();
        match check(text, encoding, rules, &REGISTRY, scratch) {
            Ok(Verdict::Event(checked)) => {
                let (shape, end) = (checked.index, checked.payload.end);
                output.write_event(shape, end.byte == end.unit, scratch, text.len())
            }
            Ok(Verdict::Unknown(unmatched)) => output.write_unknown(unmatched.reason, scratch, text.len()),
            Err(faults) => output.write_issues(&faults, text),
        }
    }

    fn input(&self, length: usize) -> &[u8] {
        self.input.get(..length).unwrap_or_default()
    }
}

// Does not compile if an export that JavaScript calls is missing or has another signature.
const _: Exports =
    Exports { reserve, parse, parse_line, to_utf16, is_doubtful, instant, essence, slots, header };

/// See [`Exports::reserve`].
#[wasm_bindgen]
pub fn reserve(length: usize) -> usize {
    CORE.with(|core| {
        core.begin();
        core.scratch.prepare(&REGISTRY);
        // The old buffer is freed first, so that memory need not hold both.
        core.input = Vec::new();
        #[cfg(target_arch = "wasm32")]
        // SAFETY: the buffer was all that was still allocated.
        #[allow(unsafe_code)]
        unsafe {
            arena::clear();
        }
        core.input.resize(length, 0);
        #[cfg(target_arch = "wasm32")]
        arena::keep();
        core.input.as_mut_ptr() as usize
    })
}

/// See [`Exports::parse`].
#[wasm_bindgen]
pub fn parse(length: usize, max_bytes: usize, is_strict: bool, wtf8: bool) -> i32 {
    CORE.with(|core| {
        core.begin();
        let encoding = if wtf8 { Encoding::Wtf8 } else { Encoding::Utf8 };
        core.parse(0..length, encoding, Rules { max_bytes, is_strict })
    })
}

/// See [`Exports::parse_line`].
#[wasm_bindgen]
pub fn parse_line(start: usize, length: usize, is_last: bool, max_bytes: usize, is_strict: bool) -> i32 {
    CORE.with(|core| {
        core.begin();
        let text = core.input(length);
        let feed = find(text, b'\n', start);
        let Some(end) = feed.or_else(|| is_last.then_some(length)) else { return UNFINISHED };
        let line = text.get(start..end).unwrap_or_default();
        let line = if feed.is_some() { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
        let text_end = start + line.len();
        let is_blank = line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
        core.output.write_line(text_end, end);
        if is_blank {
            return BLANK;
        }
        core.parse(start..text_end, Encoding::Utf8, Rules { max_bytes, is_strict })
    })
}

/// See [`Exports::to_utf16`].
#[wasm_bindgen]
pub fn to_utf16(start: usize, end: usize) -> usize {
    CORE.with(|core| {
        let Core { input, output, .. } = core;
        output.write_utf16(input.get(start..end).unwrap_or_default())
    })
}

/// See [`Exports::is_doubtful`].
#[wasm_bindgen]
pub fn is_doubtful(length: usize) -> bool {
    CORE.with(|core| find(core.input(length), 0xEF, 0).is_some())
}

/// See [`Exports::instant`].
#[wasm_bindgen]
pub fn instant(length: usize) -> bool {
    CORE.with(|core| {
        let instant = internals::instant(core.input(length));
        instant.inspect(|instant| core.output.write_instant(instant)).is_some()
    })
}

/// See [`Exports::essence`].
#[wasm_bindgen]
pub fn essence(length: usize) -> bool {
    CORE.with(|core| {
        let essence = internals::essence(core.input(length));
        essence.inspect(|essence| core.output.write_essence(essence)).is_some()
    })
}

/// See [`Exports::slots`].
#[wasm_bindgen]
pub fn slots() -> usize {
    CORE.with(|core| core::ptr::from_ref(core.scratch.slots()) as usize)
}

/// See [`Exports::header`].
#[wasm_bindgen]
pub fn header() -> usize {
    CORE.with(|core| core.output.header() as usize)
}
