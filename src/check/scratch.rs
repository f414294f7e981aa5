//! The memory of checks.

use alloc::vec::Vec;

use super::names::Names;
use super::slots::{Slots, Undocumented};
use crate::declare::Registry;

/// The largest number of undocumented members whose memory is kept for the next body.
const MAX_KEPT: usize = 1 << 10;

/// Memory for checks, kept from one body to the next so that it is allocated once and names are learned.
#[derive(Debug)]
pub struct Scratch {
    pub(super) slots: Slots,
    pub(super) undocumented: Vec<Undocumented>,
    pub(super) names: Names,
}

impl Scratch {
    /// Unusable until [`prepare`](Scratch::prepare) is called. All zeros, so that a static of it adds nothing to a
    /// binary.
    pub const EMPTY: Self = Self { slots: Slots::EMPTY, undocumented: Vec::new(), names: Names::EMPTY };

    /// Memory for checks against this registry.
    pub fn new(registry: &Registry) -> Self {
        let mut scratch = Self::EMPTY;
        scratch.prepare(registry);
        scratch
    }

    /// Prepares the memory for checks against this registry.
    pub fn prepare(&mut self, registry: &Registry) {
        self.names.prepare(registry);
    }

    /// The slots of documented fields.
    pub fn slots(&self) -> &Slots {
        &self.slots
    }

    /// Members whose names no payload documents, in the order of the body.
    pub fn undocumented(&self) -> &[Undocumented] {
        &self.undocumented
    }

    /// Documented and learned names.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Frees the memory of undocumented members.
    pub fn free_undocumented(&mut self) {
        self.undocumented = Vec::new();
    }

    /// Clears what the previous body left.
    #[inline]
    pub(super) fn begin(&mut self) {
        if self.undocumented.capacity() > MAX_KEPT {
            self.free_undocumented();
        }
        self.undocumented.clear();
        self.names.make_space();
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_KEPT, Scratch};
    use crate::check::tests::{body, checked};
    use crate::model::REGISTRY;

    #[test]
    fn the_memory_of_few_members_is_kept_and_that_of_many_is_freed() {
        let mut scratch = Scratch::new(&REGISTRY);
        let named = |count| body(&(0..count).map(|i| format!("n{i}")).collect::<Vec<_>>());
        let mut capacity_after = |count| {
            let _ = checked(&named(count), &mut scratch);
            scratch.undocumented.capacity()
        };
        let kept = capacity_after(90);
        assert!((90..=MAX_KEPT).contains(&kept), "{kept}");
        assert_eq!(capacity_after(1), kept);
        assert!(capacity_after(MAX_KEPT + 1) > MAX_KEPT);
        assert!(capacity_after(1) < MAX_KEPT);

        scratch.free_undocumented();
        assert_eq!(scratch.undocumented.capacity(), 0);
        scratch.undocumented.reserve_exact(MAX_KEPT);
        let _ = checked(&named(1), &mut scratch);
        assert_eq!(scratch.undocumented.capacity(), MAX_KEPT);
    }

    #[test]
    fn undocumented_members_are_those_of_the_last_body() {
        let mut scratch = Scratch::new(&REGISTRY);
        for names in [&["a", "b"][..], &["c"]] {
            let _ = checked(&body(names), &mut scratch);
            assert_eq!(scratch.undocumented().len(), names.len());
        }
    }
}
