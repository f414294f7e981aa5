//! `abi.ts` and `abi.json`

use std::fmt::Write;

use azeer_webhooks_abi::{CONSTANTS, EXPORTS, Type};
use serde_json::{Map, json};

use crate::doc_comment;

pub(crate) fn write() -> String {
    let mut out = String::new();
    let _ = write_all(&mut out);
    out
}

fn write_all(out: &mut String) -> std::fmt::Result {
    for constant in CONSTANTS {
        out.push_str(&doc_comment(&doc(constant.doc), ""));
        writeln!(out, "export const {} = {};", constant.name, constant.value)?;
    }
    writeln!(out, "\n/** What the core exports. Flags are 0 or 1. */\nexport interface Exports {{")?;
    writeln!(out, "  readonly memory: WebAssembly.Memory;")?;
    for export in EXPORTS {
        out.push_str(&doc_comment(&doc(export.doc), "  "));
        let parameters =
            export.parameters.iter().map(|(name, kind)| format!("{name}: {}", typescript(*kind)));
        let parameters = parameters.collect::<Vec<_>>().join(", ");
        writeln!(out, "  {}({parameters}): {};", export.name, typescript(export.result))?;
    }
    writeln!(out, "}}")
}

fn typescript(kind: Type) -> &'static str {
    match kind {
        Type::Number => "number",
        Type::Flag => "0 | 1",
    }
}

/// Rust's doc attributes begin with a space each.
fn doc(doc: &str) -> String {
    doc.trim().to_owned()
}

/// The same numbers and names for scripts and tests.
pub(crate) fn json() -> String {
    let constants: Map<_, _> = CONSTANTS.iter().map(|it| (it.name.to_owned(), it.value.into())).collect();
    let exports: Vec<_> = ["memory"].into_iter().chain(EXPORTS.iter().map(|export| export.name)).collect();
    format!("{:#}\n", json!({ "constants": constants, "exports": exports }))
}
