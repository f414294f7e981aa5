//! A scanned body held against the shape its discriminants choose: the verdict, with every fault.

use std::borrow::Cow;

use crate::declare::{Kind, Mask, Registry, Shape};
use crate::error::{Code, Error, Fault, Issue, Locator, MAX_ISSUES, Term};
use crate::json::{self, Encoding, Integer, Member, Number, Root, Value, ValueKind};
use crate::time;

/// The largest body there can be, whatever the limit: offsets have to fit 31 bits in WebAssembly and JavaScript.
const MAX_BYTES: usize = i32::MAX as usize;

/// Memory that a check works in, to be kept from one body to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    members: Vec<Member>,
    slots: Vec<u32>,
    others: Vec<u32>,
}

/// What a body is, when nothing is wrong with it.
#[derive(Clone, Copy, Debug)]
pub enum Verdict<'s> {
    /// An event of that shape.
    Event(Checked<'s>),
    /// JSON that no shape fits.
    Unknown(Unmatched),
}

/// An event whose members are checked.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'s> {
    /// Its shape.
    pub shape: &'static Shape,
    /// The shape's index in the registry.
    pub index: usize,
    members: &'s [Member],
    slots: &'s [u32],
    others: &'s [u32],
}

impl<'s> Checked<'s> {
    /// The value of a member by its index among the registry's entries: `None` where it is absent or not documented
    /// for this shape.
    pub fn value(&self, entry: usize) -> Option<Value> {
        let is_known = self.shape.known >> entry & 1 == 1;
        let slot = *self.slots.get(entry).filter(|_| is_known)?;
        self.members.get(slot as usize).map(|member| member.value)
    }

    /// The members that are not documented for this shape, in the order of the body.
    pub fn others(&self) -> impl Iterator<Item = &'s Member> {
        let members = self.members;
        self.others.iter().filter_map(move |&index| members.get(index as usize))
    }
}

/// A payload that none of the shapes fits.
#[derive(Clone, Copy, Debug)]
pub struct Unmatched {
    /// What does not fit.
    pub reason: Reason,
    /// The value of the event name, a string.
    pub event: Value,
    /// The value of the message type, a string, where the event is a message.
    pub content: Option<Value>,
    /// The whole object.
    pub payload: Value,
}

/// Why an event is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its event name is none of those Azeer lists.
    EventType,
    /// Its message type is none that WhatsApp or Azeer is known to have.
    MessageType,
    /// It is a message of a documented type, but what such a message carries is absent or null.
    Content,
}

impl Reason {
    /// Every reason.
    pub const ALL: &'static [Self] = &[Self::EventType, Self::MessageType, Self::Content];

    /// The reason's name: `event_type`, `message_type` or `content`.
    pub fn name(self) -> &'static str {
        match self {
            Self::EventType => "event_type",
            Self::MessageType => "message_type",
            Self::Content => "content",
        }
    }
}

/// Everything found wrong with a body, the first [`MAX_ISSUES`] of it kept, in the order of the body.
#[derive(Clone, Debug)]
pub struct Faults {
    kept: Vec<Fault>,
    more: usize,
}

impl Faults {
    fn new(mut faults: Vec<Fault>) -> Self {
        faults.sort_by_key(|fault| fault.at);
        let more = faults.len().saturating_sub(MAX_ISSUES);
        faults.truncate(MAX_ISSUES);
        Self { kept: faults, more }
    }

    /// The faults.
    pub fn kept(&self) -> &[Fault] {
        &self.kept
    }

    /// How many more there were.
    pub fn more(&self) -> usize {
        self.more
    }

    /// The path of a fault, as a JSON Pointer.
    pub fn path(fault: &Fault, registry: &Registry, body: &[u8]) -> String {
        match fault.missing.and_then(|entry| registry.entries().get(entry)) {
            Some(entry) => ["/", entry.name].concat(),
            None if fault.code == Code::TooLarge => String::new(),
            None => json::pointer(body, fault.path_at),
        }
    }

    /// With texts and positions, for people.
    #[cold]
    pub fn into_error(self, registry: &Registry, body: &[u8], limit: usize) -> Error {
        let mut locator = Locator::new(body);
        let issues = self.kept.iter().map(|fault| {
            let path = Self::path(fault, registry, body);
            Issue::new(fault, path, locator.locate(fault.at), body, limit)
        });
        Error::new(issues.collect(), self.more)
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self { kept: vec![fault], more: 0 }
    }
}

