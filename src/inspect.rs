//! A full report on a body, for panels and contract tests: what it is, how it differs from what Azeer documents, and
//! where each member is.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::check::{Checked, Rules, Scratch, Verdict, bits, check_each};
use crate::error::{Issue, Locator};
use crate::json::{self, Encoding, Place, Value, ValueKind};
use crate::model::REGISTRY;
use crate::parse::DEFAULT_MAX_BYTES;

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// An event whose members Azeer documents.
    Documented,
    /// An event, or a message of a type, that is known by its name only.
    Named,
    /// An event that fits nothing known.
    Unknown,
    /// No event: there are issues.
    Invalid,
}

/// How a documented event differs from what Azeer documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DriftKind {
    /// A member that is not documented for such an event.
    Undocumented,
    /// A member is absent that every documented example of such an event has.
    Absent,
    /// A documented member is null, as none is in any example.
    Null,
}

/// A difference from what Azeer documents, which is no issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Drift {
    /// How it differs.
    pub kind: DriftKind,
    /// The member, as a JSON Pointer.
    pub path: String,
}

/// Where a member of the payload is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Span {
    /// The member, as a JSON Pointer.
    pub path: String,
    /// First byte of its value.
    pub start: usize,
    /// Behind the last byte of its value.
    pub end: usize,
    /// Line of its value, from 1.
    pub line: usize,
    /// Column of its value in UTF-16 code units, from 1.
    pub column: usize,
}

/// A full report.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// What the body is.
    pub tier: Tier,
    /// All issues, where it is invalid.
    pub issues: Vec<Issue>,
    /// How a documented event differs from what is documented.
    pub drift: Vec<Drift>,
    /// Where the members are, in the order of the body; up to the first fault where the body is no JSON.
    pub members: Vec<Span>,
}

/// Reports on a webhook body, which may be 1 MiB as with [`parse`](crate::parse).
///
/// ```
/// use azeer_webhooks::{DriftKind, Tier, inspect};
///
/// let body = br#"{"broadcast_id": 1, "broadcast_status": "completed", "broadcast_updated_at": null, "extra": 1,
///     "timestamp": "0001-01-01T00:00:00Z", "webhook_event_type": "broadcast_complete"}"#;
/// let report = inspect(body);
/// assert_eq!(report.tier, Tier::Documented);
/// let drift: Vec<_> = report.drift.iter().map(|it| (it.kind, &*it.path)).collect();
/// assert_eq!(
///     drift,
///     [(DriftKind::Null, "/broadcast_updated_at"), (DriftKind::Undocumented, "/extra"), (DriftKind::Absent, "/business_id")]
/// );
/// assert_eq!(&body[report.members[1].start..report.members[1].end], b"\"completed\"");
/// ```
pub fn inspect(body: &[u8]) -> Report {
    let rules = Rules { max_bytes: DEFAULT_MAX_BYTES, is_strict: false };
    inspect_with(body, Encoding::Utf8, rules, |place| place.byte)
}

/// Reports with other rules, and with places in the units that `unit` takes from them.
pub fn inspect_with(body: &[u8], encoding: Encoding, rules: Rules, unit: fn(Place) -> u32) -> Report {
    let mut members = Vec::new();
    let seen = |name_at, value: Value| members.push((name_at, value));
    let mut scratch = Scratch::new(&REGISTRY);
    let (tier, issues, drift) = match check_each(body, encoding, rules, &REGISTRY, &mut scratch, seen) {
        Ok(Verdict::Event(checked)) if checked.shape.documented => {
            (Tier::Documented, Vec::new(), drift(&checked, body))
        }
        Ok(Verdict::Event(_)) => (Tier::Named, Vec::new(), Vec::new()),
        Ok(Verdict::Unknown(_)) => (Tier::Unknown, Vec::new(), Vec::new()),
        Err(faults) => {
            let error = faults.into_error(&REGISTRY, body, rules.max_bytes);
            (Tier::Invalid, error.issues().to_vec(), Vec::new())
        }
    };
    let mut locator = Locator::new(body);
    let members = members.into_iter().map(|(name_at, value)| {
        let position = locator.locate(value.start.byte as usize);
        Span {
            path: path(json::name(body, Place { byte: name_at as u32, unit: 0 }).inside(body)),
            start: unit(value.start) as usize,
            end: unit(value.end) as usize,
            line: position.line,
            column: position.column,
        }
    });
    Report { tier, issues, drift, members: members.collect() }
}

/// Members that are there in the order of the body, then those that are not.
fn drift(checked: &Checked<'_>, body: &[u8]) -> Vec<Drift> {
    let documented = |field: usize| ["/", REGISTRY.fields()[field].name].concat();
    let mut there: Vec<_> = checked
        .undocumented(body)
        .iter()
        .map(|other| {
            (
                other.value.start.byte,
                Drift { kind: DriftKind::Undocumented, path: path(other.name.inside(body)) },
            )
        })
        .collect();
    let mut absent = Vec::new();
    for field in bits(checked.shape.known) {
        match checked.value(field) {
            Some(value) if value.kind == ValueKind::Null => {
                there.push((value.start.byte, Drift { kind: DriftKind::Null, path: documented(field) }));
            }
            None if checked.shape.in_examples >> field & 1 == 1 => {
                absent.push(Drift { kind: DriftKind::Absent, path: documented(field) });
            }
            _ => {}
        }
    }
    there.sort_by_key(|(place, _)| *place);
    there.into_iter().map(|(_, drift)| drift).chain(absent).collect()
}

fn path(name: &[u8]) -> String {
    let mut path = Vec::new();
    json::push_name(&mut path, name);
    String::from_utf8_lossy(&path).into_owned()
}
