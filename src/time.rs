//! RFC 3339 date-times: the grammar (section 5.6), the days of each month (section 5.7), and leap seconds (section
//! 5.7).

/// A point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant {
    /// Seconds since 1970-01-01T00:00:00Z without leap seconds: second 60 equals second 0 of the next minute.
    pub seconds: i64,
    /// Nanoseconds to add, from 0 to 999,999,999. Digits after the ninth are cut off.
    pub nanoseconds: u32,
}

impl Instant {
    /// Go's zero time, `0001-01-01T00:00:00Z`. Azeer sends it for a time that is not set.
    pub const UNSET: Self = Self { seconds: -62_135_596_800, nanoseconds: 0 };
}

/// The parts of an RFC 3339 date-time.
struct Fields<'t> {
    year: i32,
    month: i32,
    day: i32,
    hour: i32,
    minute: i32,
    second: i32,
    /// Digits of the fraction of a second, without the point.
    fraction: &'t [u8],
    /// How many minutes the time is ahead of UTC.
    offset: i32,
}

impl<'t> Fields<'t> {
    fn read(text: &'t [u8]) -> Option<Self> {
        let (clock, rest) = text.split_first_chunk()?;
        let [year, month, day, hour, minute, second] = digits(clock)?;
        let (fraction, offset) = split_fraction(rest);
        Some(Self { year, month, day, hour, minute, second, fraction, offset: offset_minutes(offset)? })
    }

    /// Minutes since midnight UTC of the date's day; negative or above 1,439 if the offset leads to another day.
    fn minute_of_day(&self) -> i32 {
        self.hour * 60 + self.minute - self.offset
    }

    /// Whether the date and time exist.
    fn is_valid(&self) -> bool {
        let is_last_minute = || self.minute_of_day().rem_euclid(24 * 60) == 23 * 60 + 59;
        (1..=12).contains(&self.month)
            && self.day >= 1
            && (self.day <= 28 || self.day <= days(self.year, self.month))
            && self.hour < 24
            && self.minute < 60
            && (self.second < 60 || self.second == 60 && is_last_minute())
    }
}

/// Whether `text` is an RFC 3339 date-time that exists, by the rules of [`parse`].
pub fn is_valid(text: &[u8]) -> bool {
    Fields::read(text).is_some_and(|fields| fields.is_valid())
}

/// The instant of an RFC 3339 date-time; `None` if `text` is not one, or if the date or time does not exist.
///
/// Accepted are lower-case `t` and `z`, any number of fraction digits, any offset below 24 hours, and the year 0000.
/// Second 60 is accepted at 23:59 UTC only, when leap seconds are inserted.
pub fn parse(text: &[u8]) -> Option<Instant> {
    let fields = Fields::read(text).filter(Fields::is_valid)?;
    let Fields { year, month, day, second, fraction, .. } = fields;
    let minutes = i64::from(day_number(year, month, day)) * 24 * 60 + i64::from(fields.minute_of_day());
    Some(Instant { seconds: minutes * 60 + i64::from(second), nanoseconds: nanoseconds(fraction) })
}

/// The six numbers of `YYYY-MM-DDThh:mm:ss`; `None` if the text has another form. Reads eight bytes at a time, each in
/// a byte of a word.
fn digits(clock: &[u8; 19]) -> Option<[i32; 6]> {
    // XOR with these turns digits into their values, and separators into 0.
    const DATE: u64 = u64::from_le_bytes(*b"0000-00-");
    const TIME: u64 = u64::from_le_bytes(*b"00T00:00");
    // Adding these sets the high bit of each digit above 9 and of each separator that is not 0.
    const DATE_LIMITS: u64 = 0x7F76_767F_7676_7676;
    const TIME_LIMITS: u64 = 0x7676_7F76_767F_7676;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    /// Turns `t` into `T`.
    const UPPER_CASE: u64 = !0x20_0000;
    let [date, time] = clock.first_chunk::<16>()?.as_chunks::<8>().0 else { return None };
    let date = u64::from_le_bytes(*date) ^ DATE;
    let time = (u64::from_le_bytes(*time) & UPPER_CASE) ^ TIME;
    // Only a byte that is itself too large carries into the next one.
    let too_large = date | date.wrapping_add(DATE_LIMITS) | time | time.wrapping_add(TIME_LIMITS);
    let [colon, tens, ones] = *clock.last_chunk::<3>()?;
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    if too_large & HIGH != 0 || colon != b':' || tens > 9 || ones > 9 {
        return None;
    }
    let [century, _, year, _, _, month, ..] = pairs(date);
    let [day, _, _, hour, _, _, minute, _] = pairs(time);
    Some([century * 100 + year, month, day, hour, minute, i32::from(tens) * 10 + i32::from(ones)])
}

