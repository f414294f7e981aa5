//! The WebAssembly boundary: a body goes in through memory, and JavaScript reads from memory where its members are.
//!
//! No rule of the payloads is known here. The JavaScript side is the package's `engine.ts` and the builders
//! generated from the model; both sides name the parts of the memory alike.
//!
//! In WebAssembly without `std`, whose panics bring the machinery that formats their messages: nobody could read those here.
#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

#[allow(unsafe_code)]
#[cfg(target_arch = "wasm32")]
mod arena;
mod single;
mod tape;
#[cfg(test)]
mod tests;

use alloc::vec::Vec;
use core::ops::Range;

use azeer_webhooks::REGISTRY;
use azeer_webhooks::check::{Rules, Scratch, check};
use azeer_webhooks::json::{Encoding, find};
use azeer_webhooks::{hash, mime, time};
use single::Single;
use tape::Tape;
use wasm_bindgen::prelude::wasm_bindgen;

static CORE: Single<Core> = Single::new(Core::EMPTY);

/// What outlives a call.
struct Core {
    input: Vec<u8>,
    scratch: Scratch,
    tape: Tape,
}

impl Core {
    const EMPTY: Self = Self { input: Vec::new(), scratch: Scratch::EMPTY, tape: Tape::EMPTY };

    /// Gives back what the call before has allocated.
    fn begin(&mut self) {
        self.scratch.forget_others();
        self.tape.clear();
        #[cfg(target_arch = "wasm32")]
        arena::rewind();
    }

    /// Parses what is in a part of the room.
    fn parse(&mut self, body: Range<usize>, encoding: Encoding, rules: Rules) -> i32 {
        let Self { input, scratch, tape } = self;
        let text = input.get(body.clone()).unwrap_or_default();
        let code = tape.write(check(text, encoding, rules, &REGISTRY, scratch), text);
        tape.finish(code, scratch, body.len())
    }

    fn input(&self, length: usize) -> &[u8] {
        self.input.get(..length).unwrap_or_default()
    }
}

/// Makes room for `length` bytes of input and says where. What was there before is gone. Has to be called first.
#[wasm_bindgen]
pub fn reserve(length: usize) -> usize {
    CORE.with(|core| {
        core.begin();
        core.scratch.prepare(&REGISTRY);
        // The old room is given back first, so that the two need not be there at once.
        core.input = Vec::new();
        #[cfg(target_arch = "wasm32")]
        arena::clear();
        core.input.resize(length, 0);
        #[cfg(target_arch = "wasm32")]
        arena::keep();
        core.input.as_mut_ptr() as usize
    })
}

/// Parses the first `length` bytes of the room, of which `max_bytes` are allowed, and says what they are, see
/// `Tape::write`.
///
/// With `wtf8`, surrogates of a JavaScript string that is not well-formed are told from bytes that are not UTF-8.
#[wasm_bindgen]
pub fn parse(length: usize, max_bytes: usize, is_strict: bool, wtf8: bool) -> i32 {
    CORE.with(|core| {
        core.begin();
        let encoding = if wtf8 { Encoding::Wtf8 } else { Encoding::Utf8 };
        core.parse(0..length, encoding, Rules { max_bytes, is_strict })
    })
}

/// Parses the line that begins at `start`, as [`parse`] does, of what is in the first `length` bytes of the room. The tape holds
/// where its text and the line itself end: a line ends with a line feed, or a carriage return and a line feed. Where it does not end and there is
/// more to come, or it is blank, that is what is said.
#[wasm_bindgen]
pub fn parse_line(start: usize, length: usize, is_last: bool, max_bytes: usize, is_strict: bool) -> i32 {
    CORE.with(|core| {
        core.begin();
        let text = core.input(length);
        let feed = find(text, b'\n', start);
        let Some(end) = feed.or_else(|| is_last.then_some(length)) else { return tape::UNFINISHED };
        let line = text.get(start..end).unwrap_or_default();
        let line = if feed.is_some() { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
        let text_end = start + line.len();
        let is_blank = line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
        core.tape.write_line(text_end, end);
        if is_blank {
            return tape::BLANK;
        }
        core.parse(start..text_end, Encoding::Utf8, Rules { max_bytes, is_strict })
    })
}

/// Whether U+FFFD may be in the first `length` bytes of the room. Where they come from a JavaScript string, it may be in place of
/// half of a surrogate pair.
#[wasm_bindgen]
pub fn is_doubtful(length: usize) -> bool {
    CORE.with(|core| find(core.input(length), 0xEF, 0).is_some())
}

/// Reads the first `length` bytes of the room as an RFC 3339 date-time and says whether it is one; then the tape holds
/// its seconds as a double, and its nanoseconds.
#[wasm_bindgen]
pub fn instant(length: usize) -> bool {
    CORE.with(|core| {
        let instant = time::parse(core.input(length));
        instant.inspect(|instant| core.tape.write_instant(instant)).is_some()
    })
}

/// Reads the first `length` bytes of the room as a MIME type and says whether it is one; then the tape holds where in
/// it the essence is.
#[wasm_bindgen]
pub fn essence(length: usize) -> bool {
    CORE.with(|core| {
        let essence = mime::essence(core.input(length));
        essence.inspect(|essence| core.tape.write_range(essence)).is_some()
    })
}

/// Hashes the first `length` bytes of the room; then the tape holds the hash, most significant word first.
#[wasm_bindgen]
pub fn hash(length: usize) {
    CORE.with(|core| {
        let hash = hash::hash(core.input(length));
        core.tape.write_hash(hash);
    });
}

/// Where the values of documented members are.
#[wasm_bindgen]
pub fn slots() -> usize {
    CORE.with(|core| core::ptr::from_ref(core.scratch.slots()) as usize)
}

/// Where the tape's head is.
#[wasm_bindgen]
pub fn head() -> usize {
    CORE.with(|core| core.tape.head() as usize)
}
