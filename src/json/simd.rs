//! The scanner's inner loops, 16 bytes at a time. They are written once, with the functions of [`Block`].

#![allow(clippy::inline_always)]

use super::block::Block;

/// Size of a block in bytes.
pub(super) const BLOCK: usize = 16;

/// A set bit for each byte that is not plain, the first byte in bit 0.
///
/// Plain bytes are the printable ASCII characters and DEL, except the quote and the backslash.
#[inline(always)]
fn special(block: Block) -> u32 {
    // As signed numbers, bytes from 0x80 on are negative and so less than 0x20 too.
    block.equal(b'"').or(block.equal(b'\\')).or(block.below::<0x20>()).bits()
}

fn is_plain(byte: u8) -> bool {
    matches!(byte, 0x20..0x80) && byte != b'"' && byte != b'\\'
}

/// Index of the first byte at or after `at` that is not plain, or the length of `bytes`.
#[inline(always)]
pub(super) fn skip_plain(bytes: &[u8], at: usize) -> usize {
    let mut at = at;
    while let Some(block) = bytes.get(at..at + BLOCK).and_then(<[u8]>::first_chunk) {
        let special = special(Block::new(block));
        if special != 0 {
            return at + special.trailing_zeros() as usize;
        }
        at += BLOCK;
    }
    // The last 16 bytes overlap those already passed, whose bits are shifted out.
    match bytes.last_chunk() {
        Some(block) => {
            let passed = BLOCK - (bytes.len() - at.min(bytes.len()));
            bytes
                .len()
                .min(at + (special(Block::new(block)) >> passed | 1 << BLOCK).trailing_zeros() as usize)
        }
        None => at + bytes.get(at..).unwrap_or_default().iter().take_while(|&&byte| is_plain(byte)).count(),
    }
}

/// Index of the first quote among the first 32 bytes. `None` if there is no quote, or if `text` is shorter than 32
/// bytes.
#[inline(always)]
pub(super) fn short_string(text: &[u8]) -> Option<usize> {
    let ([first, second], _) = text.first_chunk::<{ 2 * BLOCK }>()?.as_chunks() else { return None };
    let quotes = |block| Block::new(block).equal(b'"').bits();
    let quotes = quotes(first) | quotes(second) << BLOCK;
    (quotes != 0).then_some(quotes.trailing_zeros() as usize)
}

/// Index of the first `byte` at or after `at`.
pub fn find(bytes: &[u8], byte: u8, at: usize) -> Option<usize> {
    let mut at = at;
    while let Some(block) = bytes.get(at..at + BLOCK).and_then(<[u8]>::first_chunk) {
        let found = Block::new(block).equal(byte).bits();
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize);
        }
        at += BLOCK;
    }
    bytes.get(at..)?.iter().position(|&it| it == byte).map(|index| at + index)
}

