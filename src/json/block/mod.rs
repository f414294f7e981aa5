//! `Block`: 16 bytes that are compared at once. One interface of six functions, and one implementation for each kind of
//! processor.
//!
//! | function | result |
//! | --- | --- |
//! | `new(bytes)` | a block with these bytes |
//! | `equal(byte)` | marks the bytes that are `byte` |
//! | `below::<LIMIT>()` | marks the bytes that are less than `LIMIT` as signed numbers |
//! | `same(other)` | marks the bytes that are the same in both blocks |
//! | `or(other)` | marks the bytes that either block marks |
//! | `bits()` | the high bit of each byte, the first byte in bit 0 |
//!
//! A marked byte has its high bit set.

#![allow(clippy::inline_always)]

#[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
mod neon;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;
#[cfg(target_arch = "x86_64")]
mod sse2;
#[cfg(any(
    test,
    not(any(
        all(target_arch = "wasm32", target_feature = "simd128"),
        target_arch = "x86_64",
        all(target_arch = "aarch64", target_feature = "neon", target_endian = "little")
    ))
))]
pub(super) mod words;

#[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
pub(super) use neon::Block;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(super) use simd128::Block;
#[cfg(target_arch = "x86_64")]
pub(super) use sse2::Block;
#[cfg(not(any(
    all(target_arch = "wasm32", target_feature = "simd128"),
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon", target_endian = "little")
)))]
pub(super) use words::Block;
