//! Blocks with NEON, which every processor of these targets has.

#![allow(unsafe_code)]

use core::arch::aarch64::{
    uint8x16_t, vaddv_u8, vandq_u8, vceqq_u8, vcltq_s8, vdupq_n_s8, vdupq_n_u8, vget_high_u8, vget_low_u8,
    vld1q_u8, vorrq_u8, vreinterpretq_s8_u8, vreinterpretq_u8_s8, vshrq_n_s8,
};

#[derive(Clone, Copy)]
pub(crate) struct Block(uint8x16_t);

impl Block {
    #[inline(always)]
    pub(crate) fn new(bytes: &[u8; 16]) -> Self {
        // SAFETY: `bytes` has 16 bytes, and this load may be unaligned.
        Self(unsafe { vld1q_u8(bytes.as_ptr()) })
    }

    #[inline(always)]
    pub(crate) fn equal(self, byte: u8) -> Self {
        // SAFETY: this module is compiled only for targets with NEON.
        Self(unsafe { vceqq_u8(self.0, vdupq_n_u8(byte)) })
    }

    #[inline(always)]
    pub(crate) fn below<const LIMIT: i8>(self) -> Self {
        // SAFETY: this module is compiled only for targets with NEON.
        Self(unsafe { vcltq_s8(vreinterpretq_s8_u8(self.0), vdupq_n_s8(LIMIT)) })
    }

    #[inline(always)]
    pub(crate) fn same(self, other: Self) -> Self {
        // SAFETY: this module is compiled only for targets with NEON.
        Self(unsafe { vceqq_u8(self.0, other.0) })
    }

    #[inline(always)]
    pub(crate) fn or(self, other: Self) -> Self {
        // SAFETY: this module is compiled only for targets with NEON.
        Self(unsafe { vorrq_u8(self.0, other.0) })
    }

    #[inline(always)]
    pub(crate) fn bits(self) -> u32 {
        const PLACES: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];
        // Each byte becomes 0 or 0xFF by its high bit, and keeps the one bit of its place. The sum of eight bytes is
        // their bits. SAFETY: this module is compiled only for targets with NEON, and PLACES has 16 bytes.
        unsafe {
            let full = vreinterpretq_u8_s8(vshrq_n_s8::<7>(vreinterpretq_s8_u8(self.0)));
            let placed = vandq_u8(full, vld1q_u8(PLACES.as_ptr()));
            u32::from(vaddv_u8(vget_low_u8(placed))) | u32::from(vaddv_u8(vget_high_u8(placed))) << 8
        }
    }
}
