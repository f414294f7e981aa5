//! What the derives call: how a payload is read from a checked body, written by serde, and made owned.

use alloc::borrow::Cow;
use alloc::string::String;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::check::Checked;
use crate::declare::{self, Kind, Shape};
use crate::extra::{Extra, Json};
use crate::json::{Integer, Number, Value, ValueKind, integer, unescape};
use crate::opt::Opt;

/// A checked body to read members from.
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
                .map(|other| member(other.name, other.value))
                .collect(),
        )
    }
}

/// A value as it stands in the body.
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

    /// Of a string, what it stands for.
    pub(crate) fn string(self) -> Cow<'a, str> {
        let inside = self.text.get(1..self.text.len() - 1).unwrap_or_default();
        if self.kind == ValueKind::Escaped {
            // The scan lets through nothing that would be lost.
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

/// A type that a member of a payload can have.
pub(crate) trait MemberType<'a>: Sized {
    /// What the value has to be.
    const KIND: Kind;
    /// The TypeScript declaration of the type, where it is no built-in one.
    #[cfg(feature = "tsify")]
    const TYPESCRIPT: &'static str = "";
    /// The same type without borrowed data.
    type Owned;

    /// Takes what the check has found right.
    fn read(raw: Option<Raw<'a>>) -> Self;

    /// Makes it own its data.
    fn into_owned(self) -> Self::Owned;

    /// Adds it to a map, where it is there.
    fn write<M: SerializeMap>(&self, name: &'static str, map: &mut M) -> Result<(), M::Error>;
}

/// The value of a required member: the check has seen that it is there.
pub(crate) fn required(raw: Option<Raw<'_>>) -> Raw<'_> {
    raw.expect("the check lets no event through without its required members")
}

impl<'a> MemberType<'a> for Cow<'a, str> {
    const KIND: Kind = Kind::String;
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

/// A payload struct, or an enum of them.
pub(crate) trait PayloadType<'a>: Sized {
    /// Its declaration; `None` where Azeer documents no members.
    const PAYLOAD: Option<&'static declare::Payload>;
    /// The same type without borrowed data.
    type Owned;

    /// Takes its members from an event of its shape.
    fn read(reader: &Reader<'a, '_>) -> Self;

    /// Members that are not documented, where it keeps them.
    fn extra(&self) -> Option<&Extra<'a>>;

    /// Makes it own its data.
    fn into_owned(self) -> Self::Owned;

    /// Adds its members to a map.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Serialises through [`PayloadType::write`].
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
    /// Exactly the text that came, where the serialiser writes JSON.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &serde_json::value::RawValue =
            serde_json::from_str(self.get()).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}
