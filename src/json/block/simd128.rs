//! Blocks with WebAssembly's `simd128`.

#![allow(unsafe_code)]

use core::arch::wasm32::{i8x16_bitmask, i8x16_eq, i8x16_lt, i8x16_splat, v128, v128_load, v128_or};

#[derive(Clone, Copy)]
pub(crate) struct Block(v128);

impl Block {
    #[inline(always)]
    pub(crate) fn new(bytes: &[u8; 16]) -> Self {
        // SAFETY: `bytes` has 16 bytes, and this load may be unaligned.
        Self(unsafe { v128_load(bytes.as_ptr().cast()) })
    }

    #[inline(always)]
    pub(crate) fn equal(self, byte: u8) -> Self {
        Self(i8x16_eq(self.0, i8x16_splat(byte.cast_signed())))
    }

    #[inline(always)]
    pub(crate) fn below<const LIMIT: i8>(self) -> Self {
        Self(i8x16_lt(self.0, i8x16_splat(LIMIT)))
    }

    #[inline(always)]
    pub(crate) fn same(self, other: Self) -> Self {
        Self(i8x16_eq(self.0, other.0))
    }

    #[inline(always)]
    pub(crate) fn or(self, other: Self) -> Self {
        Self(v128_or(self.0, other.0))
    }

    #[inline(always)]
    pub(crate) fn bits(self) -> u32 {
        u32::from(i8x16_bitmask(self.0))
    }
}
