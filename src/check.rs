//! A scanned body held against the shape its discriminants choose: the verdict, with every fault.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::declare::{Kind, MAX_ENTRIES, Mask, Name, Registry, Shape};
use crate::error::{Code, Error, Fault, Issue, Locator, MAX_ISSUES, Term};
use crate::json::{
    self, Decimal, Encoding, Integer, Key, Number, Place, Root, Scanned, Scanner, Value, ValueKind,
};
use crate::sort::sort;
use crate::time;

/// The largest body there can be, whatever the limit: offsets have to fit 31 bits in WebAssembly and JavaScript.
const MAX_BYTES: usize = i32::MAX as usize;

/// For how many members that are not documented memory is kept.
const MAX_KEPT_OTHERS: usize = 1 << 10;

/// What a caller can set.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// How many bytes a body may have.
    pub max_bytes: usize,
    /// Whether what the documentation does not have, or has in every example and the body lacks, is an issue.
    pub is_strict: bool,
}

/// Memory that a check works in, to be kept from one body to the next.
#[derive(Debug)]
pub struct Scratch {
    slots: Slots,
    others: Vec<Other>,
    names: Names,
}

impl Scratch {
    /// To be made [ready](Scratch::prepare) before use. All of it zero, so that a static of it takes no place in a binary.
    pub const EMPTY: Self = Self { slots: Slots::EMPTY, others: Vec::new(), names: Names::EMPTY };

    /// Memory for checks against these tables.
    pub fn new(registry: &Registry) -> Self {
        let mut scratch = Self::EMPTY;
        scratch.prepare(registry);
        scratch
    }

    /// Makes it ready for checks against these tables.
    pub fn prepare(&mut self, registry: &Registry) {
        self.names.prepare(registry);
    }

    /// Where values of documented members lie.
    pub fn slots(&self) -> &Slots {
        &self.slots
    }

    /// Members that are not documented anywhere, in the order of the body.
    pub fn others(&self) -> &[Other] {
        &self.others
    }

    /// The names that are known without being documented.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Gives the memory of the others back.
    pub fn forget_others(&mut self) {
        self.others = Vec::new();
    }
}

/// Values of documented members, each at the index of its entry; those of members that are absent are left from an
/// earlier body.
// Its layout is fixed because JavaScript reads it where it lies.
#[derive(Debug)]
#[repr(C)]
pub struct Slots {
    entries: [Slot; MAX_ENTRIES],
    /// Of numbers, the nearest double; not a number where that is beyond what is computed here.
    doubles: [f64; MAX_ENTRIES],
    present: Mask,
    nulls: Mask,
    odd: Mask,
}

/// A member of the body.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Slot {
    value: Value,
    /// Byte offset of its name's quote.
    name_at: u32,
}

impl Slots {
    const EMPTY: Self = {
        let place = Place { byte: 0, unit: 0 };
        let value = Value { kind: ValueKind::Null, start: place, end: place };
        let entries = [Slot { value, name_at: 0 }; MAX_ENTRIES];
        Self { entries, doubles: [0.0; MAX_ENTRIES], present: 0, nulls: 0, odd: 0 }
    };

    fn slot(&self, entry: usize) -> Option<&Slot> {
        if self.present >> entry & 1 == 1 { self.entries.get(entry) } else { None }
    }

    fn value(&self, entry: usize) -> Option<Value> {
        self.slot(entry).map(|slot| slot.value)
    }

    /// The members that are not documented for a shape, in the order of the body: those that are documented nowhere, which are
    /// given, and those that are documented elsewhere.
    fn others<'s>(&self, shape: &Shape, nowhere: &'s [Other], body: &[u8]) -> Cow<'s, [Other]> {
        let mut others = Cow::Borrowed(nowhere);
        for slot in bits(self.present & !shape.known).filter_map(|entry| self.slot(entry)) {
            // Documented names are ASCII, escaped or not, and so is what is between a name and its value.
            let unit = slot.value.start.unit - (slot.value.start.byte - slot.name_at);
            let name = json::name(body, Place { byte: slot.name_at, unit });
            let place = others.partition_point(|other| other.name.start.byte < slot.name_at);
            others.to_mut().insert(place, Other { name, value: slot.value, known: Names::UNKNOWN });
        }
        others
    }

    /// The documented members that are there, be they documented for the shape of the body or not.
    pub fn present(&self) -> Mask {
        self.present
    }

    /// Those of them that have not the usual kind of value: null, a string with escapes, a number that takes more than a
    /// glance.
    pub fn odd(&self) -> Mask {
        self.odd
    }
}

/// A member that is not documented for the shape.
// Its layout is fixed because JavaScript reads it where it lies.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Other {
    /// Its name, a string.
    pub name: Value,
    /// Its value.
    pub value: Value,
    /// The number of its name among those that are [known](Names), or [`Names::UNKNOWN`].
    pub known: u32,
}

impl Other {
    /// What its name stands for.
    #[inline(never)]
    fn name<'b>(&self, body: &'b [u8]) -> Cow<'b, [u8]> {
        text(self.name, body)
    }
}

/// What a string stands for.
fn text(value: Value, body: &[u8]) -> Cow<'_, [u8]> {
    let inside = value.inside(body);
    if value.kind == ValueKind::Escaped { Cow::Owned(json::unescape(inside)) } else { Cow::Borrowed(inside) }
}

