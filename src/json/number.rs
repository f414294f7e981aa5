//! Numbers, judged by their exact value. Only [`Number::to_double`] needs a float parser.

use alloc::format;
use alloc::string::String;

/// The value of a number as an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integer {
    /// An integer with |n| <= 2^53 - 1. Doubles hold it and its neighbours exactly.
    Safe(i64),
    /// A larger integer.
    Unsafe,
    /// Not an integer.
    Fraction,
}

/// A number without an exponent and with at most 15 digits, so that its digits fit a double exactly.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    /// Whether the number begins with a minus sign.
    pub negative: bool,
    /// All digits as one integer: 125 for `12.5`.
    pub digits: u64,
    /// How many of the digits follow the decimal point: 1 for `12.5`.
    pub places: usize,
}

impl Decimal {
    const MAX_DIGITS: usize = 15;

    /// The decimal that `text` begins with, and its length in bytes. `None` if there is none, if it has too many
    /// digits, or if no comma, `}` or white space follows.
    #[inline]
    pub(super) fn read(text: &[u8]) -> Option<(Self, usize)> {
        let negative = text.first() == Some(&b'-');
        let start = usize::from(negative);
        let mut digits = 0u64;
        // Too many digits overflow; `is_number` refuses them.
        let mut take_digits = |mut at: usize| {
            if let Some(word) = text.get(at..at + 8).and_then(<[u8]>::first_chunk) {
                let (value, count) = first_digits(*word);
                digits = digits.wrapping_mul(POWERS_OF_TEN[count]).wrapping_add(value);
                at += count;
                if count < 8 {
                    return at;
                }
            }
            while let Some(digit @ 0..10) = text.get(at).map(|byte| byte.wrapping_sub(b'0')) {
                digits = digits.wrapping_mul(10).wrapping_add(u64::from(digit));
                at += 1;
            }
            at
        };
        let point = take_digits(start);
        let whole = point - start;
        let (places, end) = if text.get(point) == Some(&b'.') {
            let end = take_digits(point + 1);
            (end - point - 1, end)
        } else {
            (0, point)
        };
        let is_number = whole > 0
            && (places > 0 || end == point)
            && (whole == 1 || text.get(start) != Some(&b'0'))
            && whole + places <= Self::MAX_DIGITS
            && matches!(text.get(end), Some(b',' | b'}' | b' ' | b'\n' | b'\r' | b'\t'));
        is_number.then_some((Self { negative, digits, places }, end))
    }

    /// The nearest double.
    pub fn double(&self) -> f64 {
        // Below 10^15, so exact. From a signed integer, as that conversion is one instruction.
        #[allow(clippy::cast_precision_loss)]
        let mut double = self.digits.cast_signed() as f64;
        if self.places > 0 {
            // The power of ten is exact too, so the quotient is rounded only once.
            double /= POWERS.get(self.places).copied().unwrap_or(f64::NAN);
        }
        if self.negative { -double } else { double }
    }

    /// Whether the number is from `-limit` to `limit`.
    pub fn is_within(&self, limit: u32) -> bool {
        let one = (0..self.places).fold(1u64, |one, _| one * 10);
        self.digits <= u64::from(limit) * one
    }
}

