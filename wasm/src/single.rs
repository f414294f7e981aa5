//! A static that one caller at a time uses.

use core::cell::UnsafeCell;

/// A value in a program without threads.
pub(crate) struct Single<T>(UnsafeCell<T>);

// SAFETY: the module is not built for threads; where it is compiled for another target, that is to be linted, and nothing
// calls it.
#[allow(unsafe_code)]
unsafe impl<T> Sync for Single<T> {}

impl<T> Single<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(UnsafeCell::new(value))
    }

    /// Runs with the value. Must not be called by what it runs.
    #[allow(unsafe_code)]
    pub(crate) fn with<R>(&self, run: impl FnOnce(&mut T) -> R) -> R {
        // SAFETY: exports are called by JavaScript alone, one after the other: none calls another.
        run(unsafe { &mut *self.0.get() })
    }
}
