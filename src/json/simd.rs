//! The loop in which the scanner spends its time: how far a string is plain, 16 bytes at a time.
//!
//! Plain is what needs no look: neither the quote, nor a backslash, nor a control character, nor part of a character
//! beyond ASCII. WebAssembly and x86-64 have vectors for it; anything else reads a word at a time.

/// Index of the first byte from `at` on that is not plain, or the length of `bytes`.
#[inline]
pub(super) fn skip_plain(bytes: &[u8], at: usize) -> usize {
    let mut at = at;
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let special = special(block);
        if special != 0 {
            return at + special.trailing_zeros() as usize;
        }
        at += BLOCK;
    }
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|&&byte| is_plain(byte)).count()
}

const BLOCK: usize = 16;

fn is_plain(byte: u8) -> bool {
    matches!(byte, 0x20..0x80) && byte != b'"' && byte != b'\\'
}

/// A bit for each byte that is not plain.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline]
#[allow(unsafe_code)]
fn special(block: &[u8; BLOCK]) -> u32 {
    use core::arch::wasm32::{i8x16_bitmask, i8x16_eq, i8x16_lt, i8x16_splat, v128_load, v128_or};
    // SAFETY: 16 bytes are there to be read, and a load may be unaligned.
    let block = unsafe { v128_load(block.as_ptr().cast()) };
    let quote = i8x16_eq(block, i8x16_splat(b'"' as i8));
    let backslash = i8x16_eq(block, i8x16_splat(b'\\' as i8));
    // Signed: bytes from 0x80 on are below as well.
    let low = i8x16_lt(block, i8x16_splat(0x20));
    u32::from(i8x16_bitmask(v128_or(v128_or(quote, backslash), low)))
}

/// A bit for each byte that is not plain.
#[cfg(target_arch = "x86_64")]
#[inline]
#[allow(unsafe_code)]
fn special(block: &[u8; BLOCK]) -> u32 {
    use core::arch::x86_64::{
        _mm_cmpeq_epi8, _mm_cmplt_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8,
    };
    // SAFETY: every x86-64 processor has SSE2; 16 bytes are there to be read, and the load may be unaligned.
    let mask = unsafe {
        let block = _mm_loadu_si128(block.as_ptr().cast());
        let quote = _mm_cmpeq_epi8(block, _mm_set1_epi8(b'"'.cast_signed()));
        let backslash = _mm_cmpeq_epi8(block, _mm_set1_epi8(b'\\'.cast_signed()));
        // Signed: bytes from 0x80 on are below as well.
        let low = _mm_cmplt_epi8(block, _mm_set1_epi8(0x20));
        _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), low))
    };
    mask.cast_unsigned()
}

/// A bit for each byte that is not plain.
#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
#[inline]
fn special(block: &[u8; BLOCK]) -> u32 {
    portable(block)
}

/// The same a word at a time, for processors without vectors that are known here.
#[cfg(any(test, not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128")))))]
fn portable(block: &[u8; BLOCK]) -> u32 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = LOW << 7;
    let (words, _) = block.as_chunks::<8>();
    let mut mask = 0;
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // In each byte below 0x80 the high bit is set where it is zero, or below a limit; nothing is carried over, as
        // the high bits are set before the subtraction.
        let is_zero = |word: u64| !((word | HIGH) - LOW) & !word;
        let quote = is_zero(word ^ (LOW * u64::from(b'"')));
        let backslash = is_zero(word ^ (LOW * u64::from(b'\\')));
        let control = !((word | HIGH) - LOW * 0x20);
        let special = (quote | backslash | control | word) & HIGH;
        // Gathers the high bits into a byte.
        let bits = (special >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= (bits as u32) << (8 * index);
    }
    mask
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, is_plain, portable, skip_plain, special};

    fn expected(block: &[u8; BLOCK]) -> u32 {
        block.iter().enumerate().fold(0, |mask, (i, &byte)| mask | u32::from(!is_plain(byte)) << i)
    }

    #[test]
    fn every_byte_in_every_place_among_every_other() {
        for byte in 0..=255 {
            for around in [b'a', b' ', b'~', b'"', 0, 0x7F, 0x80, 0xFF] {
                for at in 0..BLOCK {
                    let mut block = [around; BLOCK];
                    block[at] = byte;
                    assert_eq!(special(&block), expected(&block), "{block:?}");
                    assert_eq!(portable(&block), expected(&block), "{block:?}");
                }
            }
        }
    }

    #[test]
    fn every_length_and_alignment() {
        for length in 0..70 {
            for start in 0..18 {
                for end in start..=length {
                    let mut bytes = vec![b'x'; length];
                    if end < length {
                        bytes[end] = b'"';
                    }
                    if start <= length {
                        assert_eq!(skip_plain(&bytes, start), end.max(start), "{length} {start} {end}");
                    }
                }
            }
        }
    }
}
