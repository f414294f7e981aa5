//! Each line is a body. A check finds the same in it, whether its memory is new or was used for the lines before.
#![no_main]

use azeer_webhooks::internals::{Encoding, REGISTRY, Rules, Scratch, Value, Verdict, check};
use libfuzzer_sys::fuzz_target;

const RULES: Rules = Rules { max_bytes: 1 << 20, is_strict: false };

/// All that a check finds in a body, as text to compare.
fn found(body: &[u8], scratch: &mut Scratch) -> String {
    let place = |value: Value| (value.kind, value.start, value.end);
    match check(body, Encoding::Utf8, RULES, &REGISTRY, scratch) {
        Ok(Verdict::Event(checked)) => {
            let members = (0..REGISTRY.fields().len()).map(|field| checked.value(field).map(place));
            let undocumented = checked.undocumented(body);
            let undocumented = undocumented.iter().map(|it| (place(it.name), place(it.value)));
            format!(
                "{} {:?} {:?}",
                checked.index,
                members.collect::<Vec<_>>(),
                undocumented.collect::<Vec<_>>()
            )
        }
        Ok(Verdict::Unknown(unmatched)) => format!("{unmatched:?}"),
        Err(faults) => format!("{faults:?}"),
    }
}

fuzz_target!(|lines: &[u8]| {
    let mut used = Scratch::new(&REGISTRY);
    for body in lines.split(|&byte| byte == b'\n') {
        assert_eq!(found(body, &mut used), found(body, &mut Scratch::new(&REGISTRY)));
    }
});
