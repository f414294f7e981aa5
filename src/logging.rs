//! A form of an event for logs.

use alloc::collections::BTreeMap;

use serde_json::Value;

use crate::model::{DECLARATION, Event, REGISTRY};
use crate::wire::scalar;

/// Replaces a value that may describe a person.
pub const REDACTED: &str = "[redacted]";

/// The member that counts the undocumented members that were left out. No documented member has this name.
pub const UNDOCUMENTED: &str = "[undocumented]";

impl Event<'_> {
    /// The wire object for a log.
    ///
    /// | member | in the result |
    /// | --- | --- |
    /// | may describe a person | `"[redacted]"` |
    /// | documented for no event | left out, as its name may be a phone number; `"[undocumented]"` counts them, if any |
    /// | any other: null, string, boolean, number | kept; numbers become doubles, and -0 becomes 0 as in RFC 8785 |
    /// | any other: object, array, number that is infinite as a double | `"[redacted]"` |
    ///
    /// `null` is always kept. Only names decide, so the members of an unknown event are treated alike.
    ///
    /// ```
    /// let body = include_bytes!("../tests/fixtures/08-contact-insert.json");
    /// let body = String::from_utf8_lossy(body).replace('{', r#"{"91987654321": "typing", "#);
    /// let redacted = azeer_webhooks::parse(body.as_bytes())?.redacted();
    /// assert_eq!(redacted["contact_id"], 693);
    /// assert_eq!(redacted["contact_name"], "[redacted]");
    /// assert_eq!(redacted["[undocumented]"], 1);
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn redacted(&self) -> BTreeMap<String, Value> {
        let public = DECLARATION.public_names();
        let mut redacted = BTreeMap::new();
        let mut undocumented = 0;
        for (name, raw) in self.wire() {
            if REGISTRY.field(name.as_bytes()).is_none() {
                undocumented += 1;
                continue;
            }
            let value = scalar(&raw).filter(|it| it.is_null() || public.contains(&name.as_str()));
            redacted.insert(name, value.unwrap_or_else(|| REDACTED.into()));
        }
        if undocumented > 0 {
            redacted.insert(UNDOCUMENTED.to_owned(), undocumented.into());
        }
        redacted
    }
}
