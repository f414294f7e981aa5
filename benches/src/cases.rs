//! The payloads to parse. They are like the fixtures, but each has its own ids, names, texts and times, so that branch
//! predictors and caches have not seen it before.

use std::fmt::Write;

use serde_json::{Map, Value};

use crate::payloads::{EXAMPLES, UNDOCUMENTED_EVENTS};
use crate::random::Random;

/// The number of different payloads in a case.
pub const PAYLOADS: usize = 2000;

/// Payloads of one kind.
#[derive(Debug)]
pub struct Case {
    /// The name of the kind, one of [`NAMES`].
    pub name: &'static str,
    /// The bodies.
    pub bodies: Vec<Vec<u8>>,
}

/// The names of all cases.
pub const NAMES: [&str; 12] = [
    "text",
    "audio",
    "location",
    "contact",
    "broadcast",
    "Arabic",
    "escaped",
    "4 KB",
    "undocumented",
    "message_body",
    "mixed",
    "compact",
];

impl Case {
    /// The case with this name, if there is one. It has the same bodies each time.
    pub fn new(name: &str) -> Option<Self> {
        let index = NAMES.iter().position(|it| *it == name)?;
        let random = &mut Random::new(index as u64);
        Some(Self { name: NAMES[index], bodies: bodies(NAMES[index], random) })
    }

    /// All cases.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().filter_map(|name| Self::new(name))
    }

    /// The mean size of a body in bytes.
    pub fn mean_bytes(&self) -> usize {
        self.bodies.iter().map(Vec::len).sum::<usize>() / self.bodies.len()
    }
}

fn bodies(name: &str, random: &mut Random) -> Vec<Vec<u8>> {
    let of = |template: Template, random: &mut Random| {
        (0..PAYLOADS).map(|_| template.body(random, Layout::Fixture)).collect()
    };
    match name {
        "audio" => of(AUDIO, random),
        "location" => of(LOCATION, random),
        "contact" => of(CONTACT, random),
        "broadcast" => of(BROADCAST, random),
        "Arabic" => of(ARABIC, random),
        "escaped" => of(ESCAPED, random),
        "4 KB" => of(LONG, random),
        "undocumented" => of(UNDOCUMENTED, random),
        "message_body" => of(MESSAGE_BODY, random),
        "mixed" => mixed(Layout::Fixture, random),
        "compact" => mixed(Layout::Compact, random),
        _ => of(TEXT, random),
    }
}

/// About as many bodies of each template, shuffled.
fn mixed(layout: Layout, random: &mut Random) -> Vec<Vec<u8>> {
    let templates = mix().into_iter().cycle().take(PAYLOADS);
    let mut bodies: Vec<_> = templates.map(|template| template.body(random, layout)).collect();
    random.shuffle(&mut bodies);
    bodies
}

#[derive(Clone, Copy)]
struct Template {
    fixture: &'static str,
    text: Text,
}

/// The kind of text in a message.
#[derive(Clone, Copy)]
enum Text {
    English,
    Arabic,
    Escaped,
    Long,
}

/// The white space and escapes of a body.
#[derive(Clone, Copy)]
enum Layout {
    /// One member on each line, as in the fixtures.
    Fixture,
    /// No white space, and no escapes except those that JSON requires.
    Compact,
}

macro_rules! template {
    ($file:literal) => {
        template!($file, English)
    };
    ($file:literal, $text:ident) => {
        Template { fixture: include_str!(concat!("../../tests/fixtures/", $file)), text: Text::$text }
    };
}

const TEXT: Template = template!("01-incoming-text.json");
const AUDIO: Template = template!("02-incoming-audio.json");
const LOCATION: Template = template!("05-incoming-location.json");
const CONTACT: Template = template!("08-contact-insert.json");
const BROADCAST: Template = template!("10-broadcast-complete.json");
const ARABIC: Template = template!("11-incoming-text-arabic.json", Arabic);
const ESCAPED: Template = template!("01-incoming-text.json", Escaped);
const LONG: Template = template!("01-incoming-text.json", Long);
const UNDOCUMENTED: Template = template!("12-named-event.json");
const MESSAGE_BODY: Template = template!("14-message-body.json");