/// Skips valid UTF-8 from `at` on. Returns the index after it, and its bytes minus its UTF-16 code units.
///
/// It may stop early, for the scanner to decide: at a quote, a backslash, a control character, a character of four
/// bytes, bytes that may not be UTF-8, or less than 16 bytes before the end of `bytes`.
pub(super) fn skip_text(bytes: &[u8], at: usize) -> (usize, usize) {
    let (mut at, mut surplus) = (at, 0);
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let block = Block::new(block);
        // As signed numbers, bytes from 0x80 on are less than ASCII, and in this order:
        //
        // | bytes | in UTF-8 |
        // | --- | --- |
        // | 80 to BF | second, third or fourth byte of a character |
        // | C0, C1 | never used |
        // | C2 to DF | first byte of two |
        // | E0 to EF | first byte of three |
        // | F0 to FF | first byte of four, or never used |
        let (following, unused, two, three) = (
            block.below::<{ 0xC0_u8.cast_signed() }>().bits(),
            block.below::<{ 0xC2_u8.cast_signed() }>().bits(),
            block.below::<{ 0xE0_u8.cast_signed() }>().bits(),
            block.below::<{ 0xF0_u8.cast_signed() }>().bits(),
        );
        let high = block.bits();
        let stop = special(block) & !high | unused & !following | high & !three;
        let region = (1u32 << (stop | 1 << BLOCK).trailing_zeros()) - 1;

        let (three, two) = (three & !two & region, two & !unused & region);
        // Where following bytes must be. Some may be in the next block.
        let expected = (two | three) << 1 | three << 2;
        let mut wrong = expected ^ following;
        if three != 0 {
            // The Unicode Standard, table 3-7: E0 needs a byte from A0 on (otherwise the form is overlong), and ED one
            // below A0 (otherwise it is a surrogate).
            let short = block.below::<{ 0xA0_u8.cast_signed() }>().bits();
            let (first, surrogates) = (block.equal(0xE0).bits() & three, block.equal(0xED).bits() & three);
            wrong |= (first << 1) & short | (surrogates << 1) & !short;
        }
        if wrong & region != 0 {
            break;
        }
        let mut end = region.trailing_ones();
        if expected > region {
            if region >> (BLOCK - 1) == 0 {
                // What stops the text cuts off a character.
                break;
            }
            // The last character continues in the next block, so it is read with that. Its first byte exists; `ilog2`
            // would add a panic for the case that it does not.
            end = u32::BITS - 1 - (two | three).leading_zeros();
        }
        let taken = (1u32 << end) - 1;
        surplus += ((two & taken).count_ones() + 2 * (three & taken).count_ones()) as usize;
        at += end as usize;
        if (end as usize) < BLOCK - 2 || end == 0 {
            break;
        }
    }
    (at, surplus)
}

#[cfg(test)]
mod tests {
    use super::super::block::words;
    use super::{BLOCK, Block, find, is_plain, short_string, skip_plain, skip_text, special};

    /// Blocks with every byte at every index, among bytes of every kind.
    fn blocks() -> impl Iterator<Item = [u8; BLOCK]> {
        let around = [b'a', b' ', b'~', b'"', 0, 0x7F, 0x80, 0xBF, 0xC2, 0xFF];
        (0..=255).flat_map(move |byte| {
            around.into_iter().flat_map(move |around| {
                (0..BLOCK).map(move |at| {
                    let mut block = [around; BLOCK];
                    block[at] = byte;
                    block
                })
            })
        })
    }

