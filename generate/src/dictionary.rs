//! `payload.dict`: the declared names, as tokens for the fuzzer. `fuzz/json.dict` has those that no declaration knows.

use std::fmt::Write;

use azeer_webhooks::internals::REGISTRY;

pub(crate) fn write() -> String {
    let mut out = String::from("# Generated from the Rust model (src/model/). Do not edit.\n");
    for entry in REGISTRY.fields() {
        let _ = writeln!(out, r#""\"{}\":""#, entry.name);
    }
    for name in REGISTRY.events().iter().chain(REGISTRY.message_types()) {
        let _ = writeln!(out, r#""\"{}\"""#, name.value);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_of_members_events_and_types_are_tokens() {
        let dictionary = super::write();
        for token in [r#""\"contact_id\":""#, r#""\"chat_closed\"""#, r#""\"reaction\"""#] {
            assert!(dictionary.lines().any(|line| line == token), "{token}");
        }
    }
}