/// The examples from Azeer's page, and three more templates.
fn mix() -> Vec<Template> {
    let examples = EXAMPLES.iter().map(|&fixture| Template { fixture, text: Text::English });
    examples.chain([ARABIC, ESCAPED, LONG]).collect()
}

impl Template {
    fn body(self, random: &mut Random, layout: Layout) -> Vec<u8> {
        let mut payload: Map<String, Value> =
            serde_json::from_str(self.fixture).expect("fixtures are objects");
        for (name, value) in &mut payload {
            self.vary(name, value, random);
        }
        let payload = Value::Object(payload);
        match (layout, self.text) {
            (Layout::Compact, _) => payload.to_string().into_bytes(),
            // Some senders escape all characters outside ASCII.
            (Layout::Fixture, Text::Escaped) => ascii(&(laid_out(&payload) + "\n")).into_bytes(),
            (Layout::Fixture, _) => (laid_out(&payload) + "\n").into_bytes(),
        }
    }

    fn vary(self, name: &str, value: &mut Value, random: &mut Random) {
        match (name, &mut *value) {
            ("contact_id" | "broadcast_id", Value::Number(_)) => *value = random.between(100, 100_000).into(),
            ("message_id", Value::Number(_)) => *value = random.between(10_000, 10_000_000).into(),
            ("parent_message_id", Value::Number(id)) if id.as_i64() != Some(0) => {
                *value = random.between(10_000, 10_000_000).into();
            }
            ("latitude", _) => *value = degrees(90, random),
            ("longitude", _) => *value = degrees(180, random),
            ("message_body", Value::Object(body)) => {
                for (name, value) in body {
                    self.vary(name, value, random);
                }
            }
            (_, Value::String(text)) => {
                if let Some(varied) = self.text(name, text, random) {
                    *text = varied;
                }
            }
            _ => {}
        }
    }

    /// Another string for a member; `None` if it stays as it is.
    fn text(self, name: &str, text: &str, random: &mut Random) -> Option<String> {
        Some(match name {
            "contact_name" | "contact_display_name" if matches!(self.text, Text::Arabic) => {
                random.choose(&ARABIC_NAMES).to_string()
            }
            "contact_name" => format!("{} {}", random.choose(&FIRST_NAMES), random.choose(&LAST_NAMES)),
            "contact_display_name" => random.choose(&FIRST_NAMES).to_lowercase(),
            "text" => self.message(random),
            "tags" => random.choose(&WORDS).to_string(),
            "status" => random.choose(&["active", "archived"]).to_string(),
            "interactive_reply_id" => format!("${}", random.below(10)),
            "business_id" | "media_id" | "from" | "to" | "platform_id" => scrambled(text, random),
            "id" => base64(text, random),
            "filename_url" => {
                let (folder, file) = text.rsplit_once('/')?;
                let (stem, extension) = file.rsplit_once('.')?;
                format!("{folder}/{}.{extension}", scrambled(stem, random))
            }
            "timestamp" | "broadcast_updated_at" if !text.starts_with("0001") => time(text, random),
            "webhook_event_type" if UNDOCUMENTED_EVENTS.contains(&text) => {
                random.choose(UNDOCUMENTED_EVENTS).to_string()
            }
            _ => return None,
        })
    }

    fn message(self, random: &mut Random) -> String {
        let count = random.between(1, 13);
        match self.text {
            Text::English => words(&WORDS, count, random),
            Text::Arabic => words(&ARABIC_WORDS, count, random),
            Text::Escaped => {
                let (one, other) = (words(&WORDS, count, random), words(&WORDS, 2, random));
                format!("\"{one}\"\n\t{other}\\{} {}", random.below(100), random.choose(&ARABIC_WORDS))
            }
            Text::Long => {
                let mut text = words(&WORDS, LONG_TEXT / 2, random);
                text.truncate(LONG_TEXT);
                text
            }
        }
    }
}

const LONG_TEXT: usize = 4096;

fn words(words: &[&str], count: usize, random: &mut Random) -> String {
    (0..count).map(|_| *random.choose(words)).collect::<Vec<_>>().join(" ")
}

/// Replaces digits by digits and hexadecimal letters by such letters, from the third character on: a country code
/// stays.
fn scrambled(text: &str, random: &mut Random) -> String {
    let vary = |(index, letter): (usize, char)| match letter {
        '0'..='9' if index > 1 => *random.choose(b"0123456789") as char,
        'a'..='f' if index > 1 => *random.choose(b"abcdef") as char,
        other => other,
    };
    text.chars().enumerate().map(vary).collect()
}

