//! Checks a body against the registry. The result is a verdict, or every fault.
//!
//! While the scanner passes, [`members`] reads each member into its slot and checks its value. [`dispatch`] then finds
//! the shape, and a few operations on bit masks tell whether the members fit it. Only if they do not, the members are
//! visited again and every fault is collected.

mod dispatch;
mod faults;
mod members;
mod names;
mod repeated;
mod scratch;
mod slots;
mod value;
mod verdict;

use alloc::vec::Vec;

use crate::declare::{Mask, Registry, Shape};
use crate::error::{Code, Fault, MAX_ISSUES, Term};
use crate::json::{self, Encoding, Root, Value, ValueKind};
use dispatch::Target;
use faults::at_name;
use members::Members;
use repeated::Repeated;
use value::{expected, fault, received};

pub use faults::Faults;
pub use names::Names;
pub use scratch::Scratch;
pub use slots::{Slot, Slots, Undocumented, bits};
pub use verdict::{Checked, Reason, Unmatched, Verdict};

/// The largest body in bytes, whatever the limit is: offsets must fit 31 bits in WebAssembly and JavaScript.
const MAX_BYTES: usize = i32::MAX as usize;

/// The rules that a caller can set.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Largest size of a body in bytes.
    pub max_bytes: usize,
    /// Whether undocumented members, and absent members that every documented example has, are issues.
    pub is_strict: bool,
}

/// Scans `body`, finds its shape and checks its members.
#[inline]
pub fn check<'s>(
    body: &[u8],
    encoding: Encoding,
    rules: Rules,
    registry: &'static Registry,
    scratch: &'s mut Scratch,
) -> Result<Verdict<'s>, Faults> {
    check_each(body, encoding, rules, registry, scratch, |_, _| {})
}

/// The same, and calls `seen` with each member that the scan passes: the byte offset of its name's quote, and its value.
pub fn check_each<'s>(
    body: &[u8],
    encoding: Encoding,
    rules: Rules,
    registry: &'static Registry,
    scratch: &'s mut Scratch,
    seen: impl FnMut(usize, Value),
) -> Result<Verdict<'s>, Faults> {
    if body.len() > rules.max_bytes.min(MAX_BYTES) {
        return Err(Fault::new(Code::TooLarge, 0, Term::Bytes, Term::Nothing).into());
    }
    scratch.begin();
    let Scratch { slots, undocumented, names } = scratch;
    let mut members = Members {
        registry,
        slots,
        undocumented,
        names,
        nulls: 0,
        exceptions: 0,
        wrong: 0,
        repeated: Repeated::default(),
        seen,
    };
    let mut present = 0;
    let root = json::scan(body, encoding, |scanner, at| {
        present = members.read(scanner, at)?;
        Ok(())
    })?;
    let Members { nulls, exceptions, wrong, mut repeated, .. } = members;
    slots.present = present;
    slots.nulls = nulls;
    slots.exceptions = exceptions;
    let payload = match root {
        Root::Object(value) => value,
        Root::Other(value) => {
            let at = value.start.byte as usize;
            return Err(Fault::new(Code::NotAnObject, at, Term::Object, received(value.kind)).into());
        }
    };
    if undocumented.len() > 1 {
        repeated.add_undocumented(undocumented, body);
    }
    if !repeated.is_empty() {
        return Err(repeated.into_faults());
    }
    Check { body, registry, payload, slots, undocumented, is_strict: rules.is_strict }.run(wrong)
}

/// The check of a scanned body against its shape.
struct Check<'b, 's> {
    body: &'b [u8],
    registry: &'static Registry,
    payload: Value,
    slots: &'s Slots,
    undocumented: &'s [Undocumented],
    is_strict: bool,
}

