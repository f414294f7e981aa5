//! An event that is not made yet.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;

use serde::Serialize;
use serde_json::Value;

use super::spelling::wire;
use crate::model::Event;
use crate::parse::parse;

/// An event that is not made yet, so that its members can be changed.
#[derive(Clone, Debug, Default)]
pub struct Draft(BTreeMap<String, Value>);

impl Draft {
    /// Gives a member this value. It may be an undocumented one.
    ///
    /// # Panics
    /// If the value cannot be written as JSON.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).expect("JSON can express the value");
        self.0.insert(member.to_owned(), value);
        self
    }

    /// Leaves a member out.
    #[must_use]
    pub fn without(mut self, member: &str) -> Self {
        self.0.remove(member);
        self
    }

    /// The event.
    ///
    /// # Panics
    /// If the parser refuses it, because of a member that was changed.
    pub fn event(&self) -> Event<'static> {
        let body = serde_json::to_string(&self.0).expect("values can be written");
        match parse(body.as_bytes()) {
            Ok(event) => event.into_owned(),
            Err(error) => panic!("{error}"),
        }
    }

    /// The body that Azeer would send.
    ///
    /// # Panics
    /// As [`event`](Self::event).
    pub fn body(&self) -> String {
        wire(&self.event())
    }
}
