//! Blocks with SSE2, which every x86-64 processor has.

#![allow(unsafe_code)]

use core::arch::x86_64::{
    __m128i, _mm_cmpeq_epi8, _mm_cmplt_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8,
};

#[derive(Clone, Copy)]
pub(crate) struct Block(__m128i);

impl Block {
    #[inline(always)]
    pub(crate) fn new(bytes: &[u8; 16]) -> Self {
        // SAFETY: `bytes` has 16 bytes, and this load may be unaligned.
        Self(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
    }

    #[inline(always)]
    pub(crate) fn equal(self, byte: u8) -> Self {
        // SAFETY: every x86-64 processor has SSE2.
        Self(unsafe { _mm_cmpeq_epi8(self.0, _mm_set1_epi8(byte.cast_signed())) })
    }

    #[inline(always)]
    pub(crate) fn below<const LIMIT: i8>(self) -> Self {
        // SAFETY: every x86-64 processor has SSE2.
        Self(unsafe { _mm_cmplt_epi8(self.0, _mm_set1_epi8(LIMIT)) })
    }

    #[inline(always)]
    pub(crate) fn same(self, other: Self) -> Self {
        // SAFETY: every x86-64 processor has SSE2.
        Self(unsafe { _mm_cmpeq_epi8(self.0, other.0) })
    }

    #[inline(always)]
    pub(crate) fn or(self, other: Self) -> Self {
        // SAFETY: every x86-64 processor has SSE2.
        Self(unsafe { _mm_or_si128(self.0, other.0) })
    }

    #[inline(always)]
    pub(crate) fn bits(self) -> u32 {
        // SAFETY: every x86-64 processor has SSE2.
        unsafe { _mm_movemask_epi8(self.0) }.cast_unsigned()
    }
}
