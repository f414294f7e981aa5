//! A scanned body held against the shape its discriminants choose: the verdict, with every fault.

use std::borrow::Cow;

use crate::declare::{Kind, Mask, Registry, Shape};
use crate::error::{Code, Error, Fault, Issue, Locator, MAX_ISSUES, Term};
use crate::json::{self, Encoding, Integer, Member, Number, Root, Value, ValueKind};
use crate::sort::sort;
use crate::time;

/// The largest body there can be, whatever the limit: offsets have to fit 31 bits in WebAssembly and JavaScript.
const MAX_BYTES: usize = i32::MAX as usize;

/// What a caller can set.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// How many bytes a body may have.
    pub max_bytes: usize,
    /// Whether what the documentation does not have, or has in every example and the body lacks, is an issue.
    pub is_strict: bool,
}

/// Memory that a check works in, to be kept from one body to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    members: Vec<Member>,
    slots: Vec<u32>,
    others: Vec<u32>,
    successors: Successors,
}

impl Scratch {
    /// The members of the last body, up to the first fault of its JSON.
    pub(crate) fn members(&self) -> &[Member] {
        &self.members
    }
}

/// Which entry came behind which, the last time: payloads of one kind have their members in one order, and to compare
/// one name is quicker than to look it up.
#[derive(Debug)]
struct Successors([u8; Mask::BITS as usize + 1]);

impl Successors {
    /// What the first member comes behind, and any behind one that has no entry.
    const START: usize = Mask::BITS as usize;
}

impl Default for Successors {
    fn default() -> Self {
        Self([0; Mask::BITS as usize + 1])
    }
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
    fn new(faults: &[Fault], more: usize) -> Self {
        let mut order: Vec<u32> = (0..faults.len() as u32).collect();
        let key = |index: u32| (faults.get(index as usize).map(|fault| fault.at), index);
        sort(&mut order, &|a, b| key(a) < key(b));
        let kept = order.iter().filter_map(|&index| faults.get(index as usize)).take(MAX_ISSUES);
        Self { kept: kept.copied().collect(), more: more + faults.len().saturating_sub(MAX_ISSUES) }
    }

    /// The faults.
    pub fn kept(&self) -> &[Fault] {
        &self.kept
    }

    /// How many more there were.
    pub fn more(&self) -> usize {
        self.more
    }

    /// The path of a fault: a JSON Pointer in UTF-8.
    pub fn path(fault: &Fault, registry: &Registry, body: &[u8]) -> Vec<u8> {
        match fault.missing.and_then(|entry| registry.entries().get(entry)) {
            Some(entry) => [b"/", entry.name.as_bytes()].concat(),
            None if fault.code == Code::TooLarge => Vec::new(),
            None => json::pointer(body, fault.path_at),
        }
    }

    /// With texts and positions, for people.
    #[cold]
    pub fn into_error(self, registry: &Registry, body: &[u8], limit: usize) -> Error {
        let mut locator = Locator::new(body);
        let issues = self.kept.iter().map(|fault| {
            let path = String::from_utf8_lossy(&Self::path(fault, registry, body)).into_owned();
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
    rules: Rules,
    registry: &'static Registry,
    scratch: &'s mut Scratch,
) -> Result<Verdict<'s>, Faults> {
    if body.len() > rules.max_bytes.min(MAX_BYTES) {
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
    Check { body, registry, payload, is_strict: rules.is_strict }.run(scratch)
}

struct Check<'b> {
    body: &'b [u8],
    registry: &'static Registry,
    payload: Value,
    is_strict: bool,
}

/// Where dispatch leads.
enum Target {
    /// A shape, by its index; a fault where only the shape of what all messages share could be found.
    Shape(usize, Option<Fault>),
    Unknown(Unmatched),
}

impl Check<'_> {
    fn run<'s>(&self, scratch: &'s mut Scratch) -> Result<Verdict<'s>, Faults> {
        let present = self.assign(scratch)?;
        let Scratch { members, slots, others, .. } = scratch;
        let value =
            |entry: usize| slots.get(entry).and_then(|&slot| members.get(slot as usize)).map(|it| it.value);
        let target = self.dispatch(value).map_err(|fault| self.hint(fault, members))?;
        let (index, fault) = match target {
            Target::Shape(index, fault) => (index, fault),
            Target::Unknown(unmatched) => return Ok(Verdict::Unknown(unmatched)),
        };

