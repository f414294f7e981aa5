//! Members that are not documented: kept as they came.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use serde::Deserialize;
use serde::ser::SerializeMap;

/// A JSON value as it stands in the body, checked to be JSON.
///
/// With `serde_json` it serialises to exactly the text that came. For another format, [`decode`](Json::decode) it
/// first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json<'a>(Cow<'a, str>);

impl<'a> Json<'a> {
    pub(crate) fn new(text: Cow<'a, str>) -> Self {
        Self(text)
    }

    /// Its text.
    pub fn get(&self) -> &str {
        &self.0
    }

    /// Its value as any type that serde can read.
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

/// The members of a payload that are not documented for it, in the order of the body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

impl<'a> Extra<'a> {
    pub(crate) const fn new(members: Vec<(Cow<'a, str>, Json<'a>)>) -> Self {
        Self(members)
    }

    /// The value of the member of that name.
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        self.0.iter().find(|member| member.0 == name).map(|member| &member.1)
    }

    /// Names and values.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Json<'a>)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
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
    fn members_by_name_and_in_order() {
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
