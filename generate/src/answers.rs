//! The receiver's answers: `answers.ts`, the table in docs/receiving.md, and the responses of `openapi.json`.

use std::fmt::Write;

use crate::literal;

/// An answer of the receiver.
pub(crate) struct Answer {
    /// Its name in TypeScript.
    pub(crate) name: &'static str,
    /// What it answers, in words of docs/receiving.md.
    pub(crate) what: &'static [&'static str],
    pub(crate) status: u16,
    pub(crate) header: Option<Header>,
    /// What its problem says; empty if there is none, or if it is not always the same.
    pub(crate) detail: &'static str,
    /// A body that is answered so because it is invalid.
    pub(crate) invalid: Option<&'static str>,
}

/// A header of an answer.
#[derive(Clone, Copy)]
pub(crate) struct Header {
    pub(crate) name: &'static str,
    /// Empty if it is not always the same.
    pub(crate) value: &'static str,
    /// When it is there; empty for always.
    pub(crate) when: &'static str,
}

const ALLOW: Option<Header> = Some(Header { name: "Allow", value: "POST", when: "" });
const RETRY: Option<Header> = Some(Header { name: "Retry-After", value: "30", when: "" });

#[rustfmt::skip]
const ANSWERS: &[Answer] = &[
    Answer { name: "options", what: &["`OPTIONS`"], status: 204, header: ALLOW, detail: "", invalid: None },
    Answer {
        name: "wrongMethod",
        what: &["any other method than `POST`, also `GET` and `HEAD`"],
        status: 405,
        header: ALLOW,
        detail: "Deliveries are sent by POST.",
        invalid: None,
    },
    Answer {
        name: "unauthorized",
        what: &["not authenticated; the body is not read"],
        status: 401,
        header: Some(Header {
            name: "WWW-Authenticate",
            value: "",
            when: "if the method has a `challenge`, as `bearer` and `basic` have",
        }),
        detail: "The request has no token that is accepted here.",
        invalid: None,
    },
    Answer {
        name: "wrongCoding",
        what: &["a content encoding other than gzip"],
        status: 415,
        header: Some(Header { name: "Accept-Encoding", value: "gzip", when: "" }),
        detail: "The body may be encoded by gzip or not at all.",
        invalid: None,
    },
    Answer {
        name: "tooLarge",
        what: &[
            "`Content-Length` above the limit; the body is not read",
            "the body grows above the limit, decoded; the rest is not read",
        ],
        status: 413,
        header: None,
        detail: "",
        invalid: None,
    },
    Answer {
        name: "brokenOff",
        what: &["the body breaks off, or is no gzip though it says so"],
        status: 400,
        header: None,
        detail: "The body broke off, or is not what its content encoding says.",
        invalid: None,
    },
    Answer {
        name: "tooSlow",
        what: &["the body takes longer than the deadline"],
        status: 408,
        header: None,
        detail: "The body took too long to arrive.",
        invalid: None,
    },
    Answer { name: "handled", what: &["handled"], status: 200, header: None, detail: "", invalid: None },
    Answer { name: "duplicate", what: &["duplicate"], status: 200, header: None, detail: "", invalid: None },
    Answer { name: "ignored", what: &["ignored: no handler for it"], status: 202, header: None, detail: "", invalid: None },
    Answer { name: "queued", what: &["`deliver` returned nothing: a queue has it"], status: 202, header: None, detail: "", invalid: None },
    Answer { name: "kept", what: &["invalid, and kept by `onInvalid`"], status: 202, header: None, detail: "", invalid: None },
    Answer {
        name: "noJson",
        what: &["invalid: no JSON"],
        status: 400,
        header: None,
        detail: "The body is no event of Azeer.",
        invalid: Some("{"),
    },
    Answer {
        name: "noEvent",
        what: &["invalid: JSON, but no event"],
        status: 422,
        header: None,
        detail: "The body is no event of Azeer.",
        invalid: Some(include_str!("../../tests/fixtures/15-broken.json")),
    },
    Answer {
        name: "failed",
        what: &["failed"],
        status: 500,
        header: None,
        detail: "The delivery could not be handled.",
        invalid: None,
    },
    Answer {
        name: "broken",
        what: &["`deliver` threw", "`authenticate` threw"],
        status: 500,
        header: None,
        detail: "The receiver failed.",
        invalid: None,
    },
    Answer { name: "misused", what: &["something has read the body before"], status: 500, header: None, detail: "", invalid: None },
    Answer {
        name: "busy",
        what: &["busy: another worker handles the same delivery"],
        status: 503,
        header: RETRY,
        detail: "The same delivery is being handled now.",
        invalid: None,
    },
    Answer {
        name: "late",
        what: &["`deliver` takes longer than the deadline"],
        status: 503,
        header: RETRY,
        detail: "The delivery is not handled yet.",
        invalid: None,
    },
];

