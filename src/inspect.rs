//! Reports on a body, for dashboards and contract tests: its tier, its differences from the documentation, and the
//! place of each member.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::check::{Checked, Faults, Rules, Scratch, Verdict, bits, check_each};
use crate::error::{Issue, Locator};
use crate::json::{self, Encoding, Place, Value, ValueKind};
use crate::model::REGISTRY;
use crate::parse::DEFAULT_MAX_BYTES;

/// How much of a body is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// An event whose members Azeer documents.
    Documented,
    /// An event or message type of which Azeer or WhatsApp lists only the name.
    Named,
    /// An event whose name or message type is not known, or a message without its content.
    Unknown,
    /// Not an event: the report has issues.
    Invalid,
}

/// A kind of difference between a documented event and Azeer's documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DriftKind {
    /// A member is not documented for this event.
    Undocumented,
    /// A member is absent that every documented example of this event has.
    Absent,
    /// A documented member is null. No documented example has a null.
    Null,
}

/// A difference from Azeer's documentation that is not an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Drift {
    /// Kind of the difference.
    pub kind: DriftKind,
    /// The member, as a JSON Pointer.
    pub path: String,
}

/// The place of a member's value in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Span {
    /// The member, as a JSON Pointer.
    pub path: String,
    /// Offset of the first byte of the value.
    pub start: usize,
    /// Offset after the last byte of the value.
    pub end: usize,
    /// Line of the value, from 1.
    pub line: usize,
    /// Column of the value in UTF-16 code units, from 1.
    pub column: usize,
}

/// The result of [`inspect`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// How much of the body is known.
    pub tier: Tier,
    /// The issues of an invalid body, up to [`MAX_ISSUES`](crate::MAX_ISSUES).
    pub issues: Vec<Issue>,
    /// The differences of a documented event: members present in the body, in its order, then absent members.
    pub drift: Vec<Drift>,
    /// The members of the payload, in the order of the body. If the body is not JSON, the members before the fault.
    /// Empty if the body is too large.
    pub members: Vec<Span>,
}

/// Reports on a webhook body. The limit is [`DEFAULT_MAX_BYTES`](crate::DEFAULT_MAX_BYTES), as in
/// [`parse`](crate::parse).
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
    inspect_with(
        body,
        Encoding::Utf8,
        rules,
        |place| place.byte,
        |faults| faults.into_error(&REGISTRY, body, rules.max_bytes).issues().to_vec(),
    )
}

/// Reports with the given rules. `unit` chooses the unit of [`Span::start`] and [`Span::end`]. `issues` makes the issues
/// of an invalid body: a program that has them from elsewhere is smaller without the code for their texts.
pub fn inspect_with(
    body: &[u8],
    encoding: Encoding,
    rules: Rules,
    unit: fn(Place) -> u32,
    issues: impl FnOnce(Faults) -> Vec<Issue>,
) -> Report {
    let mut members = Vec::new();
    let seen = |name_at, value: Value| members.push((name_at, value));
    let mut scratch = Scratch::new(&REGISTRY);
    let (tier, issues, drift) = match check_each(body, encoding, rules, &REGISTRY, &mut scratch, seen) {
        Ok(Verdict::Event(checked)) if checked.shape.documented => {
            (Tier::Documented, Vec::new(), drift(&checked, body))
        }
        Ok(Verdict::Event(_)) => (Tier::Named, Vec::new(), Vec::new()),
        Ok(Verdict::Unknown(_)) => (Tier::Unknown, Vec::new(), Vec::new()),
        Err(faults) => (Tier::Invalid, issues(faults), Vec::new()),
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

/// The differences of present members in the order of the body, then those of absent ones.
fn drift(checked: &Checked<'_>, body: &[u8]) -> Vec<Drift> {
    let documented = |field: usize| ["/", REGISTRY.fields()[field].name].concat();
    let mut present: Vec<_> = checked
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
                present.push((value.start.byte, Drift { kind: DriftKind::Null, path: documented(field) }));
            }
            None if checked.shape.in_examples >> field & 1 == 1 => {
                absent.push(Drift { kind: DriftKind::Absent, path: documented(field) });
            }
            _ => {}
        }
    }
    present.sort_by_key(|(place, _)| *place);
    present.into_iter().map(|(_, drift)| drift).chain(absent).collect()
}

fn path(name: &[u8]) -> String {
    let mut path = Vec::new();
    json::push_name(&mut path, name);
    String::from_utf8_lossy(&path).into_owned()
}
