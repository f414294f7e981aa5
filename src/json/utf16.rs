//! Text as UTF-16, for hosts that decode UTF-8 slowly.

use super::block::Block;
use super::simd::BLOCK;

/// Writes `text`, which has to be valid UTF-8, as UTF-16 into `out`, and returns how many code units that are. `out`
/// needs space for one code unit more than `text` has bytes.
pub fn write_utf16(text: &[u8], out: &mut [u16]) -> usize {
    let (mut at, mut units) = (0, 0);
    while let Some(rest @ [first, ..]) = text.get(at..) {
        if first.is_ascii()
            && let Some(block) = rest.first_chunk::<BLOCK>()
            && let Some(space) = out.get_mut(units..).and_then(<[u16]>::first_chunk_mut)
        {
            // What follows the ASCII characters is overwritten later.
            *space = block.map(u16::from);
            let ascii = (Block::new(block).bits() | 1 << BLOCK).trailing_zeros() as usize;
            at += ascii;
            units += ascii;
            continue;
        }
        let (point, length) = character(rest);
        let is_pair = point > 0xFFFF;
        // 0xD7C0 is 0xD800 less what 0x10000 adds to it.
        let pair = if is_pair { [0xD7C0 + (point >> 10), 0xDC00 | point & 0x3FF] } else { [point, 0] };
        if let Some(space) = out.get_mut(units..).and_then(<[u16]>::first_chunk_mut) {
            *space = pair.map(|unit| unit as u16);
        }
        units += 1 + usize::from(is_pair);
        at += length;
    }
    units
}

/// The character that valid UTF-8 begins with, and its length in bytes.
#[inline]
fn character(text: &[u8]) -> (u32, usize) {
    let byte = |index: usize| u32::from(text.get(index).copied().unwrap_or_default());
    let (first, second) = (byte(0), byte(1) & 0x3F);
    if first < 0x80 {
        return (first, 1);
    }
    if first < 0xE0 {
        return ((first & 0x1F) << 6 | second, 2);
    }
    let three = (first & 0x0F) << 12 | second << 6 | byte(2) & 0x3F;
    if first < 0xF0 {
        return (three, 3);
    }
    ((three << 6 | byte(3) & 0x3F) & 0x1F_FFFF, 4)
}

#[cfg(test)]
mod tests {
    use super::write_utf16;

    fn utf16(text: &str) -> Vec<u16> {
        let mut out = vec![0xFFFF; text.len() + 1];
        let units = write_utf16(text.as_bytes(), &mut out);
        out.truncate(units);
        out
    }

    #[test]
    fn characters_of_every_length_at_every_place() {
        let characters = [
            "\0",
            "a",
            "\x7F",
            "\u{80}",
            "é",
            "م",
            "\u{7FF}",
            "\u{800}",
            "語",
            "\u{D7FF}",
            "\u{E000}",
            "\u{FFFF}",
            "\u{10000}",
            "😀",
            "\u{10FFFF}",
        ];
        for first in characters {
            for second in characters {
                for before in 0..20 {
                    for after in [0, 1, 15, 16, 17, 40] {
                        let text = format!("{}{first}{second}{}", "a".repeat(before), "z".repeat(after));
                        assert_eq!(utf16(&text), text.encode_utf16().collect::<Vec<_>>(), "{text}");
                    }
                }
            }
        }
        assert!(utf16("").is_empty());
    }

    #[test]
    fn every_character() {
        for c in '\0'..=char::MAX {
            assert_eq!(utf16(c.encode_utf8(&mut [0; 4])), c.encode_utf16(&mut [0; 2]));
        }
    }
}