/// Names of members, those that are documented and some that came without being so, and which name came behind which the last
/// time: payloads of one kind have their members in one order, and to compare a name is quicker than to look it up.
///
/// A name is meant by a number: its entry, or behind all entries the place of one that was learned.
#[derive(Debug)]
pub struct Names {
    /// Of all documented names, then of those that were learned.
    keys: [Key; Self::START],
    /// What values of documented members have to be.
    kinds: [Kind; MAX_ENTRIES],
    /// How many were learned.
    count: usize,
    /// There was no room for one more.
    is_full: bool,
    /// Counted up whenever the learned names are forgotten.
    generation: u32,
    successors: [u8; Self::START + 1],
    /// Numbers of names by a hash of them. Where two names have one hash, one of the two takes longer to find.
    by_hash: [u8; 1 << u8::BITS],
    /// How often names were found in each way.
    #[cfg(test)]
    ways: [usize; 3],
}

/// How the number of a name was found. It is the same number in each way, so only tests ask.
#[derive(Clone, Copy)]
enum Way {
    /// It is the name that came there the last time.
    Expected,
    /// By its hash.
    Hash,
    /// It was compared with all names.
    LookUp,
}

impl Names {
    /// The number of no name.
    pub const UNKNOWN: u32 = u32::MAX;
    const MAX_LEARNED: usize = 16;
    /// What the first member comes behind, and any behind one whose name is not known.
    const START: usize = MAX_ENTRIES + Self::MAX_LEARNED;

    const EMPTY: Self = Self {
        keys: [Key::NONE; Self::START],
        kinds: [Kind::String; MAX_ENTRIES],
        count: 0,
        is_full: false,
        generation: 0,
        successors: [0; Self::START + 1],
        by_hash: [0; 1 << u8::BITS],
        #[cfg(test)]
        ways: [0; 3],
    };

    #[inline(always)]
    #[allow(clippy::inline_always, clippy::unused_self)]
    fn note(&mut self, way: Way) {
        let _ = way as usize;
        #[cfg(test)]
        {
            self.ways[way as usize] += 1;
        }
    }

    fn prepare(&mut self, registry: &Registry) {
        for (number, entry) in registry.entries().iter().enumerate() {
            self.keys[number] = Key::new(entry.name.as_bytes());
            self.kinds[number] = entry.kind;
            self.by_hash[hash(entry.name.as_bytes())] = number as u8;
        }
    }

    /// How often all learned names were forgotten: a number means another name then.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// The number of a name that is learned, or is from now on; `None` where it is not to be learned.
    fn learn(&mut self, name: &[u8]) -> Option<usize> {
        let key = Key::of(name)?;
        let learned = self.keys.get_mut(MAX_ENTRIES..)?;
        let index = learned.iter().take(self.count).position(|it| *it == key).unwrap_or(self.count);
        if index == self.count {
            self.is_full = index == Self::MAX_LEARNED;
            *learned.get_mut(index)? = key;
            self.count += 1;
            // Documented names go first.
            let by_hash = &mut self.by_hash[hash(name)];
            if *by_hash == 0 || usize::from(*by_hash) >= MAX_ENTRIES {
                *by_hash = (MAX_ENTRIES + index) as u8;
            }
        }
        Some(MAX_ENTRIES + index)
    }

    /// Forgets what was learned, where there was no room for more: the names in use may have changed.
    #[inline]
    fn make_room(&mut self) {
        if self.is_full {
            self.forget();
        }
    }

    #[cold]
    fn forget(&mut self) {
        if let Some(learned) = self.keys.get_mut(MAX_ENTRIES..) {
            learned.fill(Key::NONE);
        }
        self.count = 0;
        self.is_full = false;
        self.generation = self.generation.wrapping_add(1);
    }
}

