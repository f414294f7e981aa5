//! The WebAssembly boundary of reports: rare and large, so they cross as objects made by serde-wasm-bindgen, in a module
//! of their own that only who imports it pays for.

use azeer_webhooks::internals::{Encoding, Rules, inspect_with};
use azeer_webhooks::{Drift, Report, Span, Tier};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// What crosses. Issues do not: the package has them from its parser, in the units of the body.
#[derive(Serialize)]
struct Crossing {
    tier: Tier,
    drift: Vec<Drift>,
    members: Vec<Span>,
}

/// Reports on a body of at most `max_bytes`; with `is_text` it was encoded from a JavaScript string, whose lone surrogates
/// have three bytes each, and places are in UTF-16 code units.
///
/// # Errors
/// Where the report cannot be made an object, which no report brings about.
#[wasm_bindgen]
pub fn inspect(body: &[u8], max_bytes: usize, is_strict: bool, is_text: bool) -> Result<JsValue, JsValue> {
    let rules = Rules { max_bytes, is_strict };
    let report = if is_text {
        inspect_with(body, Encoding::Wtf8, rules, |place| place.unit)
    } else {
        inspect_with(body, Encoding::Utf8, rules, |place| place.byte)
    };
    let Report { tier, drift, members, .. } = report;
    let crossing = Crossing { tier, drift, members };
    Ok(crossing.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}
