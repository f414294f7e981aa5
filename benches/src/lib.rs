//! Compares the time of `azeer_webhooks::parse` with that of JSON libraries for Rust, which read the same payloads
//! into the same borrowed structs. All random numbers are seeded, so two runs read the same bytes.

pub mod cases;
pub mod contestants;
pub mod payloads;
pub mod random;
pub mod report;
pub mod timing;
