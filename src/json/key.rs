//! Member names as a body spells them, for comparison in one step.

#![allow(clippy::inline_always)]

use super::block::Block;
use super::simd::{BLOCK, skip_plain};

/// A member name in quotes and its colon: `"text":`. At most 32 bytes, so two blocks compare it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    bytes: [u8; 2 * BLOCK],
    /// A set bit for each unused byte after the text.
    unused: u32,
    length: u32,
}

impl Key {
    /// The longest name that fits a key, in bytes.
    pub const MAX_NAME: usize = 2 * BLOCK - 3;

    /// A key that no text begins with.
    // It is all zeros, so that a table of such keys takes no space in a binary. JSON contains no zero byte.
    pub const NONE: Self = Self { bytes: [0; 2 * BLOCK], unused: 0, length: 0 };

    /// The key of a name without characters that need an escape; [`Key::NONE`] if it is longer than [`Key::MAX_NAME`].
    pub const fn new(name: &[u8]) -> Self {
        if name.len() > Self::MAX_NAME {
            return Self::NONE;
        }
        let length = name.len() as u32 + 3;
        let unused = if length < u32::BITS { u32::MAX << length } else { 0 };
        let mut key = Self { bytes: [0; 2 * BLOCK], unused, length };
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

    /// The key of a name, or `None` if the name is too long or has characters other than plain ASCII.
    pub fn of(name: &[u8]) -> Option<Self> {
        let is_plain = skip_plain(name, 0) == name.len();
        (is_plain && name.len() <= Self::MAX_NAME).then(|| Self::new(name))
    }

    /// Length of the key's text in bytes: the name, two quotes and the colon.
    #[allow(clippy::len_without_is_empty)]
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length as usize
    }

    /// Whether `text` begins with this key.
    #[inline(always)]
    pub fn is_prefix(&self, text: &[u8]) -> bool {
        let Some(text) = text.first_chunk::<{ 2 * BLOCK }>() else {
            return self.length > 0 && self.bytes.get(..self.len()).is_some_and(|key| text.starts_with(key));
        };
        let ([text, text_rest], [key, key_rest]) = (text.as_chunks().0, self.bytes.as_chunks().0) else {
            return false;
        };
        let same = |a, b| Block::new(a).same(Block::new(b)).bits();
        // The bytes after the key may be any, so their bits are set.
        same(text, key) | same(text_rest, key_rest) << BLOCK | self.unused == u32::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn a_key_is_the_prefix_of_its_own_text_only() {
        for length in 0..=Key::MAX_NAME {
            let name = &b"abcdefghijklmnopqrstuvwxyz012"[..length];
            let key = Key::new(name);
            let text = [b"\"", name, b"\":"].concat();
            assert_eq!(key.len(), text.len());
            for after in 0..40 {
                let text = [&text[..], &vec![b'1'; after]].concat();
                assert!(key.is_prefix(&text));
                for at in 0..key.len() {
                    let mut other = text.clone();
                    other[at] ^= 0x80;
                    assert!(!key.is_prefix(&other), "{length} {after} {at}");
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
