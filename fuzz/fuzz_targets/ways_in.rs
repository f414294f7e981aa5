//! A body has one verdict: in both encodings, and with memory that was used for another body. Strict rules only add
//! issues.
#![no_main]

use azeer_webhooks::internals::{Encoding, REGISTRY, Rules, Scratch, Verdict, check};
use libfuzzer_sys::fuzz_target;

const RULES: Rules = Rules { max_bytes: 1 << 20, is_strict: false };

/// A verdict to compare: the shape and the number of undocumented members, the reason, or the codes and offsets of the
/// faults.
#[derive(Debug, PartialEq)]
enum Found {
    Event(usize, usize),
    Unknown(&'static str),
    Faults(Vec<(&'static str, usize)>, usize),
}

fn found(body: &[u8], encoding: Encoding, rules: Rules, scratch: &mut Scratch) -> Found {
    match check(body, encoding, rules, &REGISTRY, scratch) {
        Ok(Verdict::Event(checked)) => Found::Event(checked.index, checked.undocumented(body).len()),
        Ok(Verdict::Unknown(unmatched)) => Found::Unknown(unmatched.reason.name()),
        Err(faults) => {
            let kept = faults.kept().iter().map(|fault| (fault.code.name(), fault.at));
            Found::Faults(kept.collect(), faults.more())
        }
    }
}

fuzz_target!(|bodies: (&[u8], &[u8])| {
    let (before, body) = bodies;
    let fresh = found(body, Encoding::Utf8, RULES, &mut Scratch::new(&REGISTRY));
    let mut used = Scratch::new(&REGISTRY);
    found(before, Encoding::Utf8, RULES, &mut used);
    assert_eq!(found(body, Encoding::Utf8, RULES, &mut used), fresh);
    if str::from_utf8(body).is_ok() {
        assert_eq!(found(body, Encoding::Wtf8, RULES, &mut used), fresh);
    }
    let strict = found(body, Encoding::Utf8, Rules { is_strict: true, ..RULES }, &mut used);
    match (&fresh, &strict) {
        (Found::Event(..), Found::Faults(issues, _)) => {
            assert!(issues.iter().all(|(code, _)| matches!(*code, "undocumented_member" | "absent_member")));
        }
        (Found::Faults(_, more), Found::Faults(_, strict_more)) => assert!(strict_more >= more),
        _ => assert_eq!(fresh, strict),
    }
});
