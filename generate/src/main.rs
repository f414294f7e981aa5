//! Writes what the npm package takes from the Rust model: `azeer-webhooks-generate DIRECTORY`.
//!
//! - `types.ts`: an interface for every payload, from tsify's declarations of the structs
//! - `abi.ts`: numbers and exports that the core's WebAssembly and its JavaScript have to agree on
//! - `abi.json`: the same for scripts and tests
//! - `builders.ts`: a function for every set of members, which builds the event from the core's slots
//! - `texts.ts`: issue codes and the texts of issues
//! - `factories.ts`: what the factories for tests make
//! - `schema.json`: a JSON Schema of what is accepted
//! - `json-schema.ts`: that and the schema of events, for `azeer-webhooks/standard-schema`
//! - `openapi.json`: the same as an OpenAPI document of what a receiver accepts and answers
//! - `answers.ts`: the answers of a receiver
//! - `rules.md`, `payloads.md`: the pages of rules and of payloads, copied to docs/
//! - `payload.dict`: the declared names, for the fuzzer

mod abi;
mod answers;
mod builders;
mod definitions;
mod dictionary;
mod factories;
mod fixtures;
mod openapi;
mod payloads;
mod rules;
mod schema;
mod texts;
mod types;

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

const HEAD: &str = "// Generated from the Rust model (src/model/). Do not edit.\n\n";

fn main() -> ExitCode {
    let Some(directory) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: azeer-webhooks-generate DIRECTORY");
        return ExitCode::FAILURE;
    };
    let files = [
        ("types.ts", [HEAD, &types::write()].concat()),
        ("abi.ts", [HEAD, &abi::write()].concat()),
        ("abi.json", abi::json()),
        ("builders.ts", [HEAD, &builders::write()].concat()),
        ("texts.ts", [HEAD, &texts::write()].concat()),
        ("factories.ts", [HEAD, &factories::write()].concat()),
        ("schema.json", schema::write()),
        ("json-schema.ts", [HEAD, &schema::typescript()].concat()),
        ("openapi.json", openapi::write()),
        ("answers.ts", [HEAD, &answers::typescript()].concat()),
        ("rules.md", rules::write()),
        ("payloads.md", payloads::write()),
        ("payload.dict", dictionary::write()),
    ];
    for (name, text) in files {
        let path = directory.join(name);
        let written = fs::create_dir_all(&directory).and_then(|()| fs::write(&path, text));
        if let Err(error) = written {
            eprintln!("{}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// A string as JavaScript source.
fn literal(text: &str) -> String {
    // JSON strings are JavaScript strings.
    format!("{text:?}").replace("\\'", "'")
}

/// A doc comment, indented.
fn doc_comment(doc: &str, indent: &str) -> String {
    let lines: Vec<_> = doc.lines().collect();
    match lines.as_slice() {
        [line] => format!("{indent}/** {line} */\n"),
        _ => {
            let body = lines.join(&format!("\n{indent} * "));
            format!("{indent}/**\n{indent} * {body}\n{indent} */\n")
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pages_of_rules_and_payloads_are_current() {
        for (committed, written, name) in [
            (include_str!("../../docs/rules.md"), super::rules::write(), "rules"),
            (include_str!("../../docs/payloads.md"), super::payloads::write(), "payloads"),
        ] {
            assert!(committed == written, "docs/{name}.md is out of date: run make docs");
        }
    }
}
