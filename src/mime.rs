//! MIME types. Azeer sends some that end with a semicolon: `audio/mp4;`.

use core::ops::Range;

/// The range of a MIME type's essence: `audio/mp4` in `audio/mp4; codecs=x`. `None` if `text` is not a MIME type. The
/// caller turns it to lower case.
///
/// The rules are those of the WHATWG's MIME Sniffing, section 4.4, "Parsing a MIME type".
pub fn essence(text: &[u8]) -> Option<Range<usize>> {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    let parameters = text.iter().position(|&byte| byte == b';').unwrap_or(text.len());
    let text = text.get(..parameters)?;
    let start = text.iter().position(|byte| !is_space(byte))?;
    let end = text.iter().rposition(|byte| !is_space(byte))? + 1;
    let slash = text.iter().position(|&byte| byte == b'/')?;
    let (name, subtype) = (text.get(start..slash)?, text.get(slash + 1..end)?);
    let is_token = |text: &[u8]| !text.is_empty() && text.iter().all(is_token);
    (is_token(name) && is_token(subtype)).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::essence;

    #[test]
    fn a_mime_type_has_its_essence_and_other_text_none() {
        for (text, expected) in [
            ("audio/aac", Some("audio/aac")),
            ("audio/mp4;", Some("audio/mp4")),
            ("audio/ogg; codecs=opus", Some("audio/ogg")),
            (" \tImage/JPEG \r\n;", Some("Image/JPEG")),
            ("application/vnd.ms-excel+x", Some("application/vnd.ms-excel+x")),
            ("", None),
            (" ", None),
            (";", None),
            ("audio", None),
            ("audio/", None),
            ("/mp4", None),
            ("audio/mp 4", None),
            ("audio/mp4/x", None),
            ("صوت/mp4", None),
        ] {
            assert_eq!(essence(text.as_bytes()).map(|range| &text[range]), expected, "{text}");
        }
    }
}
