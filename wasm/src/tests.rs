//! The numbers that cross the boundary, as JavaScript reads them.

use azeer_webhooks::internals::{self, Encoding, REGISTRY, Rules, Term};
use azeer_webhooks::{Code, Reason};
use azeer_webhooks_abi::{
    BLANK, FIELDS_TO_SET, GENERATION, HEADER_WORDS, INVALID, IS_COPIED, ISSUE_COUNT, LINE_END, MORE_ISSUES,
    MORE_MEMBERS, NON_ASCII, REASON, SPARSE, TEXT_END, UNDOCUMENTED_COUNT, UNFINISHED, UNKNOWN, UTF16_UNITS,
};

use super::{CORE, Core, essence, header, instant, is_doubtful, parse, parse_line, reserve, slots, to_utf16};

const RULES: Rules = Rules { max_bytes: 1 << 20, is_strict: false };
const TEXT: &str = include_str!("../../tests/fixtures/01-incoming-text.json");

fn core() -> Core {
    let mut core = Core::EMPTY;
    core.scratch.prepare(&REGISTRY);
    core
}

/// The code of a body, and the words of the header.
fn parsed(core: &mut Core, body: &str) -> (i32, [u32; HEADER_WORDS]) {
    core.input = body.as_bytes().to_vec();
    core.begin();
    let result = core.parse(0..body.len(), Encoding::Utf8, RULES);
    (result, core.output.words())
}

/// The number of a shape, by an event name and a message type.
fn shape(event: &str, content: &str) -> i32 {
    let found = REGISTRY
        .shapes()
        .iter()
        .position(|it| it.event == event && it.message_type.unwrap_or_default() == content);
    i32::try_from(found.unwrap()).unwrap()
}

/// The set of documented members of these names, as the header has it.
fn members(names: &[&str]) -> [u32; 2] {
    let bit = |name: &&str| 1u64 << REGISTRY.field(name.as_bytes()).unwrap();
    let mask = names.iter().map(bit).fold(0, |mask, bit| mask | bit);
    [mask as u32, (mask >> 32) as u32]
}

fn added(words: [u32; HEADER_WORDS]) -> [u32; 2] {
    [words[FIELDS_TO_SET], words[FIELDS_TO_SET + 1]]
}

const CLOSED: &str = r#""webhook_event_type":"chat_closed""#;

#[test]
fn an_event_with_exactly_the_literal_members_is_its_shape_alone() {
    let text = shape("incoming_msg", "text");
    let (result, words) = parsed(&mut core(), TEXT);
    assert_eq!((result, added(words), words[UNDOCUMENTED_COUNT], words[IS_COPIED]), (text, [0, 0], 0, 0));
    for (word, replacement) in [("hello", "é"), ("hello", "مرحبا"), ("hello", "😀")] {
        assert_eq!(parsed(&mut core(), &TEXT.replace(word, replacement)).0, text | NON_ASCII);
    }
}

