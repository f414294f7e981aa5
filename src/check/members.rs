//! Reads the members of the payload one by one, while the scanner passes over them.

use alloc::vec::Vec;

use super::names::{Found, Names, hash};
use super::repeated::Repeated;
use super::slots::{Slot, Slots, Undocumented, text};
use super::value::{accepts, fault};
use crate::declare::{Kind, MAX_FIELDS, Mask, Registry};
use crate::json::{self, Number, Scanned, Scanner, Value, ValueKind};
use crate::time;

/// Collects the members of the payload.
pub(super) struct Members<'s, F> {
    pub(super) registry: &'static Registry,
    pub(super) slots: &'s mut Slots,
    pub(super) undocumented: &'s mut Vec<Undocumented>,
    pub(super) names: &'s mut Names,
    /// Fields that are null.
    pub(super) nulls: Mask,
    /// See [`Slots::exceptions`].
    pub(super) exceptions: Mask,
    /// Fields whose value breaks the rule of their kind.
    pub(super) wrong: Mask,
    pub(super) repeated: Repeated,
    /// Called with each member: the byte offset of its name's quote, and its value.
    pub(super) seen: F,
}

impl<F: FnMut(usize, Value)> Members<'_, F> {
    /// Reads all members; `first` is the offset of the first name's quote. Returns the documented fields that are
    /// present.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    pub(super) fn read(&mut self, scanner: &mut Scanner<'_>, first: usize) -> Scanned<Mask> {
        let body = scanner.body();
        let mut present: Mask = 0;
        let mut name_at = first;
        let mut last_id = Names::NONE;
        loop {
            let expected = usize::from(self.names.successors[last_id]);
            // Only the search reads the name.
            let mut name = None;
            let id;
            let at;
            if let Some(end) = json::key(body, name_at, &self.names.keys[expected]) {
                self.names.note(Found::AsExpected);
                (id, at) = (expected, end);
            } else {
                let found = json::short_name(body, name_at).and_then(|name| {
                    let id = usize::from(self.names.by_hash[hash(name)]);
                    json::key(body, name_at, &self.names.keys[id]).map(|end| (id, end))
                });
                (id, at) = match found {
                    Some(found) => {
                        self.names.note(Found::ByHash);
                        found
                    }
                    None => self.search(scanner, name_at, &mut name)?,
                };
                if id != Names::NONE {
                    self.names.successors[last_id] = id as u8;
                }
            }
            last_id = id;
            // Most writers put one space or none after the colon.
            let at = at + usize::from(body.get(at) == Some(&b' '));

            let end = if id >= MAX_FIELDS {
                self.add_undocumented(scanner, name_at, at, name, id)?
            } else {
                let kind = self.names.kinds[id];
                let (value, is_plain) = match kind {
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
                            self.slots.doubles[id] = decimal.double();
                            let (start, end) = (scanner.place(at), scanner.place(end));
                            (Value { kind: ValueKind::Number, start, end }, accepts(kind, decimal))
                        }
                        None => (scanner.value(at)?, false),
                    },
                };
                (self.seen)(name_at, value);
                let bit = 1 << id;
                if present & bit == 0 {
                    present |= bit;
                    self.slots.fields[id] = Slot { value, name_at: name_at as u32 };
                    if !is_plain {
                        self.look_closer(body, id, kind, value);
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

    /// Notes whether a value is null, an exception or wrong, and computes the double of a number.
    #[inline(never)]
    fn look_closer(&mut self, body: &[u8], field: usize, kind: Kind, value: Value) {
        if !matches!(value.kind, ValueKind::True | ValueKind::False) {
            self.exceptions |= 1 << field;
        }
        if value.kind == ValueKind::Null {
            self.nulls |= 1 << field;
        } else if fault(kind, value, body).is_some() {
            self.wrong |= 1 << field;
        }
        if value.kind == ValueKind::Number {
            self.slots.doubles[field] = Number::new(value.text(body)).double().unwrap_or(f64::NAN);
        }
    }

    /// The id of a name that is neither the expected one nor found by its hash, and the offset after its colon.
    #[inline(never)]
    fn search(
        &mut self,
        scanner: &mut Scanner<'_>,
        at: usize,
        name: &mut Option<Value>,
    ) -> Scanned<(usize, usize)> {
        self.names.note(Found::BySearch);
        let (value, end) = scanner.name(at)?;
        *name = Some(value);
        let text = text(value, scanner.body());
        let id = self.registry.field(&text).or_else(|| self.names.learn(&text));
        Ok((id.unwrap_or(Names::NONE), end))
    }

    #[inline(never)]
    fn add_undocumented(
        &mut self,
        scanner: &mut Scanner<'_>,
        name_at: usize,
        at: usize,
        name: Option<Value>,
        id: usize,
    ) -> Scanned<usize> {
        // Without a search the name is learned, and so ASCII. The key of the name includes a colon, which the name
        // does not.
        let name = name.unwrap_or_else(|| Value {
            kind: ValueKind::String,
            start: scanner.place(name_at),
            end: scanner.place(name_at + self.names.keys[id].len() - 1),
        });
        let value = match json::plain_string(scanner.body(), at) {
            Some(end) => Value { kind: ValueKind::String, start: scanner.place(at), end: scanner.place(end) },
            None => scanner.value(at)?,
        };
        (self.seen)(name_at, value);
        self.undocumented.push(Undocumented { name, value, learned: Names::learned(id) });
        Ok(value.end.byte as usize)
    }
}