/// The value of the digits that eight bytes begin with, and their count. There is no branch on the count, as processors
/// cannot predict it.
#[inline(always)]
fn first_digits(bytes: [u8; 8]) -> (u64, usize) {
    const LOW: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_le_bytes(bytes) ^ (LOW * u64::from(b'0'));
    // The high bit of each byte above 9. Only such a byte carries into the next one, so the first set bit is right.
    let not_digits = (word | word.wrapping_add(LOW * 0x76)) & (LOW << 7);
    let count = not_digits.trailing_zeros() / 8;
    // Moves the digits to the end, after zeros. Two shifts of half the distance, as one shift of 64 bits (no digits)
    // would overflow.
    let word = word << (32 - 4 * count) << (32 - 4 * count);
    let pairs = (word * 10 + (word >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    ((fours & 0xFFFF) * 10_000 + (fours >> 32), count as usize)
}

const POWERS_OF_TEN: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// The powers of ten that doubles hold exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// The parts of a JSON number such as `-12.5e3`.
#[derive(Clone, Copy, Debug)]
pub struct Number<'b> {
    /// Whether the number begins with a minus sign.
    pub negative: bool,
    /// The digits, with the decimal point if there is one: `12.5`.
    mantissa: &'b [u8],
    /// How many of the digits precede the point: 2.
    whole: usize,
    /// The exponent, limited to the range of `i32`: 3.
    exponent: i32,
}

/// The exact value of a number as an integer: `1e2` and `100.0` are 100, `1e-1` is a fraction.
pub fn integer(text: &[u8]) -> Integer {
    Number::new(text).integer()
}

impl<'b> Number<'b> {
    /// Splits a number that the scanner has checked.
    pub fn new(text: &'b [u8]) -> Self {
        let (negative, text) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        let (mantissa, exponent) = split(text, |byte| byte | 0x20 == b'e');
        let whole = split(mantissa, |byte| byte == b'.').0.len();
        Self { negative, mantissa, whole, exponent: read_exponent(exponent) }
    }

    fn integer(&self) -> Integer {
        const MAX: i64 = (1 << 53) - 1;
        let mut value = 0i64;
        // How many digits are still to come before the decimal point.
        let mut place = self.point();
        let mut is_safe = true;
        for digit in self.digits() {
            if place <= 0 {
                if digit != 0 {
                    return Integer::Fraction;
                }
                continue;
            }
            place -= 1;
            if value > MAX / 10 {
                is_safe = false;
            } else {
                value = value * 10 + i64::from(digit);
            }
        }
        while place > 0 && value != 0 && is_safe {
            place -= 1;
            is_safe = value <= MAX / 10;
            value *= 10;
        }
        match is_safe && value <= MAX {
            true if self.negative => Integer::Safe(-value),
            true => Integer::Safe(value),
            false => Integer::Unsafe,
        }
    }

    /// Whether the exact value is from `-limit` to `limit`.
    pub fn is_within(&self, limit: u32) -> bool {
        let mut place = self.point();
        let mut whole = 0u32;
        let mut has_fraction = false;
        for digit in self.digits() {
            if place > 0 {
                whole = whole.saturating_mul(10).saturating_add(u32::from(digit));
            } else {
                has_fraction |= digit != 0;
            }
            place = place.saturating_sub(1);
        }
        while place > 0 && whole != 0 && whole <= limit {
            whole = whole.saturating_mul(10);
            place -= 1;
        }
        whole < limit || whole == limit && !has_fraction
    }

    /// The nearest double, if one division or multiplication of exact doubles gives it (Clinger's fast path). `None`
    /// if only a full float parser can tell.
    pub fn double(&self) -> Option<f64> {
        let mut mantissa = 0u64;
        for digit in self.digits() {
            mantissa = mantissa * 10 + u64::from(digit);
            if mantissa > 1 << 53 {
                return None;
            }
        }
        let places = self.mantissa.len().saturating_sub(self.whole + 1);
        let exponent = self.exponent.checked_sub(i32::try_from(places).ok()?)?;
        let power = *POWERS.get(exponent.unsigned_abs() as usize)?;
        // At most 2^53, so exact.
        #[allow(clippy::cast_precision_loss)]
        let mantissa = mantissa as f64;
        let double = if exponent < 0 { mantissa / power } else { mantissa * power };
        Some(if self.negative { -double } else { double })
    }

    /// The nearest double of any number.
    pub fn to_double(self) -> f64 {
        self.double().unwrap_or_else(|| {
            // The parser of `std` misreads exponents above 655,360. So it gets the digits without leading zeros, and
            // the exponent that belongs to the first of them.
            let zeros = self.digits().take_while(|digit| *digit == 0).count();
            let digits: String = self.digits().skip(zeros).map(|digit| char::from(b'0' + digit)).collect();
            let point = i64::from(self.point()) - i64::from(zeros as u32);
            let sign = if self.negative { "-" } else { "" };
            format!("{sign}0.{digits}0e{point}").parse().unwrap_or(f64::NAN)
        })
    }

    /// How many of the digits precede the decimal point once the exponent is applied. Negative if zeros follow the
    /// point.
    fn point(&self) -> i32 {
        i32::try_from(self.whole).unwrap_or(i32::MAX).saturating_add(self.exponent)
    }

    fn digits(&self) -> impl Iterator<Item = u8> {
        self.mantissa.iter().filter(|&&byte| byte != b'.').map(|byte| byte - b'0')
    }
}

fn split(text: &[u8], at: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    match text.iter().position(|&byte| at(byte)) {
        Some(i) => (text.get(..i).unwrap_or_default(), text.get(i + 1..).unwrap_or_default()),
        None => (text, &[]),
    }
}

fn read_exponent(text: &[u8]) -> i32 {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let value = digits
        .iter()
        .fold(0i32, |value, byte| value.saturating_mul(10).saturating_add(i32::from(byte - b'0')));
    if negative { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Integer, Number};

    #[test]
    fn a_decimal_equals_the_number_of_the_same_text() {
        for text in
            ["0", "-0", "7", "-12", "0.5", "12.9958923", "-77.6102133", "999999999999999", "90.0", "0.000"]
        {
            for after in [",", "}", " ", "\n"] {
                let (decimal, length) = Decimal::read([text, after].concat().as_bytes()).expect(text);
                assert_eq!(length, text.len());
                let number = Number::new(text.as_bytes());
                assert_eq!(Some(decimal.double().to_bits()), number.double().map(f64::to_bits), "{text}");
                for limit in [0, 1, 12, 89, 90, 180] {
                    assert_eq!(decimal.is_within(limit), number.is_within(limit), "{text} {limit}");
                }
            }
        }
        for text in [
            "",
            "-",
            ".",
            "-.",
            "01",
            "-01",
            "1.",
            "1.,",
            ".5,",
            "00,",
            "1..2,",
            "1e2,",
            "1",
            "12]",
            "+1,",
            "1-2,",
            "1000000000000000,",
            "0.1234567890123456,",
            "1.0000000000000000000,",
            "1a,",
        ] {
            assert!(Decimal::read(text.as_bytes()).is_none(), "{text}");
        }
        // Differs from a digit in one bit.
        assert!(Decimal::read(b"1\xB5,\"webhook_event_type\"").is_none());
    }

    fn integer(text: &str) -> Integer {
        super::integer(text.as_bytes())
    }

    #[test]
    fn integers_are_judged_by_exact_value() {
        for (text, value) in [
            ("0", 0),
            ("-0", 0),
            ("12345", 12345),
            ("1.0", 1),
            ("1e2", 100),
            ("1E+2", 100),
            ("1.5e1", 15),
            ("100e-2", 1),
            ("0.00001e5", 1),
            ("0e99999999999", 0),
            ("0.0e-99999999999", 0),
            ("9007199254740991", 9_007_199_254_740_991),
            ("-9007199254740991", -9_007_199_254_740_991),
            ("9.007199254740991e15", 9_007_199_254_740_991),
        ] {
            assert_eq!(integer(text), Integer::Safe(value), "{text}");
        }
        for text in
            ["9007199254740992", "-9007199254740993", "1e16", "1e99999999999", "123456789012345678901"]
        {
            assert_eq!(integer(text), Integer::Unsafe, "{text}");
        }
        for text in ["1.5", "1e-1", "0.1", "12345678901234567890.1", "1e-99999999999"] {
            assert_eq!(integer(text), Integer::Fraction, "{text}");
        }
    }

    #[test]
    fn ranges_are_judged_by_exact_value() {
        for text in
            ["0", "-0", "90", "-90", "90.000", "9e1", "900e-1", "89.99999999999999999999", "1e-400", "0e400"]
        {
            assert!(Number::new(text.as_bytes()).is_within(90), "{text}");
        }
        for text in
            ["91", "-90.5", "90.00000000000000000000001", "9e2", "1e400", "99999999999999999999", "9000e-1"]
        {
            assert!(!Number::new(text.as_bytes()).is_within(90), "{text}");
        }
    }

    #[test]
    fn the_fast_path_gives_the_nearest_double_or_none() {
        for text in ["12.9958923", "77.6102133", "-0.1", "0", "1e22", "9007199254740992", "3e-22", "0.30"] {
            let expected: f64 = text.parse().unwrap();
            assert_eq!(
                Number::new(text.as_bytes()).double().map(f64::to_bits),
                Some(expected.to_bits()),
                "{text}"
            );
        }
        assert_eq!(Number::new(b"-0").double().map(f64::to_bits), Some((-0.0f64).to_bits()));
        for text in ["1e23", "1e-23", "12345678901234567890", "0.12345678901234567890", "1e99999999999"] {
            assert_eq!(Number::new(text.as_bytes()).double(), None, "{text}");
        }
    }

    #[test]
    fn every_number_has_its_nearest_double() {
        for text in
            ["1e23", "-1e-23", "12345678901234567890", "0.12345678901234567890", "1e400", "-1e-400", "0e999"]
        {
            let expected: f64 = text.parse().unwrap();
            assert_eq!(Number::new(text.as_bytes()).to_double().to_bits(), expected.to_bits(), "{text}");
        }
        let far = "0".repeat(700_000);
        for (text, expected) in [
            (format!("0.{far}12345678901234567890e700000"), "0.12345678901234567890".parse().unwrap()),
            (format!("-1{far}e-700000"), -1.0),
            (format!("0.{far}1e99999999999"), f64::INFINITY),
            (format!("1{far}e-99999999999"), 0.0),
        ] {
            assert_eq!(Number::new(text.as_bytes()).to_double().to_bits(), f64::to_bits(expected));
        }
    }
}
