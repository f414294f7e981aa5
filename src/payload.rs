//! What the derives call: reads a payload from a checked body, writes it with serde, and makes it own its data.

use alloc::borrow::Cow;
use alloc::string::String;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::check::Checked;
use crate::declare::{self, Kind, Samples, Shape};
use crate::extra::{Extra, Json};
use crate::json::{Integer, Number, Value, ValueKind, integer, unescape};
use crate::model::{Timestamp, samples};
use crate::opt::Opt;

/// Reads members from a checked body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a, 's> {
    text: &'a str,
    checked: Checked<'s>,
}

impl<'a, 's> Reader<'a, 's> {
    pub(crate) fn new(text: &'a str, checked: Checked<'s>) -> Self {
        Self { text, checked }
    }

    pub(crate) fn shape(&self) -> &'static Shape {
        self.checked.shape
    }

    pub(crate) fn member<T: MemberType<'a>>(&self, field: usize) -> T {
        T::read(self.checked.value(field).map(|value| Raw::new(self.text, value)))
    }

    pub(crate) fn extra(&self) -> Extra<'a> {
        let member = |name, value| (Raw::new(self.text, name).string(), Raw::new(self.text, value).json());
        Extra::new(
            self.checked
                .undocumented(self.text.as_bytes())
                .iter()
                .map(|it| member(it.name, it.value))
                .collect(),
        )
    }
}

/// The text of a value in the body, not yet decoded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Raw<'a> {
    kind: ValueKind,
    text: &'a str,
}

impl<'a> Raw<'a> {
    pub(crate) fn new(text: &'a str, value: Value) -> Self {
        let text = text.get(value.start.byte as usize..value.end.byte as usize).unwrap_or_default();
        Self { kind: value.kind, text }
    }

    /// The characters of a string, with escapes replaced.
    pub(crate) fn string(self) -> Cow<'a, str> {
        let inside = self.text.get(1..self.text.len() - 1).unwrap_or_default();
        if self.kind == ValueKind::Escaped {
            // Nothing is lost: the scan refuses strings that are not UTF-8.
            Cow::Owned(String::from_utf8_lossy(&unescape(inside.as_bytes())).into_owned())
        } else {
            Cow::Borrowed(inside)
        }
    }

    pub(crate) fn json(self) -> Json<'a> {
        Json::new(Cow::Borrowed(self.text))
    }

    fn integer(self) -> i64 {
        match integer(self.text.as_bytes()) {
            Integer::Safe(value) => value,
            _ => unreachable!("the check let {} through as an integer", self.text),
        }
    }

    pub(crate) fn double(self) -> f64 {
        Number::new(self.text.as_bytes()).to_double()
    }
}

/// A type of payload members.
pub(crate) trait MemberType<'a>: Sized {
    /// The kind that the value must have.
    const KIND: Kind;
    /// Example values of a member that declares none.
    const SAMPLES: Samples;
    /// The documented values, if it is an open set.
    const VALUES: &'static [&'static str] = &[];
    /// The TypeScript declaration of the type; empty if it is a built-in one.
    #[cfg(feature = "tsify")]
    const TYPESCRIPT: &'static str = "";
    /// The same type without borrowed data.
    type Owned;

    /// Reads a value that the check has accepted; `None` is an absent member.
    fn read(raw: Option<Raw<'a>>) -> Self;

    /// Copies all borrowed data.
    fn into_owned(self) -> Self::Owned;

    /// Adds the member to a map, unless it is absent.
    fn write<M: SerializeMap>(&self, name: &'static str, map: &mut M) -> Result<(), M::Error>;
}

/// The value of a required member.
///
/// # Panics
/// If the member is absent: the check accepts no such event.
pub(crate) fn required(raw: Option<Raw<'_>>) -> Raw<'_> {
    raw.expect("the check lets no event through without its required members")
}

impl<'a> MemberType<'a> for Cow<'a, str> {
    const KIND: Kind = Kind::String;
    const SAMPLES: Samples = samples::TEXT;
    type Owned = Cow<'static, str>;

    fn read(raw: Option<Raw<'a>>) -> Self {
        required(raw).string()
    }

    fn into_owned(self) -> Cow<'static, str> {
        Cow::Owned(self.into_owned())
    }

    fn write<M: SerializeMap>(&self, name: &'static str, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(name, self)
    }
}

impl<'a> MemberType<'a> for i64 {
    const KIND: Kind = Kind::Integer;
    const SAMPLES: Samples = samples::INTEGER;
    type Owned = Self;

    fn read(raw: Option<Raw<'a>>) -> Self {
        required(raw).integer()
    }

    fn into_owned(self) -> Self {
        self
    }

    fn write<M: SerializeMap>(&self, name: &'static str, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(name, self)
    }
}

impl<'a> MemberType<'a> for bool {
    const KIND: Kind = Kind::Boolean;
    const SAMPLES: Samples = samples::BOOLEAN;
    type Owned = Self;

    fn read(raw: Option<Raw<'a>>) -> Self {
        required(raw).kind == ValueKind::True
    }

    fn into_owned(self) -> Self {
        self
    }

    fn write<M: SerializeMap>(&self, name: &'static str, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(name, self)
    }
}

impl<'a, T: MemberType<'a>> MemberType<'a> for Opt<T> {
    const KIND: Kind = T::KIND;
    const SAMPLES: Samples = T::SAMPLES;
    const VALUES: &'static [&'static str] = T::VALUES;
    #[cfg(feature = "tsify")]
    const TYPESCRIPT: &'static str = T::TYPESCRIPT;
    type Owned = Opt<T::Owned>;

    fn read(raw: Option<Raw<'a>>) -> Self {
        match raw {
            None => Self::Absent,
            Some(Raw { kind: ValueKind::Null, .. }) => Self::Null,
            Some(_) => Self::Value(T::read(raw)),
        }
    }

    fn into_owned(self) -> Self::Owned {
        self.map(T::into_owned)
    }

    fn write<M: SerializeMap>(&self, name: &'static str, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::Absent => Ok(()),
            Self::Null => map.serialize_entry(name, &()),
            Self::Value(value) => value.write(name, map),
        }
    }
}

/// A payload struct, or an enum of payload structs.
pub(crate) trait PayloadType<'a>: Sized {
    /// The declaration of the payload; `None` if Azeer documents no members.
    const PAYLOAD: Option<&'static declare::Payload>;
    /// The same type without borrowed data.
    type Owned;

    /// Reads the payload from an event of its shape.
    fn read(reader: &Reader<'a, '_>) -> Self;

    /// The undocumented members, if this type keeps them.
    fn extra(&self) -> Option<&Extra<'a>>;

    /// The member `timestamp`, if the payload documents it.
    fn timestamp(&self) -> Option<Timestamp<'_>>;

    /// Copies all borrowed data.
    fn into_owned(self) -> Self::Owned;

    /// Adds the members to a map.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Serialises a payload with [`PayloadType::write`], then its discriminant `tag` (name and value).
pub(crate) fn serialize<'a, T: PayloadType<'a>, S: Serializer>(
    payload: &T,
    tag: (&'static str, &str),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    payload.write(&mut map)?;
    map.serialize_entry(tag.0, tag.1)?;
    map.end()
}

impl Serialize for Json<'_> {
    /// Writes exactly the text that came, if the serialiser is that of `serde_json`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &serde_json::value::RawValue =
            serde_json::from_str(self.get()).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}
