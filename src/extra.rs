//! Undocumented members, kept as they came.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use serde::Deserialize;
use serde::ser::SerializeMap;

/// The text of a JSON value, exactly as it came.
///
/// `serde_json` serialises it as this text. For any other format, [`decode`](Json::decode) it first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json<'a>(Cow<'a, str>);

impl<'a> Json<'a> {
    pub(crate) fn new(text: Cow<'a, str>) -> Self {
        Self(text)
    }

    /// The text: `{"id": 7}`.
    pub fn get(&self) -> &str {
        &self.0
    }

    /// Decodes the value into any type that serde can read.
    ///
    /// # Errors
    /// If the value does not fit the type `T`.
    ///
    /// ```
    /// let event = azeer_webhooks::parse(br#"{"agent": {"id": 7}, "webhook_event_type": "chat_assigned"}"#)?;
    /// let agent: serde_json::Value = event.extra().get("agent").unwrap().decode()?;
    /// assert_eq!(agent["id"], 7);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decode<'s, T: Deserialize<'s>>(&'s self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.0)
    }

    pub(crate) fn into_owned(self) -> Json<'static> {
        Json(Cow::Owned(self.0.into_owned()))
    }
}

/// The undocumented members of an event, in the order of the body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

impl<'a> Extra<'a> {
    pub(crate) const fn new(members: Vec<(Cow<'a, str>, Json<'a>)>) -> Self {
        Self(members)
    }

    /// The value of the member `name`.
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        self.0.iter().find(|member| member.0 == name).map(|member| &member.1)
    }

    /// The names and values, in the order of the body.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Json<'a>)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// The number of members.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))
    }

    pub(crate) fn into_owned(self) -> Extra<'static> {
        let owned =
            self.0.into_iter().map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned()));
        Extra(owned.collect())
    }
}

#[cfg(test)]
mod tests {
    use alloc::borrow::Cow;

    use super::{Extra, Json};

    #[test]
    fn members_are_found_by_name_and_keep_their_order() {
        assert!(Extra::default().is_empty());
        assert_eq!(Extra::default().len(), 0);
        let member = |name, text| (Cow::Borrowed(name), Json::new(Cow::Borrowed(text)));
        let extra = Extra::new(vec![member("b", "1"), member("a", "[2]")]);
        assert!(!extra.is_empty());
        assert_eq!(extra.len(), 2);
        assert_eq!(extra.get("a").map(Json::get), Some("[2]"));
        assert_eq!(extra.get("c"), None);
        let members: Vec<_> = extra.iter().map(|(name, value)| (name, value.get())).collect();
        assert_eq!(members, [("b", "1"), ("a", "[2]")]);
    }
}