    fn expected(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> u32 {
        block.iter().enumerate().fold(0, |mask, (i, &byte)| mask | u32::from(is(byte)) << i)
    }

    macro_rules! comparisons {
        ($name:ident, $block:ty) => {
            #[test]
            fn $name() {
                fn below<const LIMIT: i8>(bytes: &[u8; BLOCK]) {
                    let bits = <$block>::new(bytes).below::<LIMIT>().bits();
                    assert_eq!(bits, expected(bytes, |byte| byte.cast_signed() < LIMIT), "{LIMIT} {bytes:?}");
                }
                for bytes in blocks() {
                    let block = <$block>::new(&bytes);
                    assert_eq!(block.bits(), expected(&bytes, |byte| byte >= 0x80), "{bytes:?}");
                    for byte in [b'"', b'\\', 0, 0x7F, 0x80, 0xE0, 0xFF] {
                        let other = <$block>::new(&[byte; BLOCK]);
                        assert_eq!(block.equal(byte).bits(), expected(&bytes, |it| it == byte), "{bytes:?}");
                        assert_eq!(block.same(other).bits(), expected(&bytes, |it| it == byte), "{bytes:?}");
                        assert_eq!(
                            block.equal(byte).or(block.below::<0x20>()).bits(),
                            expected(&bytes, |it| it == byte || it.cast_signed() < 0x20),
                            "{bytes:?}"
                        );
                    }
                    below::<{ i8::MIN }>(&bytes);
                    below::<-96>(&bytes);
                    below::<-64>(&bytes);
                    below::<-1>(&bytes);
                    below::<0>(&bytes);
                    below::<1>(&bytes);
                    below::<0x20>(&bytes);
                    below::<{ i8::MAX }>(&bytes);
                }
            }
        };
    }

    comparisons!(the_vectors_of_this_processor_compare_right, Block);
    comparisons!(words_compare_right, words::Block);

    #[test]
    fn special_finds_every_byte_that_is_not_plain() {
        for bytes in blocks() {
            assert_eq!(special(Block::new(&bytes)), expected(&bytes, |byte| !is_plain(byte)), "{bytes:?}");
        }
    }

    #[test]
    fn skip_plain_ends_right_at_every_length_and_alignment() {
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

    #[test]
    fn short_string_finds_the_quote_in_the_first_32_bytes() {
        for length in 0..40 {
            let text = [vec![b'x'; length], b"\":\"".to_vec(), vec![b'y'; 40]].concat();
            assert_eq!(short_string(&text), (length < 2 * BLOCK).then_some(length));
            assert_eq!(short_string(&text[..=length]), (length == 2 * BLOCK - 1).then_some(length));
        }
    }

    #[test]
    fn find_finds_the_first_byte_at_every_length_and_alignment() {
        for length in 0..70 {
            for start in 0..=length.min(18) {
                assert_eq!(find(&vec![b'x'; length], b'\n', start), None, "{length} {start}");
                for end in start..length {
                    let mut bytes = vec![b'x'; length];
                    bytes[end] = b'\n';
                    bytes[length - 1] = b'\n';
                    assert_eq!(find(&bytes, b'\n', start), Some(end), "{length} {start} {end}");
                }
            }
        }
    }

    /// Asserts that only valid text is skipped, that it ends between characters, and that its surplus is right.
    /// Returns its end.
    fn assert_skips(bytes: &[u8], start: usize) -> usize {
        let (end, surplus) = skip_text(bytes, start);
        let text = str::from_utf8(&bytes[start..end]).expect("only text is skipped");
        assert_eq!(surplus, text.len() - text.encode_utf16().count(), "{text}");
        assert!(text.chars().all(|c| c >= ' ' && c != '"' && c != '\\'), "{text}");
        end
    }

    #[test]
    fn skip_text_passes_text_of_every_length_and_alignment() {
        let characters = ["a", "é", "م", "क", "語", "\u{FFFD}", "\u{D7FF}", "\u{E000}", "\u{800}"];
        for first in characters {
            for second in characters {
                for length in 0..40 {
                    for start in 0..5 {
                        let text: String = (0..length)
                            .map(|i| if (i * 7 + start) % 3 == 0 { first } else { second })
                            .collect();
                        let bytes = [&b"xxxxx"[..start], text.as_bytes(), b"\"", &[b'z'; 20]].concat();
                        assert_eq!(assert_skips(&bytes, start), start + text.len(), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn skip_text_stops_before_what_is_not_text() {
        let sequences: [&[u8]; 14] = [
            b"\x80",
            b"\xC0\x80",
            b"\xC1\xBF",
            b"\xC3",
            b"\xE0\x9F\xBF",
            b"\xE0\xA0",
            b"\xED\xA0\x80",
            b"\xED\xBF\xBF",
            b"\xE2\x82",
            b"\xF0\x9F\x98\x80",
            b"\xF5\x80\x80\x80",
            b"\xFF",
            b"\n",
            b"\"",
        ];
        for sequence in sequences {
            for before in 0..40 {
                for around in ["a", "م", "क"] {
                    let before = around.repeat(before);
                    let bytes = [before.as_bytes(), sequence, around.repeat(20).as_bytes()].concat();
                    assert!(assert_skips(&bytes, 0) <= before.len(), "{sequence:x?} after {before}");
                }
            }
        }
    }
}
