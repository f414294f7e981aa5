//! The payload of `new_contact`.

use alloc::borrow::Cow;

use azeer_webhooks_derive::Payload;

use super::members::{Action, ContactStatus, ObjectType, Platform, Timestamp};
use super::samples;
use crate::extra::Extra;
use crate::opt::Opt;

/// A contact that was added (action `insert`), or changed or archived (action `update`).
///
/// Source, unless a member says otherwise: the two tables of Azeer's page for `new_contact` and their examples.
#[derive(Clone, Debug, PartialEq, Payload)]
#[non_exhaustive]
pub struct Contact<'a> {
    /// What was done to the contact.
    #[payload(public)]
    pub action: Action<'a>,
    /// The business the contact belongs to. Only in the example of an added contact.
    #[payload(public, rare, sample = samples::BUSINESS)]
    pub business_id: Opt<Cow<'a, str>>,
    /// Display name of the contact.
    #[payload(sample = samples::NAME)]
    pub contact_display_name: Opt<Cow<'a, str>>,
    /// Unique identifier of the contact.
    #[payload(public)]
    pub contact_id: i64,
    /// Name of the contact.
    #[payload(sample = samples::NAME)]
    pub contact_name: Opt<Cow<'a, str>>,
    /// A message related to the contact, "if applicable". In the table of the update, but in no example.
    #[payload(public, rare)]
    pub message_id: Opt<i64>,
    /// Platform of the contact. In both examples, but not in the tables.
    #[payload(public)]
    pub platform: Opt<Platform<'a>>,
    /// The contact's identifier on the platform: a phone number without the plus sign in both examples.
    #[payload(sample = samples::PHONE)]
    pub platform_id: Opt<Cow<'a, str>>,
    /// Whether the contact is in use.
    #[payload(public)]
    pub status: Opt<ContactStatus<'a>>,
    /// Tags of the contact, all in one string.
    #[payload(sample = samples::TAGS)]
    pub tags: Opt<Cow<'a, str>>,
    /// When the contact's status was last updated.
    #[payload(public)]
    pub timestamp: Timestamp<'a>,
    /// What the event is about: `contact`.
    #[payload(public, sample = samples::TYPE)]
    pub r#type: Opt<ObjectType<'a>>,
    /// Members that are not documented for a contact.
    #[payload(extra)]
    pub extra: Extra<'a>,
}