impl<'s> Check<'_, 's> {
    fn run(&self, wrong: Mask) -> Result<Verdict<'s>, Faults> {
        let (index, fault) = match self.dispatch()? {
            Target::Shape(index, fault) => (index, fault),
            Target::Unknown(unmatched) => return Ok(Verdict::Unknown(unmatched)),
        };
        let shape = &self.registry.shapes()[index];
        let there = self.slots.present & !self.slots.nulls;
        let is_right = wrong & shape.known == 0
            && (shape.required | shape.content) & !there == 0
            && fault.is_none()
            && !(self.is_strict && shape.documented);
        if !is_right {
            self.explain(shape, fault)?;
        }
        let Self { payload, slots, undocumented, .. } = *self;
        Ok(Verdict::Event(Checked { shape, index, payload, slots, undocumented }))
    }

    /// Collects every fault. There may be none: strict bodies always come here.
    #[cold]
    fn explain(&self, shape: &Shape, fault: Option<Fault>) -> Result<(), Faults> {
        #[cfg(test)]
        tests::EXPLAINED.set(tests::EXPLAINED.get() + 1);
        let mut faults = Vec::from_iter(fault);
        self.add_faults(shape, &mut faults);
        let mut more = 0;
        if self.is_strict && shape.documented {
            more = self.add_strict_faults(shape, &mut faults);
        }
        if faults.is_empty() { Ok(()) } else { Err(Faults::new(faults, more)) }
    }

    fn add_faults(&self, shape: &Shape, faults: &mut Vec<Fault>) {
        // The dispatch reports faults of the message type.
        for field in bits(shape.known & !(1 << self.registry.message_type_tag)) {
            let is_required = (shape.required | shape.content) >> field & 1 == 1;
            match self.slots.value(field) {
                None if is_required => faults.push(self.missing(field)),
                Some(value) if is_required || value.kind != ValueKind::Null => {
                    let fault = fault(self.registry.kind(field), value, self.body);
                    faults.extend(fault.map(|fault| Fault { field: Some(field), ..fault }));
                }
                _ => {}
            }
        }
    }

    /// Adds absent members that every documented example has, and the first undocumented members. Returns how many more
    /// undocumented members there are.
    fn add_strict_faults(&self, shape: &Shape, faults: &mut Vec<Fault>) -> usize {
        let absent = shape.in_examples & !(self.slots.present | shape.required | shape.content);
        faults.extend(bits(absent).map(|field| Fault { code: Code::AbsentMember, ..self.missing(field) }));
        let undocumented = self.slots.undocumented(shape, self.undocumented, self.body);
        faults.extend(
            (undocumented.iter().take(MAX_ISSUES))
                .map(|it| at_name(Code::UndocumentedMember, it.name.start.byte, it.value.start.byte)),
        );
        undocumented.len().saturating_sub(MAX_ISSUES)
    }

    #[cold]
    fn missing(&self, field: usize) -> Fault {
        // The closing brace is the first place at which the member is known to be missing.
        let at = self.payload.end.byte as usize - 1;
        let expected = expected(self.registry.kind(field));
        Fault { field: Some(field), ..Fault::new(Code::MissingMember, at, expected, Term::Nothing) }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{Faults, Rules, Scratch, Verdict, check};
    use crate::error::{Code, MAX_ISSUES};
    use crate::json::Encoding;
    use crate::model::REGISTRY;

    const RULES: Rules = Rules { max_bytes: 1 << 20, is_strict: false };

    std::thread_local! {
        /// How often the members were visited a second time.
        pub(super) static EXPLAINED: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn checked<'s>(body: &str, scratch: &'s mut Scratch) -> Result<Verdict<'s>, Faults> {
        check(body.as_bytes(), Encoding::Utf8, RULES, &REGISTRY, scratch)
    }

    /// An event whose members have these names.
    pub(super) fn body(names: &[impl AsRef<str>]) -> String {
        let members: Vec<_> = names.iter().map(|name| format!("\"{}\":1", name.as_ref())).collect();
        format!("{{{},\"webhook_event_type\":\"chat_closed\"}}", members.join(","))
    }

    #[test]
    fn members_are_visited_again_only_if_there_is_a_fault() {
        let mut scratch = Scratch::new(&REGISTRY);
        let mut explained = |body: &str, is_strict| {
            EXPLAINED.set(0);
            let _ =
                check(body.as_bytes(), Encoding::Utf8, Rules { is_strict, ..RULES }, &REGISTRY, &mut scratch);
            EXPLAINED.get()
        };
        let message = include_str!("../../tests/fixtures/01-incoming-text.json");
        let drifted = message.replace('{', r#"{"status":7,"extra":1,"#).replace(r#""James""#, "null");
        let wrong = message.replace(r#""James""#, "7");
        let missing = message.replace(r#""contact_id""#, r#""contact_no""#);
        let named = r#"{"webhook_event_type":"chat_closed"}"#;
        let counts = [message, &drifted, named, &wrong, &missing].map(|body| explained(body, false));
        assert_eq!(counts, [0, 0, 0, 1, 1]);
        assert_eq!([message, named].map(|body| explained(body, true)), [1, 0]);
    }

    #[test]
    fn exceptions_are_the_values_without_a_direct_read() {
        let bit = |name: &str| 1u64 << REGISTRY.field(name.as_bytes()).unwrap();
        let message = r#"{"message_id":1,"parent_message_id":1e2,"is_existing_contact":true,"text":"a","from":"\u0061","to":null,"timestamp":"2024-03-08T06:44:54Z","webhook_event_type":"chat_closed"}"#;
        let mut scratch = Scratch::new(&REGISTRY);
        checked(message, &mut scratch).unwrap();
        let slots = scratch.slots();
        assert_eq!(slots.exceptions(), bit("parent_message_id") | bit("from") | bit("to"));
        let named = ["message_id", "is_existing_contact", "text", "timestamp", "webhook_event_type"].map(bit);
        assert_eq!(slots.present(), named.iter().fold(slots.exceptions(), |all, bit| all | bit));
        let double = |name: &str| slots.doubles[REGISTRY.field(name.as_bytes()).unwrap()];
        assert_eq!(
            [double("message_id"), double("parent_message_id")].map(f64::to_bits),
            [1.0, 100.0].map(f64::to_bits)
        );
        // A double that needs a float parser is not computed here.
        checked(r#"{"latitude":0.12345678901234567890,"webhook_event_type":"chat_closed"}"#, &mut scratch)
            .unwrap();
        assert!(scratch.slots().doubles[REGISTRY.field(b"latitude").unwrap()].is_nan());
        assert_eq!(scratch.slots().exceptions(), bit("latitude"));
    }

    /// The code, offset and path of each fault in a body, and how many more faults there are.
    fn faults(body: &str) -> (Vec<(Code, usize, String)>, usize) {
        let faults = checked(body, &mut Scratch::new(&REGISTRY)).unwrap_err();
        let path = |fault| String::from_utf8(Faults::path(fault, &REGISTRY, body.as_bytes())).unwrap();
        (faults.kept().iter().map(|fault| (fault.code, fault.at, path(fault))).collect(), faults.more())
    }

    #[test]
    fn faults_have_offsets_and_paths() {
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
            // Names that are documented, learned, and too long to be learned.
            for name in ["text", "name", &*"n".repeat(40)] {
                let members = vec![format!("\"{name}\":1"); count + 1].join(",");
                let (kept, rest) = faults(&format!("{{{members}}}"));
                assert_eq!((kept.len(), rest), (MAX_ISSUES.min(count), more), "{name}");
                assert!(kept.is_sorted_by_key(|it| it.1));
                assert_eq!(kept[0].1, 1 + name.len() + 5);
            }
        }
    }
}
