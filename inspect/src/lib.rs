//! The WebAssembly boundary of reports. Reports are rare and large, so serde-wasm-bindgen makes objects of them. This
//! is a module of its own, so that only programs that import it load its code.

use azeer_webhooks::internals::{Encoding, Rules, inspect_with};
use azeer_webhooks::{Drift, Report, Span, Tier};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The part of a report that crosses the boundary. Issues do not: the package has them from its parser, with offsets
/// in the units of the body.
#[derive(Serialize)]
struct Crossing {
    tier: Tier,
    drift: Vec<Drift>,
    members: Vec<Span>,
}

/// Reports on a body of at most `max_bytes` bytes.
///
/// With `is_text` the body was encoded from a JavaScript string: lone surrogates have three bytes each, and spans are
/// in UTF-16 code units. Otherwise spans are in bytes.
///
/// # Errors
/// If the report cannot become an object. No report is known to cause this.
#[wasm_bindgen]
pub fn inspect(body: &[u8], max_bytes: usize, is_strict: bool, is_text: bool) -> Result<JsValue, JsValue> {
    let rules = Rules { max_bytes, is_strict };
    let report = if is_text {
        inspect_with(body, Encoding::Wtf8, rules, |place| place.unit, |_| Vec::new())
    } else {
        inspect_with(body, Encoding::Utf8, rules, |place| place.byte, |_| Vec::new())
    };
    let Report { tier, drift, members, .. } = report;
    let crossing = Crossing { tier, drift, members };
    Ok(crossing.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}
