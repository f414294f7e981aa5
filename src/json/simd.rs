//! The loops in which the scanner spends its time, 16 bytes at a time. They are written once, on top of [`Block`].

#![allow(clippy::inline_always)]

use super::block::Block;

/// Bytes in a block.
pub(super) const BLOCK: usize = 16;

/// A bit for each byte that is not plain.
///
/// Plain is what needs no look: neither the quote, nor a backslash, nor a control character, nor part of a character beyond
/// ASCII.
#[inline(always)]
fn special(block: Block) -> u32 {
    // As signed numbers, bytes from 0x80 on are below as well.
    block.equal(b'"').or(block.equal(b'\\')).or(block.below::<0x20>()).bits()
}

fn is_plain(byte: u8) -> bool {
    matches!(byte, 0x20..0x80) && byte != b'"' && byte != b'\\'
}

/// Index of the first byte from `at` on that is not plain, or the length of `bytes`.
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
    // The last bytes once more, without those that were passed.
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

/// Where a string ends whose inside `text` begins with, if that is soon.
#[inline(always)]
pub(super) fn short_string(text: &[u8]) -> Option<usize> {
    let ([first, second], _) = text.first_chunk::<{ 2 * BLOCK }>()?.as_chunks() else { return None };
    let quotes = |block| Block::new(block).equal(b'"').bits();
    let quotes = quotes(first) | quotes(second) << BLOCK;
    (quotes != 0).then_some(quotes.trailing_zeros() as usize)
}

/// Index of the first such byte from `at` on.
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

/// How far text from `at` on that is valid UTF-8, beyond ASCII too, and by how much its bytes are more than its
/// UTF-16 code units. Stops at a quote, a backslash or a control character; before a character of four bytes, before what may
/// be no character, and near the end of `bytes`: all that is for a closer look.
pub(super) fn skip_text(bytes: &[u8], at: usize) -> (usize, usize) {
    let (mut at, mut wide) = (at, 0);
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let block = Block::new(block);
        // As signed numbers, bytes of characters beyond ASCII are below all others, and in this order: those that follow in a
        // character, what is never used, those that two, three and four begin with.
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
        // Where bytes that follow another have to be; some may be behind the block.
        let expected = (two | three) << 1 | three << 2;
        let mut wrong = expected ^ following;
        if three != 0 {
            // Unicode, table 3-7: behind E0 comes nothing below A0, which would be too long, and behind ED nothing else, which
            // would be a surrogate.
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
                // A character that is cut off.
                break;
            }
            // The last character is for the next block. There is one; `ilog2` would have something to say of none.
            end = u32::BITS - 1 - (two | three).leading_zeros();
        }
        let taken = (1u32 << end) - 1;
        wide += ((two & taken).count_ones() + 2 * (three & taken).count_ones()) as usize;
        at += end as usize;
        if (end as usize) < BLOCK - 2 || end == 0 {
            break;
        }
    }
    (at, wide)
}

#[cfg(test)]
mod tests {
    use super::super::block::words;
    use super::{BLOCK, Block, find, is_plain, short_string, skip_plain, skip_text, special};

    /// Every byte in every place, among bytes of every other kind.
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

    comparisons!(vectors, Block);
    comparisons!(words, words::Block);

    #[test]
    fn what_is_not_plain() {
        for bytes in blocks() {
            assert_eq!(special(Block::new(&bytes)), expected(&bytes, |byte| !is_plain(byte)), "{bytes:?}");
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

    #[test]
    fn short_strings_of_every_length() {
        for length in 0..40 {
            let text = [vec![b'x'; length], b"\":\"".to_vec(), vec![b'y'; 40]].concat();
            assert_eq!(short_string(&text), (length < 2 * BLOCK).then_some(length));
            assert_eq!(short_string(&text[..=length]), (length == 2 * BLOCK - 1).then_some(length));
        }
    }

    #[test]
    fn bytes_of_every_length_and_alignment() {
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

    /// Text is skipped only where it is text, to a boundary of characters, and its units are counted right.
    fn assert_skips(bytes: &[u8], start: usize) -> usize {
        let (end, wide) = skip_text(bytes, start);
        let text = str::from_utf8(&bytes[start..end]).expect("only text is skipped");
        assert_eq!(wide, text.len() - text.encode_utf16().count(), "{text}");
        assert!(text.chars().all(|c| c >= ' ' && c != '"' && c != '\\'), "{text}");
        end
    }

    #[test]
    fn text_of_every_length_and_alignment() {
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
    fn what_is_not_text_is_not_skipped() {
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
                    assert!(assert_skips(&bytes, 0) <= before.len(), "{sequence:x?} behind {before}");
                }
            }
        }
    }
}
