//! Blocks as two words of eight bytes, for every other processor.

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = LOW << 7;

/// Only the high bit of each byte in the result of a comparison has a meaning.
#[derive(Clone, Copy)]
pub(crate) struct Block([u64; 2]);

impl Block {
    pub(crate) fn new(bytes: &[u8; 16]) -> Self {
        let number = u128::from_le_bytes(*bytes);
        Self([number as u64, (number >> 64) as u64])
    }

    fn map(self, f: impl Fn(u64) -> u64) -> Self {
        Self(self.0.map(f))
    }

    pub(crate) fn equal(self, byte: u8) -> Self {
        self.map(|word| is_zero(word ^ (LOW * u64::from(byte))))
    }

    pub(crate) fn below<const LIMIT: i8>(self) -> Self {
        // With their high bits inverted, signed numbers are in the order of unsigned ones.
        let limit = LIMIT.cast_unsigned() ^ 0x80;
        // The high bits are set before the subtraction, so that no byte borrows from the next.
        self.map(|word| match limit {
            0..=0x80 => !((word | HIGH) - LOW * u64::from(limit)) & word,
            _ => !((word | HIGH) - LOW * u64::from(limit - 0x80)) | word,
        })
    }

    pub(crate) fn same(self, other: Self) -> Self {
        Self([is_zero(self.0[0] ^ other.0[0]), is_zero(self.0[1] ^ other.0[1])])
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    pub(crate) fn bits(self) -> u32 {
        // The multiplication moves the eight high bits into the top byte.
        let gather = |word: u64| (((word & HIGH) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32;
        gather(self.0[0]) | gather(self.0[1]) << 8
    }
}

/// Marks the bytes that are zero.
fn is_zero(word: u64) -> u64 {
    !((word | HIGH) - LOW) & !word
}
