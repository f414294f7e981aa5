//! Random numbers.

/// The same seed gives the same numbers (mulberry32).
#[derive(Clone, Debug)]
pub(super) struct Random(u32);

impl Random {
    pub(super) fn new(seed: u32) -> Self {
        Self(seed)
    }

    /// A number up to, but without, the limit.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.number() as usize % limit
    }

    pub(super) fn number(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x6D2B_79F5);
        let mut t = (self.0 ^ (self.0 >> 15)).wrapping_mul(self.0 | 0x1);
        t = t.wrapping_add((t ^ (t >> 7)).wrapping_mul(t | 0x3D)) ^ t;
        t ^ (t >> 14)
    }

    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}
