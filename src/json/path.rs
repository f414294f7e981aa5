//! JSON Pointers (RFC 6901) to a byte offset. They are made only for issues that somebody reads.

use alloc::vec::Vec;

use super::text::unescape;

enum Step<'b> {
    Member(Option<&'b [u8]>),
    Element(usize),
}

/// The pointer, as UTF-8, to the innermost value that contains byte `offset` or is expected there. The text before
/// `offset` must be the beginning of valid JSON.
///
/// For an offset inside a member's name, the pointer is to the object that has the member.
pub fn pointer(body: &[u8], offset: usize) -> Vec<u8> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut at = 0;
    while let Some(byte) = body.get(at).filter(|_| at < offset) {
        match byte {
            b'{' => steps.push(Step::Member(None)),
            b'[' => steps.push(Step::Element(0)),
            b'}' | b']' => drop(steps.pop()),
            b',' => match steps.last_mut() {
                Some(Step::Member(name)) => *name = None,
                Some(Step::Element(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                let end = string_end(body, at);
                if end > offset {
                    break;
                }
                if let Some(Step::Member(name @ None)) = steps.last_mut() {
                    *name = body.get(at + 1..end - 1);
                }
                at = end - 1;
            }
            _ => {}
        }
        at += 1;
    }

    let mut pointer = Vec::new();
    for step in steps {
        match step {
            Step::Member(Some(name)) => push_name(&mut pointer, name),
            Step::Member(None) => {}
            Step::Element(index) => push_index(&mut pointer, index),
        }
    }
    pointer
}

/// The offset after the string that begins at `start`, or `usize::MAX` if the string does not end.
fn string_end(body: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = body.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    usize::MAX
}

/// Appends the step to a member. `name` is the text between the quotes, escapes included.
pub fn push_name(pointer: &mut Vec<u8>, name: &[u8]) {
    pointer.push(b'/');
    push_escaped(pointer, &unescape(name));
}

/// Appends text with `~` as `~0` and `/` as `~1` (RFC 6901, section 3).
pub fn push_escaped(pointer: &mut Vec<u8>, text: &[u8]) {
    for &byte in text {
        match byte {
            b'~' => pointer.extend_from_slice(b"~0"),
            b'/' => pointer.extend_from_slice(b"~1"),
            _ => pointer.push(byte),
        }
    }
}

/// Appends the step to an element. The digits are made here: the standard library's formatting code is larger than the
/// whole WebAssembly core.
fn push_index(pointer: &mut Vec<u8>, index: usize) {
    pointer.push(b'/');
    let start = pointer.len();
    let mut rest = index;
    loop {
        pointer.insert(start, b'0' + (rest % 10) as u8);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pointer;

    #[test]
    fn a_pointer_is_to_the_innermost_value() {
        let body = br#"{"a": [1, {"b/~c": "x"}, []], "d\n": 2}"#;
        let at = |text: &str| {
            let offset = body.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
            String::from_utf8(pointer(body, offset)).unwrap()
        };
        assert_eq!(at("{\"a"), "");
        assert_eq!(at("\"a"), "");
        assert_eq!(at("[1"), "/a");
        assert_eq!(at("1"), "/a/0");
        assert_eq!(at("\"x"), "/a/1/b~1~0c");
        assert_eq!(at("x"), "/a/1/b~1~0c");
        assert_eq!(at("[]"), "/a/2");
        assert_eq!(at("2"), "/d\n");
        assert_eq!(pointer(body, body.len()), b"");
        let long = [b"[".as_slice(), &b"0,".repeat(1234), b"x"].concat();
        assert_eq!(pointer(&long, long.len()), b"/1234");
    }

    #[test]
    fn a_name_ends_at_a_quote_that_is_not_escaped() {
        let body = br#"{"a\\\"b": [1]}"#;
        assert_eq!(pointer(body, body.len() - 3), b"/a\\\"b/0");
        // After the name, before its colon.
        assert_eq!(pointer(br#"{"a"}"#, 4), b"/a");
        assert_eq!(pointer(br#"{"a"}"#, 3), b"");
    }
}