/// A hash by which no two of the names differ that are documented now.
#[inline]
fn hash(name: &[u8]) -> usize {
    match name {
        [first, .., last] => (name.len() + 5 * usize::from(*first) + 10 * usize::from(*last)) & 0xFF,
        _ => 0,
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
    /// The whole object.
    pub payload: Value,
    slots: &'s Slots,
    others: &'s [Other],
}

impl<'s> Checked<'s> {
    /// The documented members that are there.
    fn present(&self) -> Mask {
        self.slots.present & self.shape.known
    }

    /// The value of a member by its index among the registry's entries: `None` where it is absent or not documented
    /// for this shape.
    #[inline]
    pub fn value(&self, entry: usize) -> Option<Value> {
        if self.present() >> entry & 1 == 1 { self.slots.value(entry) } else { None }
    }

    /// The members that are not documented for this shape, in the order of the body.
    pub fn others(&self, body: &[u8]) -> Cow<'s, [Other]> {
        self.slots.others(self.shape, self.others, body)
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
    /// Of faults that there are not many of.
    #[cold]
    fn new(mut faults: Vec<Fault>, more: usize) -> Self {
        // Each goes before those that are behind it: short to write down, and stable.
        for end in 1..faults.len() {
            let mut at = end;
            while at > 0 && faults[at - 1].at > faults[at].at {
                faults.swap(at - 1, at);
                at -= 1;
            }
        }
        let more = more + faults.len().saturating_sub(MAX_ISSUES);
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

    /// The path of a fault: a JSON Pointer in UTF-8.
    pub fn path(fault: &Fault, registry: &Registry, body: &[u8]) -> Vec<u8> {
        match fault.entry.and_then(|entry| registry.entries().get(entry)) {
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
    let Scratch { slots, others, names } = scratch;
    // As many as no payload has are not kept for the next body.
    if others.capacity() > MAX_KEPT_OTHERS {
        *others = Vec::new();
    }
    others.clear();
    names.make_room();
    let mut members =
        Members { registry, slots, others, names, nulls: 0, odd: 0, wrong: 0, repeated: Repeated::default() };
    let mut present = 0;
    let root = json::scan(body, encoding, |scanner, at| {
        present = members.take(scanner, at)?;
        Ok(())
    })?;
    let Members { nulls, odd, wrong, mut repeated, .. } = members;
    slots.present = present;
    slots.nulls = nulls;
    slots.odd = odd;
    let payload = match root {
        Root::Object(value) => value,
        Root::Other(value) => {
            let at = value.start.byte as usize;
            return Err(Fault::new(Code::NotAnObject, at, Term::Object, received(value.kind)).into());
        }
    };
    if others.len() > 1 {
        repeated.among(others, body);
    }
    if !repeated.kept.is_empty() {
        return Err(repeated.into_faults());
    }
    Check { body, registry, payload, slots, is_strict: rules.is_strict }.run(wrong, others)
}

/// The members of a body as the scan comes by.
struct Members<'s> {
    registry: &'static Registry,
    slots: &'s mut Slots,
    others: &'s mut Vec<Other>,
    names: &'s mut Names,
    /// Documented members whose value is null.
    nulls: Mask,
    /// Documented members whose value has not the usual kind.
    odd: Mask,
    /// Documented members whose value is not what it has to be.
    wrong: Mask,
    repeated: Repeated,
}

impl Members<'_> {
    /// Takes all members, and says which documented ones there are.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn take(&mut self, scanner: &mut Scanner<'_>, first: usize) -> Scanned<Mask> {
        let body = scanner.body();
        let mut present: Mask = 0;
        let mut name_at = first;
        // The number of the name before.
        let mut last = Names::START;
        loop {
            let guess = usize::from(self.names.successors[last]);
            let mut name = None;
            let number;
            let at;
            if let Some(behind) = json::key(body, name_at, &self.names.keys[guess]) {
                self.names.note(Way::Expected);
                (number, at) = (guess, behind);
            } else {
                let found = json::short_name(body, name_at).and_then(|name| {
                    let number = usize::from(self.names.by_hash[hash(name)]);
                    json::key(body, name_at, &self.names.keys[number]).map(|behind| (number, behind))
                });
                (number, at) = match found {
                    Some(found) => {
                        self.names.note(Way::Hash);
                        found
                    }
                    None => self.look_up(scanner, name_at, &mut name)?,
                };
                if number != Names::START {
                    self.names.successors[last] = number as u8;
                }
            }
            last = number;
            // As writers that do not print on lines of their own put it.
            let at = at + usize::from(body.get(at) == Some(&b' '));

            let end = if number >= MAX_ENTRIES {
                self.take_other(scanner, name_at, at, name, number)?
            } else {
                let kind = self.names.kinds[number];
                let (value, is_right) = match kind {
                    Kind::String | Kind::DateTime => match json::plain_string(body, at) {
                        Some(end) => {
                            let (start, end) = (scanner.place(at), scanner.place(end));
                            let value = Value { kind: ValueKind::String, start, end };
                            (value, kind == Kind::String || time::is_valid(value.inside(body)))
                        }
                        None => {
                            let value = scanner.value(at)?;
                            (value, kind == Kind::String && value.kind == ValueKind::String)
                        }
                    },
                    _ => match json::decimal(body, at) {
                        Some((decimal, end)) => {
                            self.slots.doubles[number] = decimal.double();
                            let (start, end) = (scanner.place(at), scanner.place(end));
                            (Value { kind: ValueKind::Number, start, end }, is_right(kind, decimal))
                        }
                        None => (scanner.value(at)?, false),
                    },
                };
                let bit = 1 << number;
                if present & bit == 0 {
                    present |= bit;
                    self.slots.entries[number] = Slot { value, name_at: name_at as u32 };
                    if !is_right {
                        self.look_again(body, number, kind, value);
                    }
                } else {
                    self.repeated.add(name_at as u32, value);
                }
                value.end.byte as usize
            };
            name_at = match json::next(body, end) {
                Some(next) => next,
                None => match scanner.next(end)? {
                    Some(next) => next,
                    None => return Ok(present),
                },
            };
        }
    }

    /// Notes a null and a wrong value, and reads a number that takes more than a glance.
    #[inline(never)]
    fn look_again(&mut self, body: &[u8], entry: usize, kind: Kind, value: Value) {
        if !matches!(value.kind, ValueKind::True | ValueKind::False) {
            self.odd |= 1 << entry;
        }
        if value.kind == ValueKind::Null {
            self.nulls |= 1 << entry;
        } else if fault(kind, value, body).is_some() {
            self.wrong |= 1 << entry;
        }
        if value.kind == ValueKind::Number {
            self.slots.doubles[entry] = Number::new(value.text(body)).double().unwrap_or(f64::NAN);
        }
    }

    /// Takes a name that is none of those expected, and gives its number and the offset behind its colon;
    /// [`Names::START`] is no number.
    #[inline(never)]
    fn look_up(
        &mut self,
        scanner: &mut Scanner<'_>,
        at: usize,
        name: &mut Option<Value>,
    ) -> Scanned<(usize, usize)> {
        self.names.note(Way::LookUp);
        let (value, behind) = scanner.name(at)?;
        *name = Some(value);
        let text = text(value, scanner.body());
        let number = self.registry.entry(&text).or_else(|| self.names.learn(&text));
        Ok((number.unwrap_or(Names::START), behind))
    }

    #[inline(never)]
    fn take_other(
        &mut self,
        scanner: &mut Scanner<'_>,
        name_at: usize,
        at: usize,
        name: Option<Value>,
        number: usize,
    ) -> Scanned<usize> {
        // Learned names are ASCII, and a key has a colon behind the quote.
        let name = name.unwrap_or_else(|| Value {
            kind: ValueKind::String,
            start: scanner.place(name_at),
            end: scanner.place(name_at + self.names.keys[number].len() - 1),
        });
        let value = match json::plain_string(scanner.body(), at) {
            Some(end) => Value { kind: ValueKind::String, start: scanner.place(at), end: scanner.place(end) },
            None => scanner.value(at)?,
        };
        let known = if number == Names::START { Names::UNKNOWN } else { (number - MAX_ENTRIES) as u32 };
        self.others.push(Other { name, value, known });
        Ok(value.end.byte as usize)
    }
}

/// Whether a number is what it has to be.
#[inline]
fn is_right(kind: Kind, decimal: Decimal) -> bool {
    match kind {
        Kind::Integer => decimal.places == 0,
        Kind::Latitude => decimal.is_within(MAX_LATITUDE),
        Kind::Longitude => decimal.is_within(MAX_LONGITUDE),
        _ => false,
    }
}

/// Members whose name was there before.
#[derive(Default)]
struct Repeated {
    /// Byte offsets of name and value, of the first members of each kind: documented, learned, and others.
    kept: Vec<(u32, u32)>,
    more: usize,
}

impl Repeated {
    /// Adds a member behind others of its kind.
    #[cold]
    fn add(&mut self, name_at: u32, value: Value) {
        if self.kept.len() < MAX_ISSUES {
            self.kept.push((name_at, value.start.byte));
        } else {
            self.more += 1;
        }
    }

    /// Adds members of another kind. The first ones of all are among the first ones of each kind.
    fn append(&mut self, kind: Self) {
        self.kept.extend(kind.kept);
        self.more += kind.more;
    }

    /// Adds the later ones of members of one name that are not documented.
    #[inline(never)]
    fn among(&mut self, others: &[Other], body: &[u8]) {
        let mut seen = 0u32;
        let mut unknown = Vec::new();
        let mut learned = Self::default();
        // Names that are known by different numbers are different; the hash table is for the rest.
        for (index, other) in others.iter().enumerate() {
            if other.known == Names::UNKNOWN {
                unknown.push(index as u32);
            } else {
                let bit = 1 << other.known;
                if seen & bit != 0 {
                    learned.add(other.name.start.byte, other.value);
                }
                seen |= bit;
            }
        }
        self.append(learned);
        if unknown.len() < 2 {
            return;
        }
        let name = |index: u32| others.get(index as usize).map_or(Cow::default(), |other| other.name(body));
        let mut repeated =
            repeated_by_hash(&unknown, &name).unwrap_or_else(|| repeated_by_order(&unknown, &name));
        sort(&mut repeated, &|a, b| a < b);
        let mut rest = Self::default();
        for other in repeated.into_iter().filter_map(|index| others.get(index as usize)) {
            rest.add(other.name.start.byte, other.value);
        }
        self.append(rest);
    }

    #[cold]
    fn into_faults(self) -> Faults {
        let fault = |&(name_at, value_at): &(u32, u32)| named(Code::RepeatedMember, name_at, value_at);
        let faults: Vec<_> = self.kept.iter().map(fault).collect();
        Faults::new(faults, self.more)
    }
}

struct Check<'b, 's> {
    body: &'b [u8],
    registry: &'static Registry,
    payload: Value,
    slots: &'s Slots,
    is_strict: bool,
}

/// Where dispatch leads.
enum Target {
    /// A shape, by its index; a fault where only the shape of what all messages share could be found.
    Shape(usize, Option<Fault>),
    Unknown(Unmatched),
}

impl<'s> Check<'_, 's> {
    fn run(&self, wrong: Mask, others: &'s [Other]) -> Result<Verdict<'s>, Faults> {
        let target = self.dispatch().map_err(|fault| self.hint(fault, others))?;
        let (index, fault) = match target {
            Target::Shape(index, fault) => (index, fault),
            Target::Unknown(unmatched) => return Ok(Verdict::Unknown(unmatched)),
        };

        let shape = &self.registry.shapes()[index];
        let Slots { present, nulls, .. } = *self.slots;
        let there = present & !nulls;
        let is_right = wrong & shape.known == 0
            && (shape.required | shape.contents) & !there == 0
            && fault.is_none()
            && !(self.is_strict && shape.documented);
        if !is_right {
            self.explain(shape, fault, others)?;
        }
        Ok(Verdict::Event(Checked { shape, index, payload: self.payload, slots: self.slots, others }))
    }

    /// Every fault, where there is one.
    #[cold]
    fn explain(&self, shape: &Shape, fault: Option<Fault>, others: &[Other]) -> Result<(), Faults> {
        #[cfg(test)]
        tests::EXPLAINED.set(tests::EXPLAINED.get() + 1);
        let mut faults = Vec::from_iter(fault);
        self.check_members(shape, &mut faults);
        let mut more = 0;
        if self.is_strict && shape.documented {
            more = self.check_strictly(shape, &self.slots.others(shape, others, self.body), &mut faults);
        }
        if faults.is_empty() { Ok(()) } else { Err(Faults::new(faults, more)) }
    }

    /// Finds the shape by the discriminants.
    fn dispatch(&self) -> Result<Target, Fault> {
        let Self { body, registry, payload, slots, .. } = *self;
        let tag = |entry: usize| {
            let value = slots.value(entry).ok_or_else(|| self.missing(entry))?;
            fault(Kind::String, value, body).map_or(Ok(value), Err)
        };
        let event_value = tag(registry.event_tag)?;
        let unknown =
            |reason, content| Ok(Target::Unknown(Unmatched { reason, event: event_value, content, payload }));

        let event = find(registry.events(), event_value, body);
        let Some(event) = event else { return unknown(Reason::EventType, None) };
        let Some(envelope) = event.envelope else { return Ok(Target::Shape(event.shape, None)) };
        let content_value = match tag(registry.content_tag) {
            Ok(value) => value,
            // What all messages share can be checked all the same.
            Err(fault) => return Ok(Target::Shape(envelope, Some(fault))),
        };
        let content = find(registry.types(), content_value, body);
        let Some(content) = content else { return unknown(Reason::MessageType, Some(content_value)) };
        let index = event.shape + content.shape;
        let contents = registry.shapes()[index].contents;
        if contents & !(slots.present & !slots.nulls) != 0 {
            return unknown(Reason::Content, Some(content_value));
        }
        Ok(Target::Shape(index, None))
    }

    /// Names the likely mistake where an event has no name.
    #[cold]
    fn hint(&self, fault: Fault, others: &[Other]) -> Fault {
        let is_entry = |it: &Other| it.value.kind == ValueKind::Array && *it.name(self.body) == *b"entry";
        if fault.code == Code::MissingMember && others.iter().any(is_entry) {
            Fault { code: Code::MetaPayload, ..fault }
        } else {
            fault
        }
    }

    fn check_members(&self, shape: &Shape, faults: &mut Vec<Fault>) {
        // What is wrong with the message type is known from the dispatch.
        for entry in bits(shape.known & !(1 << self.registry.content_tag)) {
            let is_required = (shape.required | shape.contents) >> entry & 1 == 1;
            match self.slots.value(entry) {
                None if is_required => faults.push(self.missing(entry)),
                Some(value) if is_required || value.kind != ValueKind::Null => {
                    let fault = fault(self.registry.kind(entry), value, self.body);
                    faults.extend(fault.map(|fault| Fault { entry: Some(entry), ..fault }));
                }
                _ => {}
            }
        }
    }

    /// Adds what is an issue only for those who ask: optional members that every documented example has and the body
    /// lacks, and the first of the members that are not documented. Says how many more of these there are.
    fn check_strictly(&self, shape: &Shape, others: &[Other], faults: &mut Vec<Fault>) -> usize {
        let absent = shape.usual & !(self.slots.present | shape.required | shape.contents);
        faults.extend(bits(absent).map(|entry| Fault { code: Code::AbsentMember, ..self.missing(entry) }));
        let more = others.len().saturating_sub(MAX_ISSUES);
        faults.extend(
            others
                .iter()
                .take(MAX_ISSUES)
                .map(|other| named(Code::UndocumentedMember, other.name.start.byte, other.value.start.byte)),
        );
        more
    }

    #[cold]
    fn missing(&self, entry: usize) -> Fault {
        // Only the closing brace shows that nothing more comes.
        let at = self.payload.end.byte as usize - 1;
        let expected = expected(self.registry.kind(entry));
        Fault { entry: Some(entry), ..Fault::new(Code::MissingMember, at, expected, Term::Nothing) }
    }
}

/// The later ones of members of one name, found in linear time; `None` where names fall into one place too often, as chosen ones may.
fn repeated_by_hash<'n>(others: &[u32], name: &dyn Fn(u32) -> Cow<'n, [u8]>) -> Option<Vec<u32>> {
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

/// The later ones of members of one name, found by sorting, whatever the names are.
fn repeated_by_order<'n>(others: &[u32], name: &dyn Fn(u32) -> Cow<'n, [u8]>) -> Vec<u32> {
    let mut order = others.to_vec();
    sort(&mut order, &|a, b| (name(a), a) < (name(b), b));
    let pairs = order.iter().zip(order.iter().skip(1));
    pairs.filter(|&(&one, &next)| name(one) == name(next)).map(|(_, &next)| next).collect()
}