#[test]
fn members_outside_the_literal_are_added() {
    let text = shape("incoming_msg", "text");
    for (change, expected) in [
        (r#""text": "hello", "platform": null"#, members(&["platform"])),
        (r#""text": "hell\u006f""#, members(&["text"])),
        // Documented for other events only.
        (r#""text": "hello", "tags": "a""#, members(&["tags"])),
        (r#""text": "hell\u006f", "tags": null"#, members(&["tags", "text"])),
    ] {
        let body = TEXT.replace(r#""platform": "whatsapp","#, "").replace(r#""text": "hello""#, change);
        let body = if change.contains("platform") {
            body
        } else {
            body.replacen('{', r#"{"platform":"whatsapp","#, 1)
        };
        let (result, words) = parsed(&mut core(), &body);
        assert_eq!(
            (result, added(words), words[UNDOCUMENTED_COUNT]),
            (text | MORE_MEMBERS, expected, 0),
            "{change}"
        );
    }
    let body = TEXT.replacen('{', r#"{"a":1,"b":2,"#, 1);
    let (result, words) = parsed(&mut core(), &body);
    assert_eq!((result, added(words), words[UNDOCUMENTED_COUNT]), (text | MORE_MEMBERS, [0, 0], 2));
}

#[test]
fn all_members_are_added_if_a_literal_member_is_absent() {
    let body = TEXT.replace(r#""platform": "whatsapp","#, "");
    let (result, words) = parsed(&mut core(), &body);
    let there: Vec<_> = REGISTRY.fields().iter().map(|it| it.name).collect();
    let there: Vec<_> = there.into_iter().filter(|name| body.contains(&format!("\"{name}\""))).collect();
    assert_eq!(there.len(), body.matches("\": ").count());
    assert_eq!((result, added(words)), (shape("incoming_msg", "text") | SPARSE, members(&there)));
}

#[test]
fn strings_of_large_bodies_are_copied() {
    let (text, compact) = (shape("incoming_msg", "text"), TEXT.replace('\n', ""));
    for (length, copies) in [(1024, 0), (1025, 1)] {
        let (result, words) = parsed(&mut core(), &format!("{compact:length$}"));
        assert_eq!((result, words[IS_COPIED]), (if copies == 1 { text | SPARSE } else { text }, copies));
        assert_eq!(added(words) != [0, 0], copies == 1);
        let unknown = compact.replace("incoming_msg", "new_name");
        let (result, words) = parsed(&mut core(), &format!("{unknown:length$}"));
        assert_eq!((result, words[IS_COPIED]), (UNKNOWN, copies));
    }
}

#[test]
fn an_unknown_event_has_its_reason_and_all_members() {
    for (body, reason, names) in [
        (
            r#"{"webhook_event_type":"new_name","text":"a","other":1}"#,
            Reason::EventType,
            &["text", "webhook_event_type"][..],
        ),
        (
            r#"{"webhook_event_type":"incoming_msg","message_type":"hologram"}"#,
            Reason::MessageType,
            &["message_type", "webhook_event_type"],
        ),
        (
            r#"{"webhook_event_type":"incoming_msg","message_type":"text","text":null}"#,
            Reason::Content,
            &["message_type", "text", "webhook_event_type"],
        ),
    ] {
        let (result, words) = parsed(&mut core(), body);
        assert_eq!(
            (result, Reason::ALL[words[REASON] as usize], added(words)),
            (UNKNOWN, reason, members(names))
        );
        assert_eq!(words[UNDOCUMENTED_COUNT], u32::from(reason == Reason::EventType));
    }
}

#[test]
fn the_header_has_the_generation_of_learned_names() {
    let mut core = core();
    let names: Vec<_> = (0..17).map(|i| format!("\"name{i:02}\":{i}")).collect();
    let body = format!("{{{},{CLOSED}}}", names.join(","));
    for generation in 0..4 {
        let (result, words) = parsed(&mut core, &body);
        assert_eq!(
            (result & 0xFF, words[UNDOCUMENTED_COUNT], words[GENERATION]),
            (shape("chat_closed", ""), 17, generation)
        );
    }
}

#[test]
fn issues_have_codes_places_terms_and_paths() {
    let mut core = core();
    let (result, words) = parsed(&mut core, "{\"a\":\"é\",\n\"a/b\":[1,{\"م\":tru}]}");
    assert_eq!((result, words[ISSUE_COUNT], words[MORE_ISSUES]), (INVALID, 1, 0));
    let (issues, paths) = core.output.issues();
    assert_eq!(paths, "/a~1b/1/م".as_bytes());
    assert_eq!(
        issues,
        [[
            Code::UnexpectedCharacter as u32,
            29,
            27,
            2,
            18,
            Term::Literal as u32,
            Term::Character as u32,
            0,
            u32::try_from(paths.len()).unwrap(),
        ]]
    );
    // The paths follow each other, and those of the previous body are gone.
    let members = vec!["\"text\":1"; 41].join(",");
    let (result, words) = parsed(&mut core, &format!("{{{members}}}"));
    assert_eq!((result, words[ISSUE_COUNT], words[MORE_ISSUES]), (INVALID, 32, 8));
    let (issues, paths) = core.output.issues();
    assert_eq!(paths, "/text".repeat(32).as_bytes());
    for (i, issue) in (0u32..).zip(issues) {
        let at = 1 + 9 * (i + 1);
        assert_eq!(*issue, [Code::RepeatedMember as u32, at, at, 1, at + 1, 0, 0, 5 * i, 5 * i + 5]);
    }
    parsed(&mut core, TEXT);
    assert_eq!(core.output.issues(), (&[][..], &[][..]));
}

#[test]
fn instants_and_ranges_are_words() {
    let mut core = core();
    core.output.write_instant(&internals::instant(b"1969-12-31T23:59:58.000000007Z").unwrap());
    let words = core.output.words();
    assert_eq!(
        f64::from_bits(u64::from(words[0]) | u64::from(words[1]) << 32).to_bits(),
        (-2.0f64).to_bits()
    );
    assert_eq!(words[2], 7);
    core.output.write_essence(&(3..5));
    assert_eq!(core.output.words()[..2], [3, 5]);
    core.output.write_line(6, 8);
    assert_eq!(core.output.words()[TEXT_END..=LINE_END], [6, 8]);
}

/// Puts text into the buffer that the exports read.
fn put(text: &[u8]) {
    CORE.with(|core| core.input[..text.len()].copy_from_slice(text));
}

fn word(at: usize) -> u32 {
    CORE.with(|core| core.output.words()[at])
}

// One test for all exports: they share a static, as they may in WebAssembly, where there are no threads.
#[test]
fn exports() {
    let buffer = reserve(4096);
    let (slots, header) = (slots(), header());
    CORE.with(|core| {
        assert_eq!((core.input.len(), core.input.as_ptr() as usize), (4096, buffer));
        assert_eq!(std::ptr::from_ref(core.scratch.slots()) as usize, slots);
        assert_eq!(core.output.header() as usize, header);
    });

    put(TEXT.as_bytes());
    let text = shape("incoming_msg", "text");
    assert_eq!(parse(TEXT.len(), TEXT.len(), false, false), text);
    assert_eq!(parse(TEXT.len(), TEXT.len() - 1, false, false), INVALID);
    assert_eq!(parse(TEXT.len() - 3, 4096, false, false), INVALID);
    assert_eq!(parse(5000, 5000, false, false), INVALID);
    let extra = format!("{{\"extra\":1,{CLOSED}}}");
    put(extra.as_bytes());
    assert_eq!(parse(extra.len(), 4096, false, false), shape("chat_closed", "") | MORE_MEMBERS);
    let broadcast = TEXT.replace("hello", "hi").replacen('{', "{\"extra\":1,", 1);
    put(broadcast.as_bytes());
    assert_eq!(parse(broadcast.len(), 4096, true, false), INVALID);
    // A lone surrogate as it comes from a JavaScript string, and as bytes that are not UTF-8.
    put(b"\"\xED\xA0\x80\"");
    for (wtf8, result) in [(true, Code::LoneSurrogate), (false, Code::InvalidUtf8)] {
        assert_eq!(parse(5, 4096, false, wtf8), INVALID);
        CORE.with(|core| assert_eq!(core.output.issues().0[0][0], result as u32));
    }

    lines();

    put("aéم".as_bytes());
    let address = to_utf16(1, 5);
    CORE.with(|core| assert_eq!(core.output.utf16(), (address, &[0xE9, 0x645][..])));
    to_utf16(0, 4097);
    assert_eq!(word(UTF16_UNITS), 0);
    assert!(!is_doubtful(3));
    put("a\u{FFFD}".as_bytes());
    assert!(is_doubtful(4));
    assert!(!is_doubtful(1));

    put(b"1970-01-01T00:00:01Z text/plain; charset=utf-8");
    assert!(instant(20));
    assert_eq!(word(1), 0x3FF0_0000);
    assert!(!instant(19));
    put(b"text/plain; charset=utf-8");
    assert!(essence(25));
    assert_eq!((word(0), word(1)), (0, 10));
    assert!(!essence(4));
}

/// Parses lines of all kinds in one buffer.
fn lines() {
    let closed = format!("{{{CLOSED}}}");
    let text = format!("[]\r\n \t\r\n{closed}\n{closed}\r\r\n{closed}\r");
    let length = text.len();
    put(text.as_bytes());
    let mut start = 0;
    let mut take = |is_last: bool| {
        let result = parse_line(start, length, is_last, 4096, false);
        let ends = (word(TEXT_END) as usize - start, word(LINE_END) as usize - start);
        start = word(LINE_END) as usize + 1;
        (result, ends)
    };
    let shape = shape("chat_closed", "");
    assert_eq!(take(false), (INVALID, (2, 3)));
    assert_eq!(take(false), (BLANK, (2, 3)));
    assert_eq!(take(false), (shape, (closed.len(), closed.len())));
    assert_eq!(take(false), (shape, (closed.len() + 1, closed.len() + 2)));
    let last = length - closed.len() - 1;
    assert_eq!(parse_line(last, length, false, 4096, false), UNFINISHED);
    assert_eq!(take(true), (shape, (closed.len() + 1, closed.len() + 1)));
    // The size limit and strict rules apply to each line.
    assert_eq!(parse_line(last, length, true, closed.len(), false), INVALID);
    assert_eq!(parse_line(last, length, true, closed.len() + 1, false), shape);
    let extra = TEXT.replace('\n', "").replacen('{', "{\"extra\":1,", 1);
    put(extra.as_bytes());
    assert_eq!(
        parse_line(0, extra.len(), true, 4096, false),
        self::shape("incoming_msg", "text") | MORE_MEMBERS
    );
    assert_eq!(parse_line(0, extra.len(), true, 4096, true), INVALID);
}
