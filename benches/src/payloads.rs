//! The payloads for serde, with the members and names of the project's model. `build.rs` writes the structs and enums
//! once from the project's declaration, and every library reads them.
//!
//! These structs ignore undocumented members of a documented event, and do not distinguish absent from null. Both is
//! less work than `azeer_webhooks` does, which favours the other contestants.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use azeer_webhooks::internals::instant;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::contestants::{Failure, Source};

pub(crate) use declared::{EXAMPLES, UNDOCUMENTED_EVENTS, choose};
pub use declared::{Event, Message};

/// What `build.rs` writes.
#[allow(clippy::pedantic)]
mod declared {
    use super::{Deserialize, Discriminants, Failure, Map, Parsed, Rules, Serialize, Source, Text, Value};

    include!(concat!(env!("OUT_DIR"), "/declared.rs"));
}

/// A string that borrows from the body if it has no escapes.
///
/// This type is needed because serde's `borrow` has an effect on a plain `Cow` only: an `Option<Cow<str>>` would be
/// copied.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// The rules for values that their types do not express.
pub trait Rules {
    /// Whether date-times exist, coordinates are in range, and integers are from -(2^53 - 1) to 2^53 - 1.
    fn are_kept(&self) -> bool;
}

/// The date-time function of `azeer_webhooks`, so that the comparison is not about date-times.
impl Rules for Text<'_> {
    fn are_kept(&self) -> bool {
        instant(self.0.as_bytes()).is_some()
    }
}

impl Rules for i64 {
    fn are_kept(&self) -> bool {
        self.unsigned_abs() < 1 << 53
    }
}

impl<T: Rules> Rules for Option<T> {
    fn are_kept(&self) -> bool {
        self.as_ref().is_none_or(Rules::are_kept)
    }
}

/// All members of an undocumented event, as they came. `J` is the library's own type for borrowed JSON.
#[derive(Debug)]
pub struct Members<'a, J>(pub Vec<(Text<'a>, J)>);

impl<'de: 'a, 'a, J: Deserialize<'de>> Deserialize<'de> for Members<'a, J> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<'a, J>(PhantomData<(&'a str, J)>);

        impl<'de: 'a, 'a, J: Deserialize<'de>> Visitor<'de> for Read<'a, J> {
            type Value = Members<'a, J>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Read(PhantomData))
    }
}

impl<J: Serialize> Serialize for Members<'_, J> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// The members that choose the type of a payload.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Discriminants<'a> {
    #[serde(borrow)]
    pub webhook_event_type: Text<'a>,
    #[serde(borrow)]
    pub message_type: Option<Text<'a>>,
}

/// An event or message type that is not known, or a message without its content.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Unknown<'a> {
    pub event_type: Cow<'a, str>,
    pub message_type: Option<Cow<'a, str>>,
    /// The whole body.
    pub payload: &'a str,
}

/// The result of reading a body.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, missing_docs)]
pub enum Parsed<'a, J> {
    Known(Event<'a>),
    /// An event that Azeer lists without documenting its payload. Its name is among the members.
    Undocumented(Members<'a, J>),
    Unknown(Unknown<'a>),
}
