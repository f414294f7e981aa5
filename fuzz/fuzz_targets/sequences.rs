//! Bodies on lines, checked one behind the other with one memory, and each with a new one: what is found is the same.
#![no_main]

use azeer_webhooks::internals::{Encoding, REGISTRY, Rules, Scratch, Value, Verdict, check};
use libfuzzer_sys::fuzz_target;

const RULES: Rules = Rules { max_bytes: 1 << 20, is_strict: false };

fn found(body: &[u8], scratch: &mut Scratch) -> String {
    let place = |value: Value| (value.kind, value.start, value.end);
    match check(body, Encoding::Utf8, RULES, &REGISTRY, scratch) {
        Ok(Verdict::Event(checked)) => {
            let members = (0..REGISTRY.fields().len()).map(|entry| checked.value(entry).map(place));
            let others = checked.undocumented(body);
            let others = others.iter().map(|other| (place(other.name), place(other.value)));
            format!("{} {:?} {:?}", checked.index, members.collect::<Vec<_>>(), others.collect::<Vec<_>>())
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
