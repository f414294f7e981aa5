//! The text of strings that the scanner has checked.

use alloc::vec::Vec;

/// The characters of a string, as UTF-8. `text` is what is between its quotes, escapes included.
pub fn unescape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'\\' {
            let (c, length) = escape(rest);
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            rest = rest.get(length..).unwrap_or_default();
        } else {
            out.push(byte);
            rest = after;
        }
    }
    out
}

/// Whether two short texts are equal. Words are compared in line: names are compared often, are a word or two long,
/// and a call would take longer.
#[inline]
pub fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        0..4 => a.iter().zip(b).all(|(a, b)| a == b),
        // The last word may overlap the previous one.
        4..8 => has_same::<4>(a, b, 0) && has_same::<4>(a, b, a.len() - 4),
        _ => {
            let last = a.len() - 8;
            let mut at = 0;
            while at < last {
                if !has_same::<8>(a, b, at) {
                    return false;
                }
                at += 8;
            }
            has_same::<8>(a, b, last)
        }
    }
}

/// Whether both texts have the same `N` bytes at index `at`.
#[inline]
fn has_same<const N: usize>(a: &[u8], b: &[u8], at: usize) -> bool {
    let word = |text: &[u8]| text.get(at..).and_then(<[u8]>::first_chunk::<N>).copied();
    word(a) == word(b)
}

/// The character of the escape that `text` begins with, and the length of the escape in bytes.
fn escape(text: &[u8]) -> (char, usize) {
    let c = match text.get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => {
            let unit = hex(text, 2);
            return match unit {
                0xD800..=0xDBFF => {
                    let point =
                        0x10000 + ((unit - 0xD800) << 10) + (hex(text, 8).wrapping_sub(0xDC00) & 0x3FF);
                    (char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
                }
                _ => (char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER), 6),
            };
        }
        // A quote, a backslash or a slash: the scanner refuses any other character.
        other => other.map_or(char::REPLACEMENT_CHARACTER, |&byte| char::from(byte)),
    };
    (c, 2)
}

/// The value of the four hexadecimal digits at index `at`.
fn hex(text: &[u8], at: usize) -> u32 {
    let digits = text.get(at..at + 4).unwrap_or_default();
    digits.iter().fold(0, |value, &byte| value * 16 + char::from(byte).to_digit(16).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::{is_same, unescape};

    #[test]
    fn every_escape_becomes_its_character() {
        for (text, expected) in [
            ("plain", "plain"),
            (r#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"),
            (r"a\u0041\u00e9\u0645z", "aAé\u{645}z"),
            (r"\uD83D\uDE00!", "😀!"),
            (r"مرحبا\n", "مرحبا\n"),
        ] {
            assert_eq!(unescape(text.as_bytes()), expected.as_bytes());
        }
    }

    #[test]
    fn only_equal_texts_are_the_same() {
        for length in 0..40 {
            let text: Vec<u8> = (0..length).collect();
            assert!(is_same(&text, &text.clone()));
            assert!(!is_same(&text, &[&text[..], b"x"].concat()));
            for at in 0..text.len() {
                let mut other = text.clone();
                other[at] ^= 0x80;
                assert!(!is_same(&text, &other), "{length} {at}");
            }
        }
    }
}
