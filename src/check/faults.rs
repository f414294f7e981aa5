//! The faults of a body.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::declare::Registry;
use crate::error::{Code, Error, Fault, Issue, Locator, MAX_ISSUES, Term};
use crate::json;

/// The faults of a body in its order: the first [`MAX_ISSUES`], and a count of the rest.
#[derive(Clone, Debug)]
pub struct Faults {
    kept: Vec<Fault>,
    more: usize,
}

impl Faults {
    /// Sorts faults by offset and keeps the first [`MAX_ISSUES`]. `more` is the number of faults already left out.
    #[cold]
    pub(super) fn new(mut faults: Vec<Fault>, more: usize) -> Self {
        // There are few faults. An insertion sort is the least code, and keeps faults at one offset in their order.
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

    /// The faults that are kept.
    pub fn kept(&self) -> &[Fault] {
        &self.kept
    }

    /// How many faults were left out.
    pub fn more(&self) -> usize {
        self.more
    }

    /// The path of a fault: a JSON Pointer in UTF-8.
    pub fn path(fault: &Fault, registry: &Registry, body: &[u8]) -> Vec<u8> {
        match fault.field.and_then(|field| registry.fields().get(field)) {
            Some(field) => [b"/", field.name.as_bytes()].concat(),
            None => json::pointer(body, fault.path_at),
        }
    }

    /// The error with messages and positions.
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

impl<F: Into<Fault>> From<F> for Faults {
    fn from(fault: F) -> Self {
        Self { kept: vec![fault.into()], more: 0 }
    }
}

/// A fault at the name of a member.
pub(super) fn at_name(code: Code, name_at: u32, value_at: u32) -> Fault {
    Fault { path_at: value_at as usize, ..Fault::new(code, name_at as usize, Term::Nothing, Term::Nothing) }
}