/// Another WhatsApp identifier with the length, beginning and padding of `text`.
fn base64(text: &str, random: &mut Random) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let vary = |(index, letter): (usize, char)| {
        if index < "wamid.HBAE".len() || letter == '=' { letter } else { *random.choose(LETTERS) as char }
    };
    text.chars().enumerate().map(vary).collect()
}

/// Another time with as many fraction digits as `text`.
fn time(text: &str, random: &mut Random) -> String {
    let fraction = text.split_once('.').map_or("Z", |(_, fraction)| fraction);
    let mut time = format!(
        "20{:02}-{:02}-{:02}T{:02}:{:02}:{:02}",
        random.between(20, 27),
        random.between(1, 13),
        random.between(1, 29),
        random.below(24),
        random.below(60),
        random.below(60)
    );
    if fraction.len() > 1 {
        time.push('.');
        time.extend(fraction.bytes().skip(1).map(|_| *random.choose(b"0123456789") as char));
    }
    time.push('Z');
    time
}

/// A coordinate between `-limit` and `limit` degrees, with seven digits after the point as in the fixture.
fn degrees(limit: usize, random: &mut Random) -> Value {
    let sign = random.choose(&["", "-"]);
    let text = format!("{sign}{}.{:07}", random.below(limit), random.below(10_000_000));
    text.parse::<f64>().expect("it is written as a number").into()
}

/// JSON with the white space of the fixtures.
fn laid_out(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("\"{name}\": {}", laid_out(value)));
            format!("{{\n{}\n}}", members.collect::<Vec<_>>().join(",\n"))
        }
        _ => value.to_string(),
    }
}

/// JSON with every character outside ASCII escaped.
fn ascii(json: &str) -> String {
    let mut ascii = String::new();
    for letter in json.chars() {
        if letter.is_ascii() {
            ascii.push(letter);
            continue;
        }
        for unit in letter.encode_utf16(&mut [0; 2]) {
            write!(ascii, "\\u{unit:04x}").expect("a string takes everything");
        }
    }
    ascii
}

const FIRST_NAMES: [&str; 12] =
    ["James", "Maria", "Omar", "Li", "Aisha", "John", "Fatima", "Ana", "Noah", "Priya", "Yusuf", "Chloe"];
const LAST_NAMES: [&str; 10] =
    ["Bond", "Garcia", "Haddad", "Wei", "Khan", "Smith", "Alotaibi", "Silva", "Okafor", "Patel"];
const ARABIC_NAMES: [&str; 8] = ["جيمس", "محمد", "فاطمة", "عبد الله", "نورة", "خالد", "سارة العتيبي", "يوسف"];
const WORDS: [&str; 32] = [
    "hello", "where", "is", "my", "order", "please", "send", "the", "invoice", "to", "a", "new", "address",
    "thanks", "when", "will", "it", "arrive", "today", "or", "tomorrow", "I", "need", "two", "more", "of",
    "these", "banana", "requests", "price", "and", "delivery",
];
const ARABIC_WORDS: [&str; 16] = [
    "مرحبا",
    "متى",
    "يصل",
    "طلبي؟",
    "🚚",
    "شكرا",
    "أريد",
    "الفاتورة",
    "من",
    "فضلك",
    "العنوان",
    "الجديد",
    "غدا",
    "اليوم",
    "السعر",
    "😊",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Case, NAMES, PAYLOADS, laid_out, mix};

    #[test]
    fn every_case_has_two_thousand_different_payloads() {
        for name in NAMES {
            let case = Case::new(name).unwrap();
            let different = case.bodies.iter().collect::<HashSet<_>>().len();
            assert_eq!(
                different, PAYLOADS,
                "{name}: say in Template::vary how the members of the new example differ"
            );
        }
    }

    #[test]
    fn bodies_are_laid_out_like_the_fixtures() {
        for template in mix() {
            let payload = serde_json::from_str(template.fixture).unwrap();
            // An example may be indented on Azeer's page.
            let lines: Vec<_> = template.fixture.lines().map(str::trim_start).collect();
            assert_eq!(laid_out(&payload), lines.join("\n"));
        }
    }
}
