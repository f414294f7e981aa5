//! A JavaScript string with characters beyond Latin-1, as V8 keeps it: two bytes a code unit. To scan it, one byte a unit
//! is enough, as those characters mean nothing to the scanner. It saves their conversion to UTF-8.

/// What stands for every unit that is not ASCII, and for itself: a character that JSON takes in strings and nowhere
/// else, and that no documented name has.
const WIDE: u8 = 0x7F;

/// Makes `length` units in the second half of the room as many bytes at its beginning, and says whether there is any
/// character beyond ASCII. `None` where half of a surrogate pair is among them, or more units than half the room holds.
pub(crate) fn narrow(room: &mut [u8], length: usize) -> Option<bool> {
    let (narrow, wide) = room.split_at_mut_checked(room.len() / 2)?;
    let wide = wide.get(..length.checked_mul(2)?)?;
    let narrow = narrow.get_mut(..length)?;
    let (blocks, rest) = wide.as_chunks();
    let (narrow_blocks, narrow_rest) = narrow.as_chunks_mut();
    let mut found = Found::default();
    for (narrow, wide) in narrow_blocks.iter_mut().zip(blocks) {
        let has_surrogates = narrow_block(wide, narrow, &mut found);
        if has_surrogates || found.is_open {
            found.pair(wide);
        }
    }
    for (narrow, unit) in narrow_rest.iter_mut().zip(rest.as_chunks().0) {
        narrow_unit(*unit, narrow, &mut found);
    }
    found.pair(rest);
    (!found.is_open && !found.is_broken).then_some(found.is_wide)
}

/// What there is among the units so far.
#[derive(Default)]
struct Found {
    /// A character beyond ASCII.
    is_wide: bool,
    /// The first half of a pair, as the last unit.
    is_open: bool,
    /// Half of a pair that is alone.
    is_broken: bool,
}

impl Found {
    /// Holds the surrogates among further units against each other.
    fn pair(&mut self, units: &[u8]) {
        for unit in units.as_chunks().0 {
            let unit = u16::from_le_bytes(*unit);
            let (is_high, is_low) = (unit & 0xFC00 == 0xD800, unit & 0xFC00 == 0xDC00);
            self.is_broken |= is_low != self.is_open;
            self.is_open = is_high;
        }
    }
}

/// Makes a unit a byte.
fn narrow_unit(unit: [u8; 2], narrow: &mut u8, found: &mut Found) {
    let unit = u16::from_le_bytes(unit);
    *narrow = unit.min(u16::from(WIDE)) as u8;
    found.is_wide |= unit >= 0x80;
}

/// Makes sixteen units bytes, and says whether halves of surrogate pairs are among them.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[allow(unsafe_code)]
fn narrow_block(wide: &[u8; 32], narrow: &mut [u8; 16], found: &mut Found) -> bool {
    use core::arch::wasm32::{
        u8x16_narrow_i16x8, u16x8_eq, u16x8_min, u16x8_splat, v128_and, v128_any_true, v128_load, v128_or,
        v128_store,
    };
    // SAFETY: 32 bytes are there to be read and 16 to be written; neither has to be aligned.
    unsafe {
        let halves = [v128_load(wide.as_ptr().cast()), v128_load(wide.as_ptr().add(16).cast())];
        let [low, high] = halves.map(|units| u16x8_min(units, u16x8_splat(u16::from(WIDE))));
        v128_store(narrow.as_mut_ptr().cast(), u8x16_narrow_i16x8(low, high));
        found.is_wide |= v128_any_true(v128_and(v128_or(halves[0], halves[1]), u16x8_splat(0xFF80)));
        let [low, high] =
            halves.map(|units| u16x8_eq(v128_and(units, u16x8_splat(0xF800)), u16x8_splat(0xD800)));
        v128_any_true(v128_or(low, high))
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
fn narrow_block(wide: &[u8; 32], narrow: &mut [u8; 16], found: &mut Found) -> bool {
    let (units, _) = wide.as_chunks();
    for (narrow, unit) in narrow.iter_mut().zip(units) {
        narrow_unit(*unit, narrow, found);
    }
    units.iter().any(|unit| u16::from_le_bytes(*unit) & 0xF800 == 0xD800)
}

#[cfg(test)]
mod tests {
    use super::narrow;

    #[test]
    fn one_byte_a_unit() {
        let mut room = [0; 128];
        for (text, expected) in [
            ("", ""),
            ("az\"\\", "az\"\\"),
            ("éم語x", "\x7F\x7F\x7Fx"),
            ("a😀b😀", "a\x7F\x7Fb\x7F\x7F"),
            ("0123456789abcde😀0", "0123456789abcde\x7F\x7F0"),
        ] {
            let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            room[64..64 + units.len()].copy_from_slice(&units);
            assert_eq!(narrow(&mut room, units.len() / 2), Some(!text.is_ascii()), "{text}");
            assert_eq!(&room[..units.len() / 2], expected.as_bytes(), "{text}");
        }
    }

    #[test]
    fn no_half_of_a_pair() {
        for units in [&[0xD83D][..], &[0xDE00], &[0xDE00, 0xD83D], &[0xD83D, 0x61], &[0xD83D, 0xD83D, 0xDE00]]
        {
            for before in 0..40 {
                let units: Vec<u16> = (0..before).map(|_| 0x61).chain(units.iter().copied()).collect();
                let bytes: Vec<u8> = units.iter().copied().flat_map(u16::to_le_bytes).collect();
                for behind in [0, 1, 16, 17] {
                    let mut room = [0x20; 512];
                    room[256..256 + bytes.len()].copy_from_slice(&bytes);
                    assert_eq!(narrow(&mut room, units.len() + behind), None, "{units:x?}");
                }
            }
        }
    }

    #[test]
    fn no_more_than_there_is_room_for() {
        assert!(narrow(&mut [0; 64], 16).is_some());
        assert!(narrow(&mut [0; 64], 17).is_none());
        assert!(narrow(&mut [0; 64], usize::MAX).is_none());
    }
}