/// The number of two digits that each byte makes with the next one.
fn pairs(digits: u64) -> [i32; 8] {
    (digits.wrapping_mul(10).wrapping_add(digits >> 8)).to_le_bytes().map(i32::from)
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
fn day_number(year: i32, month: i32, day: i32) -> i32 {
    // The year begins in March here, so that a leap day is its last day. From March on, any five months have 153 days.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 719_469
}

/// The nanoseconds of the digits of a fraction.
fn nanoseconds(fraction: &[u8]) -> u32 {
    let digit = |place: usize| fraction.get(place).map_or(0, |byte| u32::from(byte - b'0'));
    (0..9).fold(0, |value, place| value * 10 + digit(place))
}

/// The digits of the fraction `.123`, and the text after it. Without a fraction the text is unchanged; a point without
/// a digit stays in it, which is then not an offset.
fn split_fraction(text: &[u8]) -> (&[u8], &[u8]) {
    match text {
        [b'.', rest @ ..] if rest.first().is_some_and(u8::is_ascii_digit) => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            rest.split_at_checked(digits).unwrap_or((rest, &[]))
        }
        _ => (&[], text),
    }
}

/// The minutes of an offset such as `Z` or `+03:00`; `None` if the text is not an offset.
fn offset_minutes(text: &[u8]) -> Option<i32> {
    match text {
        b"Z" | b"z" => Some(0),
        [sign @ (b'+' | b'-'), h0, h1, b':', m0, m1] => {
            let (hour, minute) = (pair(*h0, *h1)?, pair(*m0, *m1)?);
            let minutes = (hour < 24 && minute < 60).then_some(hour * 60 + minute)?;
            Some(if *sign == b'-' { -minutes } else { minutes })
        }
        _ => None,
    }
}

/// The number of two digits; `None` if either byte is not a digit.
fn pair(tens: u8, ones: u8) -> Option<i32> {
    let both = tens.is_ascii_digit() && ones.is_ascii_digit();
    both.then(|| i32::from(tens - b'0') * 10 + i32::from(ones - b'0'))
}

