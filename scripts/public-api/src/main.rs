//! Prints the public items of a crate, one a line, from the JSON that rustdoc writes: the file is the only argument.

use std::collections::HashSet;
use std::env;
use std::error::Error;
use std::ffi::OsStr;

use public_api::{Builder, PublicApi};

/// Traits of which nobody is told: all types have them, or the compiler alone asks for them.
const UNTOLD: [&str; 6] = [
    "::StructuralPartialEq ",
    "::Freeze ",
    "::Unpin ",
    "::UnsafeUnpin ",
    "::RefUnwindSafe ",
    "::UnwindSafe ",
];

fn main() -> Result<(), Box<dyn Error>> {
    let json = env::args_os().nth(1).ok_or("which file has rustdoc's JSON?")?;
    let written = api(&json, true)?;
    let written: HashSet<String> = written.items().map(ToString::to_string).collect();
    for item in api(&json, false)?.items() {
        let line = item.to_string();
        // Of derived traits, and of `Send` and `Sync`, that they are there; their methods are known.
        let is_told = line.starts_with("impl") && !UNTOLD.iter().any(|it| line.contains(it));
        if is_told || written.contains(&line) {
            println!("{line}");
        }
    }
    Ok(())
}

/// All items, or those that the source has written out.
fn api(json: &OsStr, only_written: bool) -> Result<PublicApi, public_api::Error> {
    Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(only_written)
        .omit_auto_derived_impls(only_written)
        .build()
}
