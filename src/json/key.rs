//! Names of members in the form in which bodies have them, to be compared at once.

#![allow(clippy::inline_always)]

use super::block::Block;
use super::simd::{BLOCK, skip_plain};

/// Text that a body may have at some place: a member's name in quotes, and a colon. Short enough to compare at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    bytes: [u8; 2 * BLOCK],
    /// A bit for each byte behind the text.
    behind: u32,
    length: u32,
}

impl Key {
    /// The longest name there can be a key of.
    pub const MAX_NAME: usize = 2 * BLOCK - 3;

    /// Text that no body has: JSON has no such character.
    // All of it zero, so that a table of them takes no place in a binary.
    pub const NONE: Self = Self { bytes: [0; 2 * BLOCK], behind: 0, length: 0 };

    /// `"name":` of a name that has no character to escape; none where it is longer than [`Key::MAX_NAME`].
    pub const fn new(name: &[u8]) -> Self {
        if name.len() > Self::MAX_NAME {
            return Self::NONE;
        }
        let length = name.len() as u32 + 3;
        let behind = if length < u32::BITS { u32::MAX << length } else { 0 };
        let mut key = Self { bytes: [0; 2 * BLOCK], behind, length };
        key.bytes[0] = b'"';
        let mut i = 0;
        while i < name.len() {
            key.bytes[i + 1] = name[i];
            i += 1;
        }
        key.bytes[i + 1] = b'"';
        key.bytes[i + 2] = b':';
        key
    }

    /// [`Key::new`], where the name stands in a body as it is and is short enough.
    pub fn of(name: &[u8]) -> Option<Self> {
        let is_plain = skip_plain(name, 0) == name.len();
        (is_plain && name.len() <= Self::MAX_NAME).then(|| Self::new(name))
    }

    /// How long the text is.
    #[allow(clippy::len_without_is_empty)]
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length as usize
    }

    /// Whether `text` begins with it.
    #[inline(always)]
    pub fn is_prefix(&self, text: &[u8]) -> bool {
        let Some(text) = text.first_chunk::<{ 2 * BLOCK }>() else {
            return self.length > 0 && self.bytes.get(..self.len()).is_some_and(|key| text.starts_with(key));
        };
        let ([text, text_behind], [key, key_behind]) = (text.as_chunks().0, self.bytes.as_chunks().0) else {
            return false;
        };
        let same = |a, b| Block::new(a).same(Block::new(b)).bits();
        // Most names fit the first block.
        same(text, key) | same(text_behind, key_behind) << BLOCK | self.behind == u32::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn keys() {
        for length in 0..=Key::MAX_NAME {
            let name = &b"abcdefghijklmnopqrstuvwxyz012"[..length];
            let key = Key::new(name);
            let text = [b"\"", name, b"\":"].concat();
            assert_eq!(key.len(), text.len());
            for behind in 0..40 {
                let text = [&text[..], &vec![b'1'; behind]].concat();
                assert!(key.is_prefix(&text));
                for at in 0..key.len() {
                    let mut other = text.clone();
                    other[at] ^= 0x80;
                    assert!(!key.is_prefix(&other), "{length} {behind} {at}");
                    assert!(!key.is_prefix(&text[..at]));
                }
            }
        }
        for none in [Key::NONE, Key::new(&[b'x'; Key::MAX_NAME + 1])] {
            assert!(!none.is_prefix(&[b'x'; 64]));
            assert!(!none.is_prefix(b""));
        }
    }
}
