//! The allocator. All memory that a call allocates is freed at once when the next call begins. A general allocator
//! would be as large as the scanner.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size, unreachable};
use core::panic::PanicInfo;
use core::ptr;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

#[global_allocator]
static ARENA: Arena = Arena { next: AtomicUsize::new(0), kept: AtomicUsize::new(0) };

const PAGE: usize = 1 << 16;

/// The memory after the program's data. It is allocated from its start to its end.
struct Arena {
    /// First free address; 0 before the first allocation.
    next: AtomicUsize,
    /// First address that [`rewind`] frees.
    kept: AtomicUsize,
}

/// Keeps all current allocations: [`rewind`] does not free them.
pub(crate) fn keep() {
    ARENA.kept.store(ARENA.next(), Relaxed);
}

/// Frees all memory that was allocated since [`keep`].
///
/// # Safety
/// Afterwards nothing in that memory may be used or freed.
pub(crate) unsafe fn rewind() {
    ARENA.next.store(ARENA.kept.load(Relaxed), Relaxed);
}

/// Frees all memory.
///
/// # Safety
/// Afterwards nothing that was allocated may be used or freed.
pub(crate) unsafe fn clear() {
    ARENA.next.store(0, Relaxed);
}

impl Arena {
    fn next(&self) -> usize {
        unsafe extern "C" {
            static __heap_base: u8;
        }
        match self.next.load(Relaxed) {
            0 => (&raw const __heap_base).addr(),
            next => next,
        }
    }

    /// Marks all memory below `end` as allocated, and grows the memory if needed. Returns whether there is enough.
    fn take_to(&self, end: usize) -> bool {
        let available = memory_size(0) * PAGE;
        let is_enough = end <= available || memory_grow(0, (end - available).div_ceil(PAGE)) != usize::MAX;
        if is_enough {
            self.next.store(end, Relaxed);
        }
        is_enough
    }
}

// SAFETY: an allocation begins at the first free address or after it, and no address before its end is free afterwards.
// There are no threads.
unsafe impl GlobalAlloc for Arena {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let start = self.next().next_multiple_of(layout.align());
        match start.checked_add(layout.size()) {
            Some(end) if self.take_to(end) => ptr::with_exposed_provenance_mut(start),
            _ => ptr::null_mut(),
        }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        if pointer.addr() + layout.size() == self.next() {
            self.next.store(pointer.addr(), Relaxed);
        }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // The last allocation grows in place.
        if pointer.addr() + layout.size() == self.next() {
            let end = pointer.addr().checked_add(size);
            return if end.is_some_and(|end| self.take_to(end)) { pointer } else { ptr::null_mut() };
        }
        // SAFETY: the caller guarantees that the new size makes a valid layout.
        let new = unsafe { self.alloc(Layout::from_size_align_unchecked(size, layout.align())) };
        if !new.is_null() {
            // SAFETY: both allocations have at least this size, and the new one begins after the old one.
            unsafe { ptr::copy_nonoverlapping(pointer, new, layout.size().min(size)) };
        }
        new
    }
}

/// Stops the instance; JavaScript makes a new one.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    unreachable()
}