/// A fault at the name of a member.
fn named(code: Code, name_at: u32, value_at: u32) -> Fault {
    Fault { path_at: value_at as usize, ..Fault::new(code, name_at as usize, Term::Nothing, Term::Nothing) }
}

const MAX_LATITUDE: u32 = 90;
const MAX_LONGITUDE: u32 = 180;

/// What is wrong with a member's value, if anything is.
fn fault(kind: Kind, value: Value, body: &[u8]) -> Option<Fault> {
    let at = value.start.byte as usize;
    let wrong = |code| Some(Fault::new(code, at, expected(kind), received(value.kind)));
    match (kind, value.kind) {
        (Kind::String, ValueKind::String | ValueKind::Escaped)
        | (Kind::Boolean, ValueKind::True | ValueKind::False) => None,
        (Kind::DateTime, ValueKind::String | ValueKind::Escaped) if time::is_valid(&text(value, body)) => {
            None
        }
        (Kind::DateTime, ValueKind::String | ValueKind::Escaped) => wrong(Code::InvalidDateTime),
        (Kind::Integer, ValueKind::Number) => match json::integer(value.text(body)) {
            Integer::Safe(_) => None,
            Integer::Unsafe => wrong(Code::UnsafeInteger),
            Integer::Fraction => wrong(Code::NotAnInteger),
        },
        (Kind::Latitude | Kind::Longitude, ValueKind::Number) => {
            let limit = if kind == Kind::Latitude { MAX_LATITUDE } else { MAX_LONGITUDE };
            if Number::new(value.text(body)).is_within(limit) { None } else { wrong(Code::OutOfRange) }
        }
        _ => wrong(Code::WrongType),
    }
}