/// The number of days in a month, from 1 to 12 (RFC 3339, section 5.7 and appendix C).
fn days(year: i32, month: i32) -> i32 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{Instant, digits, offset_minutes, parse};

    #[test]
    fn only_date_times_that_exist_are_parsed() {
        for text in [
            "2024-03-08T06:44:54Z",
            "2024-03-08T10:31:00.333982Z",
            "2024-03-08T09:44:38.116981911Z",
            "0001-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "2024-03-08t06:44:54z",
            "2024-03-08T06:44:54+03:00",
            "2024-03-08T06:44:54-00:00",
            "2024-02-29T00:00:00Z",
            "2000-02-29T00:00:00Z",
            "2016-12-31T23:59:60Z",
            "2017-01-01T02:59:60+03:00",
            "2016-12-31T18:59:60.5-05:00",
        ] {
            assert!(parse(text.as_bytes()).is_some(), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2024-03-08",
            "2024-03-08T06:44:54",
            "2024-03-08 06:44:54Z",
            "2024-03-08T06:44:54.Z",
            "2024-03-08T06:44:54,5Z",
            "2024-03-08T06:44Z",
            "2024-13-08T06:44:54Z",
            "2024-00-08T06:44:54Z",
            "2024-03-00T06:44:54Z",
            "2023-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2024-04-31T00:00:00Z",
            "2024-03-08T24:00:00Z",
            "2024-03-08T23:60:00Z",
            "2024-03-08T22:59:60Z",
            "2024-03-08T23:59:61Z",
            "2024-03-08T23:59:60+03:00",
            "2024-03-08T06:44:54+24:00",
            "2024-03-08T06:44:54+03:60",
            "2024-03-08T06:44:54+0300",
            "2024-03-08T06:44:54ZZ",
            "+2024-03-08T06:44:54Z",
            "٢024-03-08T06:44:54Z",
        ] {
            assert!(parse(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn a_date_time_has_its_instant() {
        for (text, seconds, nanoseconds) in [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("1969-12-31T23:59:59.5Z", -1, 500_000_000),
            ("2024-03-08T09:44:38.116981911Z", 1_709_891_078, 116_981_911),
            ("2024-03-08T12:44:38.1169819119+03:00", 1_709_891_078, 116_981_911),
            ("2000-02-29T12:00:00-01:30", 951_831_000, 0),
            ("2016-12-31T23:59:60Z", 1_483_228_800, 0),
            ("9999-12-31T23:59:59Z", 253_402_300_799, 0),
            ("0000-01-01T00:00:00Z", -62_167_219_200, 0),
        ] {
            assert_eq!(parse(text.as_bytes()), Some(Instant { seconds, nanoseconds }), "{text}");
        }
        assert_eq!(parse(b"0001-01-01T00:00:00.000Z"), Some(Instant::UNSET));
        assert_eq!(parse(b"0001-01-01T03:00:00+03:00"), Some(Instant::UNSET));
    }

    #[test]
    fn every_day_of_ten_thousand_years_has_the_next_number() {
        let mut expected = -719_528;
        for year in 0..10_000 {
            for month in 1..=12 {
                let first = parse(format!("{year:04}-{month:02}-01T00:00:00Z").as_bytes()).unwrap();
                assert_eq!(first.seconds, i64::from(expected) * 24 * 60 * 60, "{year}-{month}");
                for day in 1..=super::days(year, month) {
                    assert_eq!(super::day_number(year, month, day), expected, "{year}-{month}-{day}");
                    expected += 1;
                }
            }
        }
    }

    /// [`digits`], one character at a time.
    fn slow_digits(clock: [u8; 19]) -> Option<[i32; 6]> {
        let is_like = clock.iter().zip(b"0000-00-00T00:00:00").all(|(byte, pattern)| match pattern {
            b'0' => byte.is_ascii_digit(),
            b'T' => matches!(byte, b'T' | b't'),
            separator => byte == separator,
        });
        let number = |from: usize, to: usize| {
            clock[from..to].iter().fold(0, |number, digit| number * 10 + i32::from(digit - b'0'))
        };
        is_like.then(|| {
            [number(0, 4), number(5, 7), number(8, 10), number(11, 13), number(14, 16), number(17, 19)]
        })
    }

    #[test]
    fn digits_decides_right_for_every_byte_at_every_index() {
        for clock in [*b"2024-03-08T06:44:54", *b"0000-00-00t00:00:00", *b"9999-99-99T99:99:99"] {
            for at in 0..clock.len() {
                for byte in 0..=255 {
                    let mut changed = clock;
                    changed[at] = byte;
                    assert_eq!(digits(&changed), slow_digits(changed), "{byte} at {at}");
                }
            }
        }
    }

    #[test]
    fn offset_minutes_decides_right_for_every_byte_at_every_index() {
        for at in 0..6 {
            for byte in 0..=255 {
                let mut changed = *b"+23:59";
                changed[at] = byte;
                let [sign, h0, h1, colon, m0, m1] = changed.map(char::from);
                let number = |tens: char, ones: char| Some(tens.to_digit(10)? * 10 + ones.to_digit(10)?);
                let expected = number(h0, h1).zip(number(m0, m1)).filter(|(hour, minute)| {
                    matches!(sign, '+' | '-') && colon == ':' && *hour < 24 && *minute < 60
                });
                let minutes = expected.map(|(hour, minute)| i32::try_from(hour * 60 + minute).unwrap());
                let minutes = if sign == '-' { minutes.map(|it| -it) } else { minutes };
                assert_eq!(offset_minutes(&changed), minutes, "{byte} at {at}");
            }
        }
    }
}