        let shape = &self.registry.shapes()[index];
        // Documented elsewhere, but not for this shape: kept like any other member.
        if present & !shape.known != 0 {
            others.extend(bits(present & !shape.known).map(|entry| slots[entry]));
            sort(others, &|a, b| a < b);
        }
        let mut faults = Vec::from_iter(fault);
        self.check_members(shape, value, &mut faults);
        let mut more = 0;
        if self.is_strict && shape.documented {
            more = self.check_strictly(
                shape,
                present,
                others.iter().map(|&slot| &members[slot as usize]),
                &mut faults,
            );
        }
        if faults.is_empty() {
            Ok(Verdict::Event(Checked { shape, index, members, slots, others }))
        } else {
            Err(Faults::new(&faults, more))
        }
    }

    /// Finds the shape by the discriminants.
    fn dispatch(&self, value: impl Fn(usize) -> Option<Value>) -> Result<Target, Fault> {
        let Self { body, registry, payload, .. } = *self;
        let tag = |entry: usize| {
            let value = value(entry).ok_or_else(|| self.missing(entry))?;
            fault(Kind::String, value, body).map_or(Ok(value), Err)
        };
        let event_value = tag(registry.event_tag)?;
        let unknown =
            |reason, content| Ok(Target::Unknown(Unmatched { reason, event: event_value, content, payload }));

        let event = registry.events().iter().find(|name| is(event_value, name.value, body));
        let Some(event) = event else { return unknown(Reason::EventType, None) };
        let Some(envelope) = event.envelope else { return Ok(Target::Shape(event.shape, None)) };
        let content_value = match tag(registry.content_tag) {
            Ok(value) => value,
            // What all messages share can be checked all the same.
            Err(fault) => return Ok(Target::Shape(envelope, Some(fault))),
        };
        let content = registry.types().iter().find(|name| is(content_value, name.value, body));
        let Some(content) = content else { return unknown(Reason::MessageType, Some(content_value)) };
        let index = event.shape + content.shape;
        let contents = registry.shapes()[index].contents;
        if bits(contents).any(|entry| value(entry).is_none_or(|it| it.kind == ValueKind::Null)) {
            return unknown(Reason::Content, Some(content_value));
        }
        Ok(Target::Shape(index, None))
    }

    /// Names the likely mistake where an event has no name.
    #[cold]
    fn hint(&self, fault: Fault, members: &[Member]) -> Fault {
        let is_entry =
            |it: &Member| it.name.inside(self.body) == b"entry" && it.value.kind == ValueKind::Array;
        if fault.code == Code::MissingMember && members.iter().any(is_entry) {
            Fault { code: Code::MetaPayload, ..fault }
        } else {
            fault
        }
    }

    fn check_members(&self, shape: &Shape, value: impl Fn(usize) -> Option<Value>, faults: &mut Vec<Fault>) {
        let tags = 1 << self.registry.event_tag | 1 << self.registry.content_tag;
        for entry in bits(shape.known & !tags) {
            let is_required = (shape.required | shape.contents) >> entry & 1 == 1;
            match value(entry) {
                None if is_required => faults.push(self.missing(entry)),
                Some(value) if is_required || value.kind != ValueKind::Null => {
                    faults.extend(fault(self.registry.entries()[entry].kind, value, self.body));
                }
                _ => {}
            }
        }
    }

    /// Adds what is an issue only for those who ask: optional members that every documented example has and the body
    /// lacks, and the first of the members that are not documented. Says how many more of these there are.
    #[cold]
    fn check_strictly<'m>(
        &self,
        shape: &Shape,
        present: Mask,
        others: impl ExactSizeIterator<Item = &'m Member>,
        faults: &mut Vec<Fault>,
    ) -> usize {
        let absent = shape.usual & !(present | shape.required | shape.contents);
        faults.extend(bits(absent).map(|entry| Fault { code: Code::AbsentMember, ..self.missing(entry) }));
        let more = others.len().saturating_sub(MAX_ISSUES);
        faults.extend(others.take(MAX_ISSUES).map(|member| named(Code::UndocumentedMember, member)));
        more
    }

    /// Finds the entry of every member. Names of no entry are the others.
    fn assign(&self, scratch: &mut Scratch) -> Result<Mask, Faults> {
        let Scratch { members, slots, others, successors } = scratch;
        slots.clear();
        slots.resize(self.registry.entries().len(), u32::MAX);
        others.clear();
        let mut repeated = Vec::new();
        let mut present: Mask = 0;
        let mut last = Successors::START;
        for (index, member) in members.iter().enumerate() {
            let entry = self.entry(member, usize::from(successors.0[last]));
            if let Some(entry) = entry {
                successors.0[last] = entry as u8;
            }
            last = entry.unwrap_or(Successors::START);
            match entry {
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
        sort(&mut repeated, &|a, b| a < b);
        let more = repeated.len().saturating_sub(MAX_ISSUES);
        repeated.truncate(MAX_ISSUES);
        let faults = repeated.iter().map(|&index| named(Code::RepeatedMember, &members[index as usize]));
        Err(Faults { kept: faults.collect(), more })
    }

    /// The entry of a member, which is likely to be `guess`.
    fn entry(&self, member: &Member, guess: usize) -> Option<usize> {
        let name = member.name.inside(self.body);
        if self.registry.entries().get(guess).is_some_and(|entry| json::is_same(entry.name.as_bytes(), name))
        {
            Some(guess)
        } else if member.name.escaped {
            self.registry.entry(&json::unescape(name))
        } else {
            self.registry.entry(name)
        }
    }

    /// The later ones of members of one name.
    fn repeated(&self, members: &[Member], others: &[u32]) -> Vec<u32> {
        if others.len() < 2 {
            return Vec::new();
        }
        let name = |index: u32| {
            let name = members[index as usize].name;
            let inside = name.inside(self.body);
            if name.escaped { Cow::Owned(json::unescape(inside)) } else { Cow::Borrowed(inside) }
        };
        Self::repeated_by_hash(others, name).unwrap_or_else(|| Self::repeated_by_order(others, name))
    }

    /// Finds them in linear time; `None` where names fall into one place too often, as chosen ones may.
    fn repeated_by_hash<'n>(others: &[u32], name: impl Fn(u32) -> Cow<'n, [u8]>) -> Option<Vec<u32>> {
        const FREE: u32 = u32::MAX;
        const MAX_STEPS: usize = 64;
        let mut repeated = Vec::new();
        let mut table = vec![FREE; (others.len() * 2).next_power_of_two()];
        for &index in others {
            let this = name(index);
            // FNV-1a.
            let hash = this
                .iter()
                .fold(0x811c_9dc5u32, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
            let mut steps = hash as usize..hash as usize + MAX_STEPS;
            loop {
                let place = steps.next()? & (table.len() - 1);
                let taken = table.get_mut(place)?;
                if *taken == FREE {
                    *taken = index;
                    break;
                }
                if name(*taken) == this {
                    repeated.push(index);
                    break;
                }
            }
        }
        Some(repeated)
    }

    /// Finds them by sorting, whatever the names are.
    fn repeated_by_order<'n>(others: &[u32], name: impl Fn(u32) -> Cow<'n, [u8]>) -> Vec<u32> {
        let mut order = others.to_vec();
        sort(&mut order, &|a, b| (name(a), a) < (name(b), b));
        let pairs = order.iter().zip(order.iter().skip(1));
        pairs.filter(|&(&one, &next)| name(one) == name(next)).map(|(_, &next)| next).collect()
    }

    #[cold]
    fn missing(&self, entry: usize) -> Fault {
        // Only the closing brace shows that nothing more comes.
        let at = self.payload.end.byte as usize - 1;
        let expected = expected(self.registry.entries()[entry].kind);
        Fault { missing: Some(entry), ..Fault::new(Code::MissingMember, at, expected, Term::Nothing) }
    }
}

