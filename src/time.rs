//! Date-times by RFC 3339: the grammar of its section 5.6, the calendar, and the leap second rule.

/// Whether `text` is an RFC 3339 date-time that the calendar has.
///
/// Lower-case `t` and `z`, any number of fraction digits and any offset are taken; second 60 only where it is
/// 23:59 in UTC, when leap seconds are inserted; the year 0000 is not refused, RFC 3339 has it.
pub(crate) fn is_date_time(text: &[u8]) -> bool {
    let [
        y0,
        y1,
        y2,
        y3,
        b'-',
        m0,
        m1,
        b'-',
        d0,
        d1,
        b'T' | b't',
        h0,
        h1,
        b':',
        n0,
        n1,
        b':',
        s0,
        s1,
        rest @ ..,
    ] = text
    else {
        return false;
    };
    let year = pair(*y0, *y1).zip(pair(*y2, *y3)).map(|(high, low)| high * 100 + low);
    let (Some(year), Some(month), Some(day)) = (year, pair(*m0, *m1), pair(*d0, *d1)) else { return false };
    let (Some(hour), Some(minute), Some(second)) = (pair(*h0, *h1), pair(*n0, *n1), pair(*s0, *s1)) else {
        return false;
    };
    let Some(offset) = offset_minutes(skip_fraction(rest)) else { return false };
    let is_last_minute = || (hour * 60 + minute - offset).rem_euclid(24 * 60) == 23 * 60 + 59;

    (1..=12).contains(&month)
        && (1..=days(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && (second < 60 || second == 60 && is_last_minute())
}

/// `.123`, if it is there with a digit at least; what is left otherwise cannot be an offset.
fn skip_fraction(text: &[u8]) -> &[u8] {
    match text {
        [b'.', b'0'..=b'9', rest @ ..] => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            rest.get(digits..).unwrap_or_default()
        }
        _ => text,
    }
}

/// `Z`, `+03:00`: how far ahead of UTC the time is.
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

fn pair(tens: u8, ones: u8) -> Option<i32> {
    let both = tens.is_ascii_digit() && ones.is_ascii_digit();
    both.then(|| i32::from(tens - b'0') * 10 + i32::from(ones - b'0'))
}

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
    use super::is_date_time;

    #[test]
    fn date_times() {
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
            assert!(is_date_time(text.as_bytes()), "{text}");
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
            "2024-03-08T06:44:54+0300",
            "2024-03-08T06:44:54ZZ",
            "+2024-03-08T06:44:54Z",
            "٢024-03-08T06:44:54Z",
        ] {
            assert!(!is_date_time(text.as_bytes()), "{text}");
        }
    }
}
