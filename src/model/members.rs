//! Types of members with more rules than a plain string, number or boolean.

use alloc::borrow::Cow;
use core::fmt;

use azeer_webhooks_derive::OpenSet;
use serde::ser::SerializeMap;

use super::samples;
use crate::declare::{Kind, Samples};
use crate::payload::{MemberType, Raw};
use crate::time::{self, Instant};

/// Direction of a message. Every documented example has `in` or `out`; the table of Azeer's page has inbound or
/// outbound.
#[derive(Clone, Debug, PartialEq, Eq, Hash, OpenSet)]
#[values("in", "out")]
pub struct Direction<'a>(Cow<'a, str>);

/// Platform on which a message was sent or received.
#[derive(Clone, Debug, PartialEq, Eq, Hash, OpenSet)]
#[values("whatsapp")]
pub struct Platform<'a>(Cow<'a, str>);

/// Kind of object that an event is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, OpenSet)]
#[values("message", "contact")]
pub struct ObjectType<'a>(Cow<'a, str>);

/// Change that was made to a contact.
#[derive(Clone, Debug, PartialEq, Eq, Hash, OpenSet)]
#[values("insert", "update")]
pub struct Action<'a>(Cow<'a, str>);

/// Whether a contact is in use.
#[derive(Clone, Debug, PartialEq, Eq, Hash, OpenSet)]
#[values("active", "archived")]
pub struct ContactStatus<'a>(Cow<'a, str>);

/// How a broadcast ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, OpenSet)]
#[values("completed")]
pub struct BroadcastStatus<'a>(Cow<'a, str>);

/// An RFC 3339 date-time, spelled as in the body: `2024-03-08T09:44:38.116981911Z`.
///
/// Azeer sends `0001-01-01T00:00:00Z`, the zero time of Go, for a time that is not set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "string"))]
pub struct Timestamp<'a>(Cow<'a, str>);

impl<'a> Timestamp<'a> {
    /// Takes a text if it is a date-time.
    pub(crate) fn new(text: Cow<'a, str>) -> Option<Self> {
        time::parse(text.as_bytes()).map(|_| Self(text))
    }

    pub(crate) fn borrowed(&self) -> Timestamp<'_> {
        Timestamp(Cow::Borrowed(&self.0))
    }

    /// The text, as in the body.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the zero time, which means "not set".
    pub fn is_unset(&self) -> bool {
        time::parse(self.0.as_bytes()) == Some(Instant::UNSET)
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z without leap seconds; `None` for the zero time. Digits after the ninth
    /// of a second are cut off.
    ///
    /// ```
    /// let body = include_bytes!("../../tests/fixtures/06-outgoing-text.json");
    /// let event = azeer_webhooks::parse(body)?;
    /// assert_eq!(event.message().unwrap().timestamp.unix_nanoseconds(), Some(1_709_891_078_116_981_911));
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn unix_nanoseconds(&self) -> Option<i128> {
        let instant = time::parse(self.0.as_bytes()).filter(|instant| *instant != Instant::UNSET)?;
        Some(i128::from(instant.seconds) * 1_000_000_000 + i128::from(instant.nanoseconds))
    }
}

impl fmt::Display for Timestamp<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'a> MemberType<'a> for Timestamp<'a> {
    const KIND: Kind = Kind::DateTime;
    const SAMPLES: Samples = samples::TIME;
    #[cfg(feature = "tsify")]
    const TYPESCRIPT: &'static str = <Self as tsify::Tsify>::DECL;
    type Owned = Timestamp<'static>;

    fn read(raw: Option<Raw<'a>>) -> Self {
        Self(MemberType::read(raw))
    }

    fn into_owned(self) -> Self::Owned {
        Timestamp(MemberType::into_owned(self.0))
    }

    fn write<M: SerializeMap>(&self, name: &'static str, map: &mut M) -> Result<(), M::Error> {
        self.0.write(name, map)
    }
}

macro_rules! coordinate {
    ($(#[doc = $doc:literal])+ $name:ident, $samples:ident) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
        #[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "number"))]
        pub struct $name(f64);

        impl $name {
            /// The coordinate in degrees.
            pub fn degrees(self) -> f64 {
                self.0
            }
        }

        impl<'a> MemberType<'a> for $name {
            const KIND: Kind = Kind::$name;
            const SAMPLES: Samples = samples::$samples;
            #[cfg(feature = "tsify")]
            const TYPESCRIPT: &'static str = <Self as tsify::Tsify>::DECL;
            type Owned = Self;

            fn read(raw: Option<Raw<'a>>) -> Self {
                Self(crate::payload::required(raw).double())
            }

            fn into_owned(self) -> Self {
                self
            }

            fn write<M: SerializeMap>(&self, name: &'static str, map: &mut M) -> Result<(), M::Error> {
                map.serialize_entry(name, &self.0)
            }
        }
    };
}

coordinate! {
    /// Degrees north of the equator, from -90 to 90.
    Latitude, LATITUDE
}

coordinate! {
    /// Degrees east of Greenwich, from -180 to 180.
    Longitude, LONGITUDE
}
