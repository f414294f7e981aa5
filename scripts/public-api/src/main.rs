//! Prints the public items of a crate, one on each line. The only argument is a JSON file that rustdoc has written.

use std::collections::HashSet;
use std::env;
use std::error::Error;
use std::ffi::OsStr;

use public_api::{Builder, PublicApi};

/// Traits that are left out: almost all types have them, or only the compiler uses them.
const HIDDEN_TRAITS: [&str; 6] = [
    "::StructuralPartialEq ",
    "::Freeze ",
    "::Unpin ",
    "::UnsafeUnpin ",
    "::RefUnwindSafe ",
    "::UnwindSafe ",
];

fn main() -> Result<(), Box<dyn Error>> {
    let json = env::args_os().nth(1).ok_or("usage: azeer-webhooks-public-api FILE")?;
    let written = api(&json, true)?;
    let written: HashSet<String> = written.items().map(ToString::to_string).collect();
    for item in api(&json, false)?.items() {
        let line = item.to_string();
        // Derived traits, and `Send` and `Sync`, are listed without their methods, which everybody knows.
        let is_listed_trait = line.starts_with("impl") && !HIDDEN_TRAITS.iter().any(|it| line.contains(it));
        if is_listed_trait || written.contains(&line) {
            println!("{line}");
        }
    }
    Ok(())
}

/// All items, or only those that are written in the source, without derived and automatic ones.
fn api(json: &OsStr, only_written: bool) -> Result<PublicApi, public_api::Error> {
    Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(only_written)
        .omit_auto_derived_impls(only_written)
        .build()
}