/// The name that a string is.
fn find(names: &'static [Name], value: Value, body: &[u8]) -> Option<&'static Name> {
    let text = text(value, body);
    names.iter().find(|name| json::is_same(&text, name.value.as_bytes()))
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
        ValueKind::String | ValueKind::Escaped => Term::String,
        ValueKind::Array => Term::Array,
        ValueKind::Object => Term::Object,
    }
}

/// The entries in a set.
pub fn bits(mut mask: Mask) -> impl Iterator<Item = usize> {
    core::iter::from_fn(move || {
        let bit = mask.trailing_zeros();
        mask &= mask.wrapping_sub(1);
        (bit < Mask::BITS).then_some(bit as usize)
    })
}

#[cfg(test)]
mod tests {
    use alloc::borrow::Cow;
    use std::cell::Cell;
    use std::collections::BTreeSet;

    use super::{
        Faults, MAX_KEPT_OTHERS, Names, Rules, Scratch, Verdict, check, hash, repeated_by_hash,
        repeated_by_order,
    };
    use crate::REGISTRY;
    use crate::declare::MAX_ENTRIES;
    use crate::error::{Code, MAX_ISSUES};
    use crate::json::Encoding;

    const RULES: Rules = Rules { max_bytes: 1 << 20, is_strict: false };

