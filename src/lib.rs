//! Webhook events of Azeer, a WhatsApp business platform: from the bytes of a delivery to a validated, typed
//! event, or to an error that says what is wrong and where.
//!
//! ```
//! use azeer_webhooks::{Content, Event, parse};
//!
//! let body = include_bytes!("../tests/fixtures/01-incoming-text.json");
//! match parse(body)? {
//!     Event::IncomingMessage(message) => match &message.content {
//!         Content::Text(content) => assert_eq!(content.text, "hello"),
//!         other => println!("{other:?}"),
//!     },
//!     Event::Unknown(event) => println!("new to us: {}", event.event_type),
//!     event => println!("{}", event.name()),
//! }
//! # Ok::<(), azeer_webhooks::Error>(())
//! ```
//!
//! Nothing that comes is lost: members that Azeer does not document are in [`Extra`], events and message types that
//! are not known are [`Event::Unknown`] rather than errors, and an [`Event`] serialises to JSON equal to the payload.

#![cfg_attr(not(feature = "std"), no_std)]
// A feature decides what other crates of this workspace reach.
#![allow(unreachable_pub)]
#![cfg_attr(not(feature = "unstable-internals"), allow(dead_code))]

extern crate alloc;

mod error;
mod extra;
mod inspect;
#[cfg(feature = "std")]
mod logging;
mod model;
mod opt;
mod parse;
mod payload;
mod sort;

mod check;
mod declare;
mod hash;
mod json;
mod mime;
mod time;

pub use check::Reason;
pub use error::{Code, Error, Issue, MAX_ISSUES};
pub use extra::{Extra, Json};
pub use inspect::{Drift, DriftKind, Report, Span, Tier, inspect};
pub use model::{
    Action, BroadcastComplete, BroadcastStatus, Contact, ContactStatus, Content, Direction, Event,
    Interactive, Latitude, Location, Longitude, Media, Message, MessageType, ObjectType, Platform, Text,
    Timestamp, UndocumentedEvent, UnknownEvent,
};
pub use opt::Opt;
pub use parse::{DEFAULT_MAX_BYTES, Options, parse};

#[cfg(feature = "unstable-internals")]
pub mod internals;

/// The README's examples, tested.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