/// A fault at the name of a member.
fn named(code: Code, member: &Member) -> Fault {
    let path_at = member.value.start.byte as usize;
    Fault { path_at, ..Fault::new(code, member.name.start.byte as usize, Term::Nothing, Term::Nothing) }
}

/// What is wrong with a member's value, if anything is.
fn fault(kind: Kind, value: Value, body: &[u8]) -> Option<Fault> {
    let at = value.start.byte as usize;
    let wrong = |code| Some(Fault::new(code, at, expected(kind), received(value.kind)));
    match (kind, value.kind) {
        (Kind::String, ValueKind::String) | (Kind::Boolean, ValueKind::True | ValueKind::False) => None,
        (Kind::DateTime, ValueKind::String) => {
            let inside = value.inside(body);
            let instant =
                if value.escaped { time::parse(&json::unescape(inside)) } else { time::parse(inside) };
            if instant.is_some() { None } else { wrong(Code::InvalidDateTime) }
        }
        (Kind::Integer, ValueKind::Number) => match json::integer(value.text(body)) {
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
    if value.escaped {
        json::is_equal(inside, name.as_bytes())
    } else {
        json::is_same(inside, name.as_bytes())
    }
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

/// The entries in a set.
pub(crate) fn bits(mut mask: Mask) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = mask.trailing_zeros();
        mask &= mask.wrapping_sub(1);
        (bit < Mask::BITS).then_some(bit as usize)
    })
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::Check;

    #[test]
    fn both_ways_find_the_same_repeated_names() {
        for length in [2u32, 3, 10, 1000] {
            for distinct in [1u32, 2, 7, 500, 5000] {
                let names: Vec<String> = (0..length).map(|i| format!("n{}", i * 7919 % distinct)).collect();
                let name = |index: u32| Cow::Borrowed(names[index as usize].as_bytes());
                let others: Vec<u32> = (0..length).collect();
                let mut by_order = Check::repeated_by_order(&others, name);
                by_order.sort_unstable();
                assert_eq!(Check::repeated_by_hash(&others, name), Some(by_order), "{length} {distinct}");
            }
        }
    }

    #[test]
    fn names_chosen_to_fall_into_one_place_are_sorted() {
        let hash = |name: &str| {
            name.bytes().fold(0x811c_9dc5u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
        };
        let names: Vec<String> =
            (0..).map(|i| format!("k{i}")).filter(|name| hash(name) & 0x1FF == 7).take(200).collect();
        let name = |index: u32| Cow::Borrowed(names[index as usize].as_bytes());
        let others: Vec<u32> = (0..200).collect();
        assert_eq!(Check::repeated_by_hash(&others, name), None);
        assert_eq!(Check::repeated_by_order(&others, name), Vec::<u32>::new());
    }
}