    std::thread_local! {
        /// How often the members were gone through once more.
        pub(super) static EXPLAINED: Cell<usize> = const { Cell::new(0) };
    }

    fn checked<'s>(body: &str, scratch: &'s mut Scratch) -> Result<Verdict<'s>, Faults> {
        check(body.as_bytes(), Encoding::Utf8, RULES, &REGISTRY, scratch)
    }

    /// How many names of a body are found as expected, by their hash, and by looking them up.
    fn ways(body: &str, scratch: &mut Scratch) -> [usize; 3] {
        scratch.names.ways = [0; 3];
        let _ = checked(body, scratch);
        scratch.names.ways
    }

    fn body(names: &[impl AsRef<str>]) -> String {
        let members: Vec<_> = names.iter().map(|name| format!("\"{}\":1", name.as_ref())).collect();
        format!("{{{},\"webhook_event_type\":\"chat_closed\"}}", members.join(","))
    }

    /// Names that begin so, each with a hash that no other one and no documented name has.
    fn with_hashes_of_their_own(start: &str) -> impl Iterator<Item = String> {
        let names = (b'A'..=b'z')
            .filter(u8::is_ascii_alphanumeric)
            .map(move |last| format!("{start}{}", char::from(last)));
        names.filter(|name| {
            REGISTRY.entries().iter().all(|entry| hash(entry.name.as_bytes()) != hash(name.as_bytes()))
        })
    }

    fn named(range: std::ops::Range<usize>) -> Vec<String> {
        let names: Vec<_> = with_hashes_of_their_own("name_").take(range.end).collect();
        assert_eq!(names.len(), range.end);
        names[range].to_vec()
    }

    #[test]
    fn no_two_documented_names_have_one_hash() {
        let hashes: BTreeSet<_> =
            REGISTRY.entries().iter().map(|entry| hash(entry.name.as_bytes())).collect();
        assert_eq!(hashes.len(), REGISTRY.entries().len());
        assert!(hashes.iter().all(|hash| *hash > 0));
        assert_eq!([hash(b""), hash(b"x")], [0, 0]);
    }

    #[test]
    fn documented_names_are_never_looked_up() {
        let names: Vec<_> = REGISTRY.entries().iter().map(|entry| entry.name.to_owned()).collect();
        let backwards: Vec<_> = names.iter().rev().cloned().collect();
        let count = names.len() + 1;
        let mut scratch = Scratch::new(&REGISTRY);
        // A repeated member is found too. The first name of all is the one that is expected of a new memory.
        assert_eq!(ways(&body(&names), &mut scratch), [1, count - 1, 0]);
        assert_eq!(ways(&body(&names), &mut scratch), [count, 0, 0]);
        let there_and_back = ways(&body(&backwards), &mut scratch);
        assert_eq!(there_and_back[2], 0);
        assert_eq!(ways(&body(&backwards), &mut scratch), [count, 0, 0]);
    }

    #[test]
    fn names_are_learned_and_forgotten_all_at_once() {
        let mut scratch = Scratch::new(&REGISTRY);
        let sixteen = body(&named(0..16));
        assert_eq!(ways(&sixteen, &mut scratch)[2], 16);
        assert_eq!(ways(&sixteen, &mut scratch), [17, 0, 0]);
        assert_eq!((scratch.names.count, scratch.names.generation()), (16, 0));
        // Out of order they are found by their hash.
        let swapped = body(&[named(8..16), named(0..8)].concat());
        assert_eq!(ways(&swapped, &mut scratch)[2], 0);

        // One more is not learned, and is looked up each time until the others are forgotten.
        let one_more = body(&named(0..17));
        assert_eq!(ways(&one_more, &mut scratch)[2], 1);
        assert!(scratch.names.is_full);
        assert_eq!(ways(&one_more, &mut scratch)[2], 17);
        assert_eq!((scratch.names.count, scratch.names.generation()), (16, 1));

        // Its place is another name's now.
        let mut scratch = Scratch::new(&REGISTRY);
        ways(&body(&named(0..17)), &mut scratch);
        assert_eq!(ways(&body(&named(20..22)), &mut scratch)[2], 2);
        assert_eq!((scratch.names.count, scratch.names.generation()), (2, 1));
        assert_eq!(ways(&body(&named(0..1)), &mut scratch)[2], 1);
        scratch.names.generation = u32::MAX;
        scratch.names.forget();
        assert_eq!(scratch.names.generation(), 0);
    }

    #[test]
    fn names_that_are_long_or_not_plain_are_not_learned() {
        let mut scratch = Scratch::new(&REGISTRY);
        for name in [&*"x".repeat(30), "م", "a\\\"b"] {
            for _ in 0..2 {
                assert_eq!(ways(&body(&[name]), &mut scratch)[2], 1, "{name}");
            }
        }
        assert_eq!(scratch.names.count, 0);
        let longest = "x".repeat(29);
        assert_eq!(ways(&body(&[&longest]), &mut scratch)[2], 1);
        assert_eq!(ways(&body(&[&longest]), &mut scratch), [2, 0, 0]);
        // Escaped, it is known but not compared.
        assert_eq!(ways(&body(&["\\u0061b"]), &mut scratch)[2], 1);
        assert_eq!(scratch.names.count, 2);
        assert_eq!(ways(&body(&["ab"]), &mut scratch)[2], 0);
    }

    #[test]
    fn a_learned_name_does_not_hide_a_documented_one() {
        let mut scratch = Scratch::new(&REGISTRY);
        // As long as `from`, with its first and its last letter.
        assert_eq!(hash(b"fxxm"), hash(b"from"));
        ways(&body(&["fxxm"]), &mut scratch);
        assert_eq!(ways(&body(&["to", "from"]), &mut scratch)[2], 0);
        // Of two learned names with one hash, the last one is found by it.
        let one = with_hashes_of_their_own("x12").next().unwrap();
        let other = one.replace("12", "21");
        assert_eq!(hash(one.as_bytes()), hash(other.as_bytes()));
        ways(&body(&[&one, &other]), &mut scratch);
        assert_eq!(ways(&body(&["to", &other]), &mut scratch)[2], 0);
        assert_eq!(ways(&body(&["id", &one]), &mut scratch)[2], 1);
    }

    #[test]
    fn every_name_has_its_number() {
        let mut scratch = Scratch::new(&REGISTRY);
        let learned = [named(0..3), vec!["x".repeat(40)]].concat();
        ways(&body(&learned), &mut scratch);
        let known: Vec<_> = scratch.others.iter().map(|other| other.known).collect();
        assert_eq!(known, [0, 1, 2, Names::UNKNOWN]);
        assert_eq!(scratch.names.keys.len(), MAX_ENTRIES + 16);
    }

    #[test]
    fn memory_of_few_members_is_kept() {
        let mut scratch = Scratch::new(&REGISTRY);
        let ninety: Vec<_> = (0..90).map(|i| format!("n{i}")).collect();
        ways(&body(&ninety), &mut scratch);
        let kept = scratch.others.capacity();
        assert!((90..=MAX_KEPT_OTHERS).contains(&kept), "{kept}");
        ways(&body(&named(0..1)), &mut scratch);
        assert_eq!(scratch.others.capacity(), kept);

        let many: Vec<_> = (0..=MAX_KEPT_OTHERS).map(|i| format!("n{i}")).collect();
        ways(&body(&many), &mut scratch);
        assert!(scratch.others.capacity() > MAX_KEPT_OTHERS);
        ways(&body(&named(0..1)), &mut scratch);
        assert!(scratch.others.capacity() < MAX_KEPT_OTHERS);
        scratch.forget_others();
        assert_eq!(scratch.others.capacity(), 0);
        scratch.others.reserve_exact(MAX_KEPT_OTHERS);
        ways(&body(&named(0..1)), &mut scratch);
        assert_eq!(scratch.others.capacity(), MAX_KEPT_OTHERS);
    }

    #[test]
    fn members_are_gone_through_once_more_only_where_something_is_wrong() {
        let mut scratch = Scratch::new(&REGISTRY);
        let mut explained = |body: &str, is_strict| {
            EXPLAINED.set(0);
            let _ =
                check(body.as_bytes(), Encoding::Utf8, Rules { is_strict, ..RULES }, &REGISTRY, &mut scratch);
            EXPLAINED.get()
        };
        let message = include_str!("../tests/fixtures/01-incoming-text.json");
        let unusual = message.replace('{', r#"{"status":7,"extra":1,"#).replace(r#""James""#, "null");
        let wrong = message.replace(r#""James""#, "7");
        let missing = message.replace(r#""contact_id""#, r#""contact_no""#);
        let named = r#"{"webhook_event_type":"chat_closed"}"#;
        let counts = [message, &unusual, named, &wrong, &missing].map(|body| explained(body, false));
        assert_eq!(counts, [0, 0, 0, 1, 1]);
        assert_eq!([message, named].map(|body| explained(body, true)), [1, 0]);
    }

    #[test]
    fn members_that_are_odd_are_noted() {
        let bit = |name: &str| 1u64 << REGISTRY.entry(name.as_bytes()).unwrap();
        let message = r#"{"message_id":1,"parent_message_id":1e2,"is_existing_contact":true,"text":"a","from":"\u0061","to":null,"timestamp":"2024-03-08T06:44:54Z","webhook_event_type":"chat_closed"}"#;
        let mut scratch = Scratch::new(&REGISTRY);
        checked(message, &mut scratch).unwrap();
        let slots = scratch.slots();
        assert_eq!(slots.odd(), bit("parent_message_id") | bit("from") | bit("to"));
        let named = ["message_id", "is_existing_contact", "text", "timestamp", "webhook_event_type"].map(bit);
        assert_eq!(slots.present(), named.iter().fold(slots.odd(), |all, bit| all | bit));
        let double = |name: &str| slots.doubles[REGISTRY.entry(name.as_bytes()).unwrap()];
        assert_eq!(
            [double("message_id"), double("parent_message_id")].map(f64::to_bits),
            [1.0, 100.0].map(f64::to_bits)
        );
        // What takes a float parser is not computed here.
        checked(r#"{"latitude":0.12345678901234567890,"webhook_event_type":"chat_closed"}"#, &mut scratch)
            .unwrap();
        assert!(scratch.slots().doubles[REGISTRY.entry(b"latitude").unwrap()].is_nan());
        assert_eq!(scratch.slots().odd(), bit("latitude"));
    }

    /// The faults of a body: their codes, offsets and paths, and how many more there are.
    fn faults(body: &str) -> (Vec<(Code, usize, String)>, usize) {
        let faults = checked(body, &mut Scratch::new(&REGISTRY)).unwrap_err();
        let path = |fault| String::from_utf8(Faults::path(fault, &REGISTRY, body.as_bytes())).unwrap();
        (faults.kept().iter().map(|fault| (fault.code, fault.at, path(fault))).collect(), faults.more())
    }

    #[test]
    fn faults_have_paths() {
        let message = r#"{"contact_id":"1","webhook_event_type":"new_contact","a/b":1,"a/b":[2]}"#;
        assert_eq!(faults(message), (vec![(Code::RepeatedMember, 61, "/a~1b".to_owned())], 0));
        assert_eq!(faults("[1,[2,}").0, [(Code::UnexpectedCharacter, 6, "/1/1".to_owned())]);
        let message = r#"{"broadcast_id":"1","broadcast_status":2,"timestamp":"2024","webhook_event_type":"broadcast_complete"}"#;
        assert_eq!(
            faults(message).0,
            [
                (Code::WrongType, 16, "/broadcast_id".to_owned()),
                (Code::WrongType, 39, "/broadcast_status".to_owned()),
                (Code::InvalidDateTime, 53, "/timestamp".to_owned()),
            ]
        );
        let large = "1".repeat(RULES.max_bytes + 1);
        assert_eq!(faults(&large).0, [(Code::TooLarge, 0, String::new())]);
    }

    #[test]
    fn the_first_faults_are_kept_and_the_rest_is_counted() {
        for (count, more) in [(1, 0), (MAX_ISSUES, 0), (MAX_ISSUES + 1, 1), (100, 100 - MAX_ISSUES)] {
            // Documented, learned, and too long to be learned.
            for name in ["text", "name", &*"n".repeat(40)] {
                let members = vec![format!("\"{name}\":1"); count + 1].join(",");
                let (kept, rest) = faults(&format!("{{{members}}}"));
                assert_eq!((kept.len(), rest), (MAX_ISSUES.min(count), more), "{name}");
                assert!(kept.is_sorted_by_key(|it| it.1));
                assert_eq!(kept[0].1, 1 + name.len() + 5);
            }
        }
    }

    #[test]
    fn both_ways_find_the_same_repeated_names() {
        for length in [2u32, 3, 10, 1000] {
            for distinct in [1u32, 2, 7, 500, 5000] {
                let names: Vec<String> = (0..length).map(|i| format!("n{}", i * 7919 % distinct)).collect();
                let name = |index: u32| Cow::Borrowed(names[index as usize].as_bytes());
                let others: Vec<u32> = (0..length).collect();
                let mut by_order = repeated_by_order(&others, &name);
                by_order.sort_unstable();
                assert_eq!(repeated_by_hash(&others, &name), Some(by_order), "{length} {distinct}");
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
        assert_eq!(repeated_by_hash(&others, &name), None);
        assert_eq!(repeated_by_order(&others, &name), Vec::<u32>::new());
    }
}
