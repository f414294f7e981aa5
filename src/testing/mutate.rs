//! Bodies with a mistake.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, str};

use super::recipe::Recipe;
use super::spelling::{object, written};
use crate::declare::{Kind, Member, Need};
use crate::error::Code;
use crate::json::MAX_DEPTH;
use crate::model::{DECLARATION, Event, Message};
use crate::parse::{DEFAULT_MAX_BYTES, parse};

/// Changes a valid body so that its first issue has a code. [`Code::UndocumentedMember`] and [`Code::AbsentMember`] are
/// issues with [`strict`](crate::Options::strict) only. [`Code::TooLarge`] exceeds [`DEFAULT_MAX_BYTES`]. The npm package
/// makes the same bodies.
///
/// `None` if the body cannot have the code. Codes of values need a member of that kind: only a location can be out of
/// range.
///
/// ```
/// use azeer_webhooks::testing::{Fake, mutate};
/// use azeer_webhooks::{Code, parse};
///
/// let body = Fake::new(1).event("new_contact").body();
/// let broken = mutate(&body, Code::MissingMember).unwrap();
/// assert_eq!(parse(&broken).unwrap_err().issues()[0].code, Code::MissingMember);
/// assert_eq!(mutate(&body, Code::OutOfRange), None);
/// ```
///
/// # Panics
/// If the body is invalid already.
pub fn mutate(body: impl AsRef<[u8]>, code: Code) -> Option<Vec<u8>> {
    let body = body.as_ref();
    let event = match parse(body) {
        Ok(event) => event,
        Err(error) => panic!("mutate takes a valid body; {error}"),
    };
    let text = str::from_utf8(body).expect("what was parsed is UTF-8");
    let source = Source::new(&event);
    let mutated = match code {
        Code::UnsupportedBody | Code::NotSerializable => return None,
        Code::TooLarge => text.to_owned() + &" ".repeat(DEFAULT_MAX_BYTES + 1 - text.len()),
        Code::Empty => String::new(),
        Code::UnexpectedEnd => text.trim_end().strip_suffix('}')?.to_owned(),
        Code::UnexpectedCharacter => text.replacen('{', "{,", 1),
        Code::TrailingCharacter => format!("{text}}}"),
        Code::ByteOrderMark => format!("\u{feff}{text}"),
        Code::NotAnObject => format!("[{text}]"),
        Code::InvalidNumber => source.with(TAG, "01"),
        Code::InvalidEscape => source.with(TAG, r#""\x""#),
        Code::ControlCharacter => source.with(TAG, "\"\u{1}\""),
        Code::LoneSurrogate => source.with(TAG, r#""\ud83d""#),
        Code::TooDeep => {
            let depth = MAX_DEPTH as usize;
            source.with(TAG, &("[".repeat(depth) + &"]".repeat(depth)))
        }
        Code::InvalidUtf8 => return Some(source.with_invalid_utf8()),
        Code::RepeatedMember => source.with_repeated(),
        Code::MissingMember => {
            let required = source.find(|member| member.need == Need::Required);
            source.without(required.map_or(TAG, |member| member.name)).written()
        }
        Code::MetaPayload => source.without(TAG).with("entry", "[]"),
        Code::WrongType => {
            let (name, kind) =
                source.find(|_| true).map_or((TAG, Kind::String), |member| (member.name, member.kind));
            source.with(name, if matches!(kind, Kind::String | Kind::DateTime) { "7" } else { "\"7\"" })
        }
        Code::NotAnInteger => source.replace(&[Kind::Integer], "1.5")?,
        Code::UnsafeInteger => source.replace(&[Kind::Integer], "9007199254740992")?,
        Code::OutOfRange => source.replace(&[Kind::Latitude, Kind::Longitude], "180.5")?,
        Code::InvalidDateTime => source.replace(&[Kind::DateTime], r#""2024-02-30T06:44:54Z""#)?,
        Code::UndocumentedMember => source.with_undocumented()?,
        Code::AbsentMember => source.with_absent()?,
    };
    Some(mutated.into_bytes())
}

/// The member that every event has.
const TAG: &str = DECLARATION.tag;

/// A valid body: its members as Azeer writes them.
#[derive(Clone)]
struct Source {
    members: BTreeMap<String, String>,
    /// `None` if the event is unknown.
    recipe: Option<Recipe>,
}

impl Source {
    fn new(event: &Event<'_>) -> Self {
        let members = event.wire().into_iter().map(|(name, value)| (name, written(&value)));
        let message_type = event.message().map(Message::message_type);
        let is_known = !matches!(event, Event::Unknown(_));
        let recipe = Recipe::all()
            .into_iter()
            .find(|recipe| is_known && recipe.event == event.name() && recipe.message_type == message_type);
        Self { members: members.collect(), recipe }
    }

    fn written(&self) -> String {
        object(self.members.iter().map(|(name, value)| (&**name, &**value)))
    }

    /// The body with the JSON text of another value.
    fn with(&self, name: &str, value: &str) -> String {
        let mut changed = self.clone();
        changed.members.insert(name.to_owned(), value.to_owned());
        changed.written()
    }

    fn without(&self, name: &str) -> Self {
        let mut changed = self.clone();
        changed.members.remove(name);
        changed
    }

    /// The first documented member of this kind, in the order of their names.
    fn find(&self, fits: impl Fn(&Member) -> bool) -> Option<&'static Member> {
        let members = self.recipe.iter().flat_map(Recipe::members);
        members.filter_map(|(_, member)| member).find(|member| fits(member))
    }

    /// The body with another value of the first member that has one of these kinds.
    fn replace(&self, kinds: &[Kind], value: &str) -> Option<String> {
        let member = self.find(|member| kinds.contains(&member.kind))?;
        Some(self.with(member.name, value))
    }

    fn with_invalid_utf8(&self) -> Vec<u8> {
        let mut bytes = self.with(TAG, "\"\0\"").into_bytes();
        // The only NUL, as others are escaped.
        for byte in &mut bytes {
            if *byte == 0 {
                *byte = 0xff;
            }
        }
        bytes
    }

    fn with_repeated(&self) -> String {
        let members = self.members.iter().flat_map(|(name, value)| {
            let times = if name == TAG { 2 } else { 1 };
            core::iter::repeat_n((&**name, &**value), times)
        });
        object(members)
    }

    /// The body with a member of another event.
    fn with_undocumented(&self) -> Option<String> {
        let recipe = self.recipe.as_ref().filter(|recipe| recipe.is_documented())?;
        let own: Vec<_> = recipe.members().into_iter().map(|(name, _)| name).collect();
        let all = Recipe::all();
        let (other, _) = all.iter().flat_map(Recipe::members).find(|(name, _)| !own.contains(name))?;
        Some(self.with(other, "null"))
    }

    /// The body with documented members only, without one that every example has.
    fn with_absent(&self) -> Option<String> {
        let recipe = self.recipe.as_ref().filter(|recipe| recipe.is_documented())?;
        let documented = recipe.members();
        let mut kept = self.clone();
        kept.members.retain(|name, _| documented.iter().any(|it| it.0 == name));
        let absent = self
            .find(|it| it.need == Need::Optional && it.in_examples && self.members.contains_key(it.name))?;
        Some(kept.without(absent.name).written())
    }
}
