//! `texts.ts`

use std::fmt::Write;

use azeer_webhooks::internals::{HIDDEN, Instant, Term, doc, template};
use azeer_webhooks::{Code, DEFAULT_MAX_BYTES, Reason};

use crate::{doc_comment, literal};

pub(crate) fn write() -> String {
    let mut out = String::new();
    let _ = write_all(&mut out);
    out
}

fn write_all(out: &mut String) -> std::fmt::Result {
    out.push_str("/** What kind of fault an issue is. */\nexport type IssueCode =\n");
    for code in Code::ALL {
        out.push_str(&doc_comment(doc(*code).trim(), "  "));
        writeln!(out, "  | {}", literal(code.name()))?;
    }
    out.push_str(
        ";\n\n/** Codes of the caller's mistakes, which no body has. */\nexport type CallerIssueCode =",
    );
    for code in Code::ALL.iter().filter(|code| code.status() == 500) {
        write!(out, " | {}", literal(code.name()))?;
    }
    out.push_str(";\n\n/** Why an event is unknown. */\nexport type UnknownReason =");
    for reason in Reason::ALL {
        write!(out, " | {}", literal(reason.name()))?;
    }
    out.push_str(
        ";\n\n/** Codes by the index that the core gives: name, status, template of the message. */\n",
    );
    out.push_str(
        "export const codes: readonly (readonly [IssueCode, 400 | 413 | 422 | 500, string])[] = [\n",
    );
    for code in Code::ALL {
        writeln!(out, "  [{}, {}, {}],", literal(code.name()), code.status(), literal(template(*code)))?;
    }
    out.push_str("];\n\n");
    let codes = [
        ("TOO_LARGE", Code::TooLarge),
        ("UNSUPPORTED_BODY", Code::UnsupportedBody),
        ("NOT_SERIALIZABLE", Code::NotSerializable),
    ];
    for (name, code) in codes {
        writeln!(out, "export const {name} = {};", code as u32)?;
    }
    out.push_str("\n/** What was expected or received, by the index that the core gives. */\n");
    out.push_str("export const terms: readonly string[] = [\n");
    for text in Term::TEXTS {
        writeln!(out, "  {},", literal(text))?;
    }
    out.push_str("];\n\n");
    let numbers = [
        ("NOTHING", Term::Nothing),
        ("BODY", Term::Body),
        ("OBJECT", Term::Object),
        ("END_OF_BODY", Term::EndOfBody),
        ("BYTES", Term::Bytes),
        ("CHARACTER", Term::Character),
    ];
    for (name, term) in numbers {
        writeln!(out, "export const {name} = {};", term as u32)?;
    }
    out.push_str("\nexport const reasons: readonly UnknownReason[] = [");
    for reason in Reason::ALL {
        write!(out, "{}, ", literal(reason.name()))?;
    }
    out.push_str("];\n\n/** Characters that do not show, or that move others: white space, controls and formatting. */\n");
    let range =
        |(first, last): &(char, char)| format!("\\u{:04x}-\\u{:04x}", u32::from(*first), u32::from(*last));
    writeln!(out, "export const HIDDEN = /[{}]/;", HIDDEN.iter().map(range).collect::<String>())?;
    writeln!(out, "\n/** How many bytes a body may have unless `maxBytes` says otherwise: 1 MiB. */")?;
    writeln!(out, "export const DEFAULT_MAX_BYTES = {DEFAULT_MAX_BYTES};\n")?;
    writeln!(
        out,
        "/** Seconds of Go's zero time, `0001-01-01T00:00:00Z`, which Azeer sends for \"not set\". */"
    )?;
    writeln!(out, "export const UNSET_SECONDS = {};", Instant::UNSET.seconds)
}
