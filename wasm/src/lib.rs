//! The WebAssembly boundary: a body goes in through memory, a tape of offsets and numbers comes out.
//!
//! No rule of the payloads is known here. The JavaScript side is the package's `engine.ts` and the builders
//! generated from the model; both sides name the parts of the tape alike.

mod tape;

use std::cell::RefCell;

use azeer_webhooks::REGISTRY;
use azeer_webhooks::check::{Rules, Scratch, check};
use azeer_webhooks::json::Encoding;
use azeer_webhooks::{hash, mime, time};
use tape::Tape;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Default)]
struct Core {
    input: Vec<u8>,
    scratch: Scratch,
    tape: Tape,
}

thread_local! {
    static CORE: RefCell<Core> = RefCell::default();
}

/// Makes room for `length` bytes of input and says where. What was there before is gone.
#[wasm_bindgen]
pub fn reserve(length: usize) -> usize {
    CORE.with_borrow_mut(|core| {
        if core.input.len() < length {
            // The old room is given back first, so that the two need not be there at once.
            core.input = Vec::new();
            core.input.resize(length, 0);
        }
        core.input.as_mut_ptr() as usize
    })
}

/// Parses the first `length` bytes of the room, of which `max_bytes` are allowed, and says what the tape holds:
/// the index of a shape, -1 for an event that no shape fits, -2 for issues.
///
/// With `wtf8`, surrogates of a JavaScript string that is not well-formed are told from bytes that are not UTF-8.
#[wasm_bindgen]
pub fn parse(length: usize, max_bytes: usize, is_strict: bool, wtf8: bool) -> i32 {
    CORE.with_borrow_mut(|core| {
        let Core { input, scratch, tape } = core;
        let body = input.get(..length).unwrap_or_default();
        let encoding = if wtf8 { Encoding::Wtf8 } else { Encoding::Utf8 };
        tape.write(check(body, encoding, Rules { max_bytes, is_strict }, &REGISTRY, scratch), body)
    })
}

/// Reads the first `length` bytes of the room as an RFC 3339 date-time and says whether it is one; then the tape holds
/// its seconds as a double, and its nanoseconds behind the record's tag.
#[wasm_bindgen]
pub fn instant(length: usize) -> bool {
    CORE.with_borrow_mut(|core| {
        let instant = core.input.get(..length).and_then(time::parse);
        instant.inspect(|instant| core.tape.write_instant(instant)).is_some()
    })
}

/// Reads the first `length` bytes of the room as a MIME type and says whether it is one; then the tape holds where in
/// it the essence is.
#[wasm_bindgen]
pub fn essence(length: usize) -> bool {
    CORE.with_borrow_mut(|core| {
        let Core { input, tape, .. } = core;
        let text = input.get(..length).unwrap_or_default();
        mime::essence(text).inspect(|essence| tape.write_range(essence)).is_some()
    })
}

/// Hashes the first `length` bytes of the room; then the tape holds the hash, most significant word first.
#[wasm_bindgen]
pub fn hash(length: usize) {
    CORE.with_borrow_mut(|core| {
        let hash = hash::hash(core.input.get(..length).unwrap_or_default());
        core.tape.write_hash(hash);
    });
}

/// Where the tape's records are.
#[wasm_bindgen]
pub fn tape() -> usize {
    CORE.with_borrow(|core| core.tape.records())
}

/// Where the text is that records of issues refer to.
#[wasm_bindgen]
pub fn paths() -> usize {
    CORE.with_borrow(|core| core.tape.paths())
}
