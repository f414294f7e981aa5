//! A static that one call at a time uses.

/// A value that one call at a time has. A call from within another is stopped: it would use what the other is changing.
#[cfg(target_arch = "wasm32")]
pub(crate) struct Single<T>(core::cell::RefCell<T>);

// SAFETY: the module is built without threads, so nobody shares it. Other targets, which have threads, get a mutex.
#[allow(unsafe_code)]
#[cfg(target_arch = "wasm32")]
unsafe impl<T> Sync for Single<T> {}

#[cfg(target_arch = "wasm32")]
impl<T> Single<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(core::cell::RefCell::new(value))
    }

    pub(crate) fn with<R>(&self, run: impl FnOnce(&mut T) -> R) -> R {
        run(&mut self.0.borrow_mut())
    }
}

/// The same for tests on the machine that builds.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) struct Single<T>(std::sync::Mutex<T>);

#[cfg(not(target_arch = "wasm32"))]
impl<T> Single<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(std::sync::Mutex::new(value))
    }

    pub(crate) fn with<R>(&self, run: impl FnOnce(&mut T) -> R) -> R {
        run(&mut self.0.try_lock().expect("no call within another"))
    }
}
