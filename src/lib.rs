//! Parses webhook events of Azeer, a WhatsApp business platform. The bytes of a delivery become a validated, typed
//! event, or an error with every fault and its position.
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
//! Nothing is lost. Members that Azeer does not document are in [`Extra`]. Events and message types that are not known
//! are [`Event::Unknown`] and not errors. An [`Event`] serialises to JSON equal to the payload.
//!
//! # Features
//!
//! `std` (on by default) keeps memory from one body to the next, and adds [`Event::delivery_key`] and
//! [`Event::redacted`]. Without it the crate needs only `alloc`.
//!
//! `testing` adds the module `testing`: factories of events for tests.

#![cfg_attr(not(feature = "std"), no_std)]
// Whether other crates of this workspace can reach an item depends on a feature.
#![allow(unreachable_pub)]
#![cfg_attr(not(feature = "unstable-internals"), allow(dead_code, unused_imports))]

extern crate alloc;

mod error;
mod extra;
mod frame;
mod helpers;
mod inspect;
#[cfg(feature = "std")]
mod keys;
mod lines;
#[cfg(feature = "std")]
mod logging;
mod model;
mod opt;
mod parse;
mod payload;
mod sort;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "std")]
mod wire;

mod check;
mod declare;
mod json;
mod mime;
mod time;

pub use check::Reason;
pub use error::{Code, Error, Issue, MAX_ISSUES};
pub use extra::{Extra, Json};
pub use inspect::{Drift, DriftKind, Report, Span, Tier, inspect};
pub use lines::{Line, Lines, parse_many};
pub use model::{
    Action, BroadcastComplete, BroadcastStatus, Contact, ContactStatus, Content, Direction, Event,
    Interactive, Latitude, Location, Longitude, Media, Message, MessageType, ObjectType, Platform, Text,
    Timestamp, UndocumentedEvent, UnknownEvent,
};
pub use opt::Opt;
pub use parse::{DEFAULT_MAX_BYTES, Options, parse};

#[cfg(feature = "unstable-internals")]
pub mod internals;

/// Tests the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// Tests the examples of the documentation's page on Rust.
#[cfg(doctest)]
#[doc = include_str!("../docs/start/rust.md")]
struct Start;