/// Scans, dispatches and checks `body`.
pub fn check<'s>(
    body: &[u8],
    encoding: Encoding,
    max_bytes: usize,
    registry: &'static Registry,
    scratch: &'s mut Scratch,
) -> Result<Verdict<'s>, Faults> {
    if body.len() > max_bytes.min(MAX_BYTES) {
        return Err(Fault::new(Code::TooLarge, 0, Term::Bytes, Term::Nothing).into());
    }
    scratch.members.clear();
    let payload = match json::scan(body, encoding, &mut scratch.members)? {
        Root::Object(value) => value,
        Root::Other(value) => {
            let at = value.start.byte as usize;
            return Err(Fault::new(Code::NotAnObject, at, Term::Object, received(value.kind)).into());
        }
    };
    Check { body, registry, payload }.run(scratch)
}

struct Check<'b> {
    body: &'b [u8],
    registry: &'static Registry,
    payload: Value,
}

impl Check<'_> {
    fn run<'s>(&self, scratch: &'s mut Scratch) -> Result<Verdict<'s>, Faults> {
        let Self { body, registry, payload } = *self;
        let present = self.assign(scratch)?;
        let Scratch { members, slots, others } = scratch;
        let value = |entry: usize| {
            let slot = slots.get(entry).filter(|_| present >> entry & 1 == 1)?;
            members.get(*slot as usize).map(|member| member.value)
        };

        let event_value = self.tag(value(registry.event_tag), registry.event_tag)?;
        let unknown = |reason, content| {
            Ok(Verdict::Unknown(Unmatched { reason, event: event_value, content, payload }))
        };
        let event = registry.events().iter().find(|name| is(event_value, name.value, body));
        let Some(event) = event else { return unknown(Reason::EventType, None) };

        let mut faults = Vec::new();
        let mut index = event.shape;
        if let Some(envelope) = event.envelope {
            match self.tag(value(registry.content_tag), registry.content_tag) {
                Ok(content_value) => {
                    let content = registry.types().iter().find(|name| is(content_value, name.value, body));
                    let Some(content) = content else {
                        return unknown(Reason::MessageType, Some(content_value));
                    };
                    index += content.shape;
                    let contents = registry.shapes()[index].contents;
                    if bits(contents).any(|entry| value(entry).is_none_or(|it| it.kind == ValueKind::Null)) {
                        return unknown(Reason::Content, Some(content_value));
                    }
                }
                // What all messages share can be checked all the same.
                Err(fault) => {
                    faults.push(fault);
                    index = envelope;
                }
            }
        }

        let shape = &registry.shapes()[index];
        let tags = 1 << registry.event_tag | 1 << registry.content_tag;
        for entry in bits(shape.known & !tags) {
            let is_required = (shape.required | shape.contents) >> entry & 1 == 1;
            match value(entry) {
                None if is_required => faults.push(self.missing(entry)),
                Some(value) if is_required || value.kind != ValueKind::Null => {
                    faults.extend(fault(registry.entries()[entry].kind, value, body));
                }
                _ => {}
            }
        }
        if !faults.is_empty() {
            return Err(Faults::new(faults));
        }

        // Documented elsewhere, but not for this shape: kept like any other member.
        if present & !shape.known != 0 {
            for entry in bits(present & !shape.known) {
                others.push(slots[entry]);
            }
            others.sort_unstable();
        }
        for (entry, slot) in slots.iter_mut().enumerate() {
            if present >> entry & 1 == 0 {
                *slot = u32::MAX;
            }
        }
        Ok(Verdict::Event(Checked { shape, index, members, slots, others }))
    }

    /// Finds the entry of every member. Names of no entry are the others.
    fn assign(&self, scratch: &mut Scratch) -> Result<Mask, Faults> {
        let Scratch { members, slots, others } = scratch;
        slots.resize(self.registry.entries().len(), u32::MAX);
        others.clear();
        let mut repeated = Vec::new();
        let mut present: Mask = 0;
        for (index, member) in members.iter().enumerate() {
            match self.entry(member) {
                Some(entry) if present >> entry & 1 == 1 => repeated.push(index as u32),
                Some(entry) => {
                    present |= 1 << entry;
                    slots[entry] = index as u32;
                }
                None => others.push(index as u32),
            }
        }
        repeated.extend(self.repeated(members, others));
        if repeated.is_empty() {
            return Ok(present);
        }
        repeated.sort_unstable();
        let more = repeated.len().saturating_sub(MAX_ISSUES);
        repeated.truncate(MAX_ISSUES);
        let faults = repeated.iter().map(|&index| {
            let Member { name, value } = members[index as usize];
            let at = name.start.byte as usize;
            let path_at = value.start.byte as usize;
            Fault { path_at, ..Fault::new(Code::RepeatedMember, at, Term::Nothing, Term::Nothing) }
        });
        Err(Faults { kept: faults.collect(), more })
    }

    fn entry(&self, member: &Member) -> Option<usize> {
        let name = member.name.inside(self.body);
        if member.name.escaped { self.registry.entry(&unescaped(name)) } else { self.registry.entry(name) }
    }

    /// The later ones of members of one name, found by sorting: many members take no quadratic time.
    fn repeated(&self, members: &[Member], others: &[u32]) -> Vec<u32> {
        if others.len() < 2 {
            return Vec::new();
        }
        let name = |index: u32| {
            let name = members[index as usize].name;
            let inside = name.inside(self.body);
            if name.escaped { Cow::Owned(unescaped(inside)) } else { Cow::Borrowed(inside) }
        };
        let mut names: Vec<_> = others.iter().map(|&index| (name(index), index)).collect();
        names.sort_unstable();
        names.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1).collect()
    }

    /// A discriminant: there, and a string.
    fn tag(&self, value: Option<Value>, entry: usize) -> Result<Value, Fault> {
        let value = value.ok_or_else(|| self.missing(entry))?;
        fault(Kind::String, value, self.body).map_or(Ok(value), Err)
    }

    #[cold]
    fn missing(&self, entry: usize) -> Fault {
        // Only the closing brace shows that nothing more comes.
        let at = self.payload.end.byte as usize - 1;
        let expected = expected(self.registry.entries()[entry].kind);
        Fault { missing: Some(entry), ..Fault::new(Code::MissingMember, at, expected, Term::Nothing) }
    }
}

