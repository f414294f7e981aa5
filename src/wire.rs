//! The wire object as values: numbers as the doubles that JavaScript reads.

use alloc::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Number, Value};

use crate::json;
use crate::model::Event;

impl Event<'_> {
    /// The wire object. Its values are JSON text, as `serde_json` refuses some numbers and rounds others wrong.
    pub(crate) fn wire(&self) -> BTreeMap<String, Box<RawValue>> {
        // Were it empty on an error, different events would get one key.
        let text = serde_json::to_string(self).expect("what was parsed can be written");
        serde_json::from_str(&text).expect("what was written can be read")
    }
}

/// A scalar, numbers as doubles; `None` of an object, an array and a number that is not finite.
pub(crate) fn scalar(raw: &RawValue) -> Option<Value> {
    match raw.get().as_bytes() {
        [b'{' | b'[', ..] => None,
        number_text @ [b'-' | b'0'..=b'9', ..] => number(json::Number::new(number_text).to_double()),
        _ => serde_json::from_str(raw.get()).ok(),
    }
}

/// A value, with `infinite` called for each number outside the range of doubles: with whether it is negative.
pub(crate) fn value(raw: &RawValue, infinite: &mut dyn FnMut(bool) -> Value) -> Value {
    let text = raw.get();
    match text.as_bytes() {
        [b'{', ..] => {
            // Of nested members with one name the last counts, as in JavaScript.
            let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).expect("an object");
            members.into_iter().map(|(name, raw)| (name, value(raw, infinite))).collect()
        }
        [b'[', ..] => {
            let values: Vec<&RawValue> = serde_json::from_str(text).expect("an array");
            values.into_iter().map(|raw| value(raw, infinite)).collect()
        }
        [first, ..] => scalar(raw).unwrap_or_else(|| infinite(*first == b'-')),
        [] => Value::Null,
    }
}

/// Safe integers become `i64`, so that ids print without a fraction and -0 is 0.
fn number(double: f64) -> Option<Value> {
    if double.fract() == 0.0 && double.abs() < 9_007_199_254_740_992.0 {
        return Some((double as i64).into());
    }
    Number::from_f64(double).map(Value::Number)
}
