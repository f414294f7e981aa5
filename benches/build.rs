//! Writes `declared.rs`: the payloads for serde. They are made from the project's declaration, so that all libraries
//! read the members that the project's parser reads.

use std::fmt::{Error, Write};
use std::path::Path;
use std::{env, fs};

use azeer_webhooks::internals::{Choice, DECLARATION, Kind, Member, Need, Payload, Variant};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../tests/fixtures");
    let mut out = String::new();
    events(&mut out, DECLARATION).expect("a string takes anything");
    examples(&mut out).expect("a string takes anything");
    let directory = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&directory).join("declared.rs"), out).expect("OUT_DIR can be written to");
}

/// `chat_closed` as `ChatClosed`.
fn camel(value: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    value.split('_').map(capital).collect()
}

/// A variant name for each value of a variant: serde needs a variant for each.
fn names(variant: &Variant) -> Vec<(String, &'static str)> {
    match variant.values {
        [value] => vec![(variant.name.to_owned(), value)],
        values => values.iter().map(|value| (camel(value), *value)).collect(),
    }
}

/// A struct with the members of a payload, and the rules for their values.
struct Declared {
    name: String,
    members: Vec<&'static Member>,
}

impl Declared {
    fn new(name: String, payloads: &[&'static Payload]) -> Self {
        Self { name, members: payloads.iter().flat_map(|payload| payload.members).collect() }
    }

    fn borrows(&self) -> bool {
        self.members.iter().any(|member| is_text(member))
    }

    fn lifetime(&self, lifetime: &str) -> String {
        if self.borrows() { format!("<{lifetime}>") } else { String::new() }
    }

    fn write(&self, out: &mut String) -> Result<(), Error> {
        let Self { name, members } = self;
        writeln!(out, "#[derive(Debug, Deserialize, Serialize)]\n#[allow(missing_docs)]")?;
        writeln!(out, "pub struct {name}{} {{", self.lifetime("'a"))?;
        for member in members {
            let ty = match member.kind {
                Kind::String | Kind::DateTime => "Text<'a>",
                Kind::Integer => "i64",
                Kind::Boolean => "bool",
                Kind::Latitude | Kind::Longitude => "f64",
            };
            if is_text(member) {
                writeln!(out, "    #[serde(borrow)]")?;
            }
            if member.need == Need::Required {
                writeln!(out, "    pub r#{}: {ty},", member.name)?;
            } else {
                writeln!(out, "    #[serde(skip_serializing_if = \"Option::is_none\")]")?;
                writeln!(out, "    pub r#{}: Option<{ty}>,", member.name)?;
            }
        }
        writeln!(out, "}}\n\nimpl Rules for {name}{} {{", self.lifetime("'_"))?;
        let rules: Vec<_> = members.iter().filter_map(|member| rule(member)).collect();
        let rules = if rules.is_empty() { "true".to_owned() } else { rules.join(" && ") };
        writeln!(out, "    fn are_kept(&self) -> bool {{\n        {rules}\n    }}\n}}\n")
    }
}

fn is_text(member: &Member) -> bool {
    matches!(member.kind, Kind::String | Kind::DateTime)
}

/// The expression for the rule of a member's value, if its type does not express the rule.
fn rule(member: &Member) -> Option<String> {
    let name = member.name;
    let limit = match member.kind {
        Kind::String | Kind::Boolean => return None,
        Kind::Integer | Kind::DateTime => return Some(format!("self.r#{name}.are_kept()")),
        Kind::Latitude => 90,
        Kind::Longitude => 180,
    };
    Some(match member.need {
        Need::Required => format!("(-{limit}.0..={limit}.0).contains(&self.r#{name})"),
        _ => format!("self.r#{name}.is_none_or(|it| (-{limit}.0..={limit}.0).contains(&it))"),
    })
}

/// A variant of an enum, the expression that reads it, and the members without which it is unknown.
struct Arm {
    name: String,
    value: &'static str,
    /// The struct that it holds; `None` if no members are declared, so that it holds those that came.
    holds: Option<String>,
    borrows: bool,
    read: String,
    content: Vec<&'static str>,
    is_message: bool,
}

fn write_enum(out: &mut String, name: &str, tag: &str, arms: &[Arm]) -> Result<(), Error> {
    writeln!(
        out,
        "/// Chosen by `{tag}`. The attributes are for the contestant that lets serde choose the variant; the"
    )?;
    writeln!(out, "/// other contestants choose it themselves.\n#[derive(Debug, Deserialize, Serialize)]")?;
    writeln!(out, "#[serde(tag = {tag:?})]\n#[allow(missing_docs)]\npub enum {name}<'a> {{")?;
    for Arm { name, value, holds, borrows, .. } in arms {
        let borrow = if *borrows { ", borrow" } else { "" };
        // Only if serde chooses the variant: a library's own JSON cannot borrow what serde has buffered.
        let holds = holds.as_deref().unwrap_or("Map<String, Value>");
        writeln!(out, "    #[serde(rename = {value:?}{borrow})]\n    {name}({holds}),")?;
    }
    writeln!(out, "    #[serde(other)]\n    Other,\n}}\n\nimpl {name}<'_> {{")?;
    writeln!(out, "    /// Whether the variant is known and has its content.")?;
    writeln!(
        out,
        "    pub fn is_known(&self) -> bool {{\n        match self {{\n            Self::Other => false,"
    )?;
    for Arm { name, content, is_message, .. } in arms {
        if *is_message {
            writeln!(out, "            Self::{name}(it) => it.is_known(),")?;
        } else if !content.is_empty() {
            let content: Vec<_> = content.iter().map(|name| format!("it.r#{name}.is_some()")).collect();
            writeln!(out, "            Self::{name}(it) => {},", content.join(" && "))?;
        }
    }
    writeln!(out, "            _ => true,\n        }}\n    }}\n}}\n\nimpl Rules for {name}<'_> {{")?;
    writeln!(out, "    fn are_kept(&self) -> bool {{\n        match self {{")?;
    for Arm { name, .. } in arms.iter().filter(|arm| arm.holds.is_some()) {
        writeln!(out, "            Self::{name}(it) => it.are_kept(),")?;
    }
    writeln!(out, "            _ => true,\n        }}\n    }}\n}}\n")
}

/// Writes the structs of all message types, their enum, and the function that reads it.
fn messages(out: &mut String, envelope: &'static Payload, content: &Choice) -> Result<(), Error> {
    let mut arms = Vec::new();
    let mut written: Vec<String> = Vec::new();
    for variant in content.variants {
        let payloads = [&[envelope], variant.payload.as_slice()].concat();
        let own = variant.payload.map_or("Undocumented", |payload| payload.name);
        let declared = Declared::new(format!("{own}{}", envelope.name), &payloads);
        if !written.contains(&declared.name) {
            declared.write(out)?;
            written.push(declared.name.clone());
        }
        let members = declared.members.iter().filter(|it| it.need == Need::Content).map(|it| it.name);
        let content: Vec<_> = members.collect();
        for (name, value) in names(variant) {
            arms.push(Arm {
                read: format!("{}::{name}(source.read()?)", envelope.name),
                name,
                value,
                holds: Some(format!("{}{}", declared.name, declared.lifetime("'a"))),
                borrows: declared.borrows(),
                content: content.clone(),
                is_message: false,
            });
        }
    }
    write_enum(out, envelope.name, content.tag, &arms)?;
    writeln!(out, "fn message<'a, S: Source<'a>>(")?;
    writeln!(
        out,
        "    names: &Discriminants<'a>,\n    source: S,\n) -> Result<{}<'a>, Failure> {{",
        envelope.name
    )?;
    writeln!(
        out,
        "    let Some(name) = &names.message_type else {{ return Err(\"the message has no type\".into()) }};"
    )?;
    writeln!(out, "    Ok(match &*name.0 {{")?;
    for Arm { value, read, .. } in arms {
        writeln!(out, "        {value:?} => {read},")?;
    }
    writeln!(out, "        _ => {}::Other,\n    }})\n}}\n", envelope.name)
}

/// Writes the structs of all events, their enum, and the function that reads it.
fn events(out: &mut String, choice: &Choice) -> Result<(), Error> {
    let mut arms = Vec::new();
    let mut written: Vec<String> = Vec::new();
    for variant in choice.variants {
        let content = variant.payload.and_then(|payload| payload.choice);
        let declared = variant.payload.map(|payload| Declared::new(payload.name.to_owned(), &[payload]));
        if let Some(declared) = declared.as_ref().filter(|it| !written.contains(&it.name)) {
            match (variant.payload, content) {
                (Some(envelope), Some(content)) => messages(out, envelope, content)?,
                _ => declared.write(out)?,
            }
            written.push(declared.name.clone());
        }
        for (name, value) in names(variant) {
            let is_message = content.is_some();
            let read = match (&declared, is_message) {
                (None, _) => "return Ok(Parsed::Undocumented(source.read()?))".to_owned(),
                (_, true) => format!("Event::{name}(message(names, source)?)"),
                (_, false) => format!("Event::{name}(source.read()?)"),
            };
            let borrows = declared.as_ref().is_some_and(|it| is_message || it.borrows());
            let holds = declared
                .as_ref()
                .map(|it| if borrows { format!("{}<'a>", it.name) } else { it.name.clone() });
            arms.push(Arm { name, value, holds, borrows, read, content: Vec::new(), is_message });
        }
    }
    write_enum(out, "Event", choice.tag, &arms)?;
    writeln!(out, "/// Reads the struct that the discriminants choose.")?;
    writeln!(out, "pub(crate) fn choose<'a, S: Source<'a>>(")?;
    writeln!(
        out,
        "    names: &Discriminants<'a>,\n    source: S,\n) -> Result<Parsed<'a, S::Json>, Failure> {{"
    )?;
    writeln!(out, "    Ok(Parsed::Known(match &*names.webhook_event_type.0 {{")?;
    for Arm { value, read, .. } in &arms {
        writeln!(out, "        {value:?} => {read},")?;
    }
    writeln!(out, "        _ => Event::Other,\n    }}))\n}}\n")?;
    let undocumented: Vec<_> = arms.iter().filter(|arm| arm.holds.is_none()).map(|arm| arm.value).collect();
    writeln!(out, "/// Names of the undocumented events.")?;
    writeln!(out, "pub(crate) const UNDOCUMENTED_EVENTS: &[&str] = &{undocumented:?};\n")
}

/// Writes the examples from Azeer's page, sorted by name. Fixtures 11 to 15 are not from there
/// (`tests/fixtures/README.md`).
fn examples(out: &mut String) -> Result<(), Error> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let files = fs::read_dir(folder).expect("the fixtures are beside this folder");
    let mut paths: Vec<_> = files.map(|file| file.expect("a folder can be read").path()).collect();
    paths.sort();
    let number = |path: &Path| path.file_name()?.to_str()?.split_once('-')?.0.parse::<u8>().ok();
    paths.retain(|path| number(path).is_some_and(|it| !(11..=15).contains(&it)));
    writeln!(out, "/// The examples of Azeer's page.\npub(crate) const EXAMPLES: &[&str] = &[")?;
    for path in paths {
        writeln!(out, "    include_str!({:?}),", path.display().to_string())?;
    }
    writeln!(out, "];")
}
