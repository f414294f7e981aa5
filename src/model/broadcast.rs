//! The payload of `broadcast_complete`.

use alloc::borrow::Cow;

use azeer_webhooks_derive::Payload;

use super::members::{BroadcastStatus, Timestamp};
use super::samples;
use crate::extra::Extra;
use crate::opt::Opt;

/// A broadcast that ended.
///
/// Source, unless a member says otherwise: the table of Azeer's page for `broadcast_complete` and its example.
#[derive(Clone, Debug, PartialEq, Payload)]
#[non_exhaustive]
pub struct BroadcastComplete<'a> {
    /// Unique identifier of the broadcast.
    #[payload(public)]
    pub broadcast_id: i64,
    /// How the broadcast ended.
    #[payload(public)]
    pub broadcast_status: BroadcastStatus<'a>,
    /// When the status of the broadcast was last updated.
    #[payload(public)]
    pub broadcast_updated_at: Opt<Timestamp<'a>>,
    /// The business the broadcast belongs to. In the example, but not in the table.
    #[payload(public, sample = samples::BUSINESS)]
    pub business_id: Opt<Cow<'a, str>>,
    /// A time whose meaning Azeer does not document. The zero time in the only example, and not in the table.
    #[payload(public, sample = samples::NO_TIME)]
    pub timestamp: Timestamp<'a>,
    /// Members that are not documented for a broadcast.
    #[payload(extra)]
    pub extra: Extra<'a>,
}