/// What is wrong with a member's value, if anything is.
fn fault(kind: Kind, value: Value, body: &[u8]) -> Option<Fault> {
    let at = value.start.byte as usize;
    let wrong = |code| Some(Fault::new(code, at, expected(kind), received(value.kind)));
    match (kind, value.kind) {
        (Kind::String, ValueKind::String) | (Kind::Boolean, ValueKind::True | ValueKind::False) => None,
        (Kind::DateTime, ValueKind::String) => {
            let inside = value.inside(body);
            let is_date_time = if value.escaped {
                time::is_date_time(&unescaped(inside))
            } else {
                time::is_date_time(inside)
            };
            if is_date_time { None } else { wrong(Code::InvalidDateTime) }
        }
        (Kind::Integer, ValueKind::Number) => match Number::new(value.text(body)).integer() {
            Integer::Safe(_) => None,
            Integer::Unsafe => wrong(Code::UnsafeInteger),
            Integer::Fraction => wrong(Code::NotAnInteger),
        },
        (Kind::Latitude | Kind::Longitude, ValueKind::Number) => {
            let limit = if kind == Kind::Latitude { 90 } else { 180 };
            if Number::new(value.text(body)).is_within(limit) { None } else { wrong(Code::OutOfRange) }
        }
        _ => wrong(Code::WrongType),
    }
}

fn is(value: Value, name: &str, body: &[u8]) -> bool {
    let inside = value.inside(body);
    if value.escaped { json::is_equal(inside, name.as_bytes()) } else { inside == name.as_bytes() }
}

fn unescaped(inside: &[u8]) -> Vec<u8> {
    json::unescape(&String::from_utf8_lossy(inside)).into_bytes()
}

fn expected(kind: Kind) -> Term {
    match kind {
        Kind::String => Term::String,
        Kind::Integer => Term::Integer,
        Kind::Boolean => Term::Boolean,
        Kind::DateTime => Term::DateTime,
        Kind::Latitude => Term::Latitude,
        Kind::Longitude => Term::Longitude,
    }
}

fn received(kind: ValueKind) -> Term {
    match kind {
        ValueKind::Null => Term::Null,
        ValueKind::False | ValueKind::True => Term::Boolean,
        ValueKind::Number => Term::Number,
        ValueKind::String => Term::String,
        ValueKind::Array => Term::Array,
        ValueKind::Object => Term::Object,
    }
}

fn bits(mut mask: Mask) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = mask.trailing_zeros();
        mask &= mask.wrapping_sub(1);
        (bit < Mask::BITS).then_some(bit as usize)
    })
}