/// The statuses of all answers, and their words in RFC 9110.
const TITLES: &[(u16, &str)] = &[
    (200, "OK"),
    (202, "Accepted"),
    (204, "No Content"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (405, "Method Not Allowed"),
    (408, "Request Timeout"),
    (413, "Content Too Large"),
    (415, "Unsupported Media Type"),
    (422, "Unprocessable Content"),
    (500, "Internal Server Error"),
    (503, "Service Unavailable"),
];

/// The answers to a delivery that is sent by `POST`, with the words for their status.
pub(crate) fn to_deliveries() -> impl Iterator<Item = (&'static str, Vec<&'static Answer>)> {
    TITLES.iter().filter_map(|(status, title)| {
        let answers: Vec<_> = ANSWERS
            .iter()
            .filter(|it| it.status == *status && it.header.is_none_or(|it| it.name != "Allow"))
            .collect();
        (!answers.is_empty()).then_some((*title, answers))
    })
}

pub(crate) fn typescript() -> String {
    let mut out = String::new();
    let _ = write_typescript(&mut out);
    out
}

fn write_typescript(out: &mut String) -> std::fmt::Result {
    out.push_str("/** The words for a status, of RFC 9110. */\nexport const titles: { readonly [status: number]: string } = {\n");
    for (status, title) in TITLES {
        writeln!(out, "  {status}: {},", literal(title))?;
    }
    out.push_str("};\n\n/** The receiver's answers, as far as they are always the same. */\nexport const answers = {\n");
    for Answer { name, status, header, detail, .. } in ANSWERS {
        write!(out, "  {name}: {{ status: {status}")?;
        if let Some(Header { name, value, .. }) = header.filter(|it| !it.value.is_empty()) {
            write!(out, ", headers: {{ {}: {} }}", literal(&name.to_lowercase()), literal(value))?;
        }
        if !detail.is_empty() {
            write!(out, ", detail: {}", literal(detail))?;
        }
        out.push_str(" },\n");
    }
    out.push_str("};\n");
    Ok(())
}

/// The table of docs/receiving.md.
#[cfg(test)]
pub(crate) fn table() -> String {
    let mut out = "| what happened | status | headers |\n| --- | --- | --- |\n".to_owned();
    for answer in ANSWERS {
        let header = match answer.header {
            None => String::new(),
            Some(Header { name, value: "", when }) => format!("`{name}`, {when} "),
            Some(Header { name, value, .. }) => format!("`{name}: {value}` "),
        };
        for what in answer.what {
            let _ = writeln!(out, "| {what} | {} | {header}|", answer.status);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{ANSWERS, TITLES, table};

    #[test]
    fn the_table_in_the_docs_is_current() {
        let page = include_str!("../../docs/receiving.md");
        assert!(page.contains(&table()), "docs/receiving.md should have this table:\n{}", table());
    }

    #[test]
    fn every_status_has_its_words() {
        for answer in ANSWERS {
            assert!(TITLES.iter().any(|(status, _)| *status == answer.status), "{}", answer.status);
        }
    }
}
